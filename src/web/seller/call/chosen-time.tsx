import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Status } from '../../kit/status.tsx'
import type { BookedCall } from '../api/call-queries.ts'
import { type CallTime, isAfter } from './call-days.ts'
import type { CallWords } from './use-call-words.ts'

export type ChosenTimeProps = {
  time: CallTime | null
  language: string
  words: CallWords
  deadlineAt: string
  /** The appointment that is given up for this one. */
  instead: BookedCall | null
  busy: boolean
  onBook: () => void
}

/** What will be booked, whole, and the button that books it: beside the times, or at the foot of a phone's screen. */
export const ChosenTime = ({ time, language, words, deadlineAt, instead, busy, onBook }: ChosenTimeProps) => {
  const { t } = useTranslation('seller')
  return (
    <section
      aria-labelledby="chosen-time"
      className={classNames(
        'border-line bg-surface p-4 sm:p-5 lg:sticky lg:top-6 lg:rounded-card lg:border',
        time
          ? 'max-lg:sticky max-lg:bottom-0 max-lg:z-10 max-lg:-mx-4 max-lg:border-y max-lg:shadow-pop sm:max-lg:-mx-6'
          : 'max-lg:hidden',
      )}
    >
      <h2 id="chosen-time" className="mb-2 text-base font-semibold max-lg:sr-only">
        {t('call.chosen')}
      </h2>
      {time ? (
        <div className="grid gap-3">
          <CallFacts call={{ ...time, language }} words={words} />
          {isAfter(time, deadlineAt) && <Status meaning="needs-you">{t('call.afterDeadlineWhy')}</Status>}
          <Button look="primary" size="large" busy={busy} onClick={onBook}>
            {instead
              ? t('call.moveTo', { at: words.here(time.startAt) })
              : t('call.book', { at: words.here(time.startAt) })}
          </Button>
          {instead && <p className="text-sm text-ink-soft">{t('call.oldOne', { at: words.here(instead.startAt) })}</p>}
        </div>
      ) : (
        <p className="text-ink-soft">{t('call.chosenNone')}</p>
      )}
    </section>
  )
}

/** When, by both clocks, how long, and in which language. */
export const CallFacts = ({
  call,
  words,
  large = false,
}: {
  call: Pick<BookedCall, 'startAt' | 'endAt' | 'language'>
  words: CallWords
  large?: boolean
}) => {
  const { t } = useTranslation('seller')
  const there = words.there(call.startAt)
  return (
    <div className="grid gap-0.5">
      <p>
        <time
          dateTime={call.startAt}
          className={classNames('tabular font-semibold', large ? 'text-2xl sm:text-[1.75rem] sm:leading-9' : 'text-xl')}
        >
          {words.here(call.startAt)}
        </time>
        <span className="block text-ink-soft">{words.whose(call.startAt)}</span>
      </p>
      {there && <p className="tabular">{t('call.officeTime', { there })}</p>}
      <p>{words.lasts(call)}</p>
    </div>
  )
}
