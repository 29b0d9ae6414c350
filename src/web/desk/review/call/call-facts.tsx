import { useTranslation } from 'react-i18next'
import type { CallRecord } from '#contracts/call-record.ts'
import { timeOfDayText } from '../../../kit/time-text.ts'
import { useStepName } from '../../call-room/use-step-name.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'

const useTime = (): ((at: string) => string) => {
  const { i18n } = useTranslation('desk')
  return (at) => timeOfDayText(at, i18n.language)
}

/** [AT7] */
export const Kept = ({ kept }: Pick<CallRecord, 'kept'>) => {
  const { t } = useTranslation('desk')
  const nameOf = useStepName()
  const words = useDeskWords()
  if (kept.length === 0) return null
  return <p className="text-sm text-ink-soft">{t('callRecord.kept', { steps: words.list(kept.map(nameOf)) })}</p>
}

/** [LC4] What was drawn to be asked, in the reader's language where the program has it. */
export const Questions = ({ questions }: Pick<CallRecord, 'questions'>) => {
  const { i18n } = useTranslation('desk')
  return (
    <ul className="grid list-disc gap-1 pl-5">
      {questions.map(({ id, text }) => (
        <li key={id}>{text[i18n.language] ?? text.en ?? Object.values(text)[0]}</li>
      ))}
    </ul>
  )
}

/** [LC2] [AT6] What stopped the call, whose it was, and whether it counted. */
export const Interruptions = ({ call }: { call: CallRecord }) => {
  const { t } = useTranslation('desk')
  const time = useTime()
  if (call.interruptions.length === 0) return <p className="text-ink-soft">{t('callRecord.noInterruption')}</p>
  return (
    <div className="grid gap-1.5">
      <ul className="grid gap-1">
        {call.interruptions.map(({ what, side, at, endedAt }) => (
          <li key={at} className="flex flex-wrap gap-x-2">
            <span className="tabular text-ink-soft">{time(at)}</span>
            <span className="font-medium">{t(`callRecord.what.${what}`)}</span>
            <span>{t(`callRecord.side.${side}`)}</span>
            <span className="tabular text-ink-soft">
              {endedAt
                ? t('callRecord.lasted', {
                    count: Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(at)) / 1000)),
                  })
                : t('callRecord.untilEnd')}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-soft">
        {call.borne === null
          ? t('callRecord.countedFree', { count: call.counted })
          : t('callRecord.counted', { count: call.counted, borne: call.borne })}
      </p>
    </div>
  )
}

/** [LC5] [LC6] */
export const People = ({ people }: Pick<CallRecord, 'people'>) => {
  const { t } = useTranslation('desk')
  const time = useTime()
  return (
    <ul className="grid gap-1">
      {people.map(({ id, role, name, from, to }, index) => (
        <li key={`${id}.${index}`} className="flex flex-wrap gap-x-2">
          <span className="font-medium wrap-anywhere">{name}</span>
          <span>{t(`callRecord.role.${role}`)}</span>
          <span className="tabular text-ink-soft">
            {to
              ? t('callRecord.span', { from: time(from), to: time(to) })
              : t('callRecord.since', { from: time(from) })}
          </span>
        </li>
      ))}
    </ul>
  )
}

export const ChatLines = ({ chat }: Pick<CallRecord, 'chat'>) => {
  const time = useTime()
  return (
    <ul className="grid gap-1">
      {chat.map(({ at, name, text }, index) => (
        <li key={index} className="wrap-anywhere">
          <span className="tabular text-sm text-ink-soft">{time(at)} </span>
          <span className="font-medium">{name}: </span>
          {text}
        </li>
      ))}
    </ul>
  )
}
