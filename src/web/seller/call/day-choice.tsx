import { useTranslation } from 'react-i18next'
import { Choice } from '../../kit/choice.tsx'
import { longDayText, shortDayTexts } from '../../kit/time-text.ts'
import type { CallDay } from './call-days.ts'

export type DayChoiceProps = { days: readonly CallDay[]; chosen: string; onChoose: (day: string) => void }

/** The days that have times: side by side on a phone, in rows where there is room. */
export const DayChoice = ({ days, chosen, onChoose }: DayChoiceProps) => {
  const { t, i18n } = useTranslation('seller')
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-medium">{t('call.day')}</legend>
      {/* The strip reaches the edges of a phone, so that a day that is cut shows that there are more. */}
      <div className="-mx-4 flex snap-x scroll-px-4 gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:grid sm:grid-cols-[repeat(auto-fill,minmax(5rem,1fr))] sm:overflow-visible sm:px-0">
        {days.map(({ day, times }) => {
          const { startAt } = times[0] ?? { startAt: day }
          const texts = shortDayTexts(startAt, i18n.language)
          return (
            <Choice
              key={day}
              name="call-day"
              checked={day === chosen}
              onChoose={() => onChoose(day)}
              className="shrink-0 snap-start text-center max-sm:w-20"
            >
              <span className="sr-only">{longDayText(startAt, i18n.language)} </span>
              <span aria-hidden="true" className="block text-sm text-ink-soft">
                {texts.weekday}
              </span>
              <span aria-hidden="true" className="block font-semibold whitespace-nowrap">
                {texts.day}
              </span>
              <span className="tabular block text-xs whitespace-nowrap text-ink-soft">
                {t('call.timesOfDay', { count: times.length })}
              </span>
            </Choice>
          )
        })}
      </div>
    </fieldset>
  )
}
