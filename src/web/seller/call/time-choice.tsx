import { useTranslation } from 'react-i18next'
import { Choice } from '../../kit/choice.tsx'
import { Icon } from '../../kit/icon.tsx'
import { longDayText, timeOfDayText } from '../../kit/time-text.ts'
import { offsetIn } from '../../kit/zoned.ts'
import { type CallDay, type CallTime, hasTwoOffsets, isAfter } from './call-days.ts'
import type { CallWords } from './use-call-words.ts'

export type TimeChoiceProps = {
  day: CallDay
  words: CallWords
  deadlineAt: string
  chosen: string | null
  onChoose: (time: CallTime) => void
}

/** [BK1] The times of a day: the seller's clock large, the office's beside it, and what is to be known of each in words. */
export const TimeChoice = ({ day, words, deadlineAt, chosen, onChoose }: TimeChoiceProps) => {
  const { t, i18n } = useTranslation('seller')
  const first = day.times[0]?.startAt ?? ''
  const isTwice = hasTwoOffsets(day, words.own)
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2">
        <span className="font-medium">{longDayText(first, i18n.language)}</span>
        <span className="block text-sm text-ink-soft">{words.whose(first)}</span>
      </legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-2 sm:grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-2">
        {day.times.map((time) => (
          <Choice
            key={time.startAt}
            name="call-time"
            checked={time.startAt === chosen}
            onChoose={() => onChoose(time)}
            className="content-start"
            inputClass="scroll-mt-6 scroll-mb-6 max-lg:scroll-mb-72"
          >
            <span className="tabular block text-lg leading-6 font-semibold">
              {timeOfDayText(time.startAt, i18n.language)}
              {isTwice && (
                <span className="ml-1.5 text-sm font-normal text-ink-soft">{offsetIn(time.startAt, words.own)}</span>
              )}
            </span>
            {words.there(time.startAt) && (
              <span className="tabular block text-sm text-ink-soft">{words.there(time.startAt)}</span>
            )}
            {time.fastest && (
              <span className="mt-0.5 flex items-center gap-1 text-sm font-medium text-good">
                <Icon name="clock" sizePx={14} />
                {t('call.fastest')}
              </span>
            )}
            {isAfter(time, deadlineAt) && (
              <span className="mt-0.5 flex items-center gap-1 text-sm font-medium text-needs">
                <Icon name="needs-you" sizePx={14} />
                {t('call.afterDeadline')}
              </span>
            )}
          </Choice>
        ))}
      </div>
      {day.times.some(({ fastest }) => fastest) && <p className="mt-2 text-sm text-ink-soft">{t('call.fastestWhy')}</p>}
    </fieldset>
  )
}
