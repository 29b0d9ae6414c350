import { useTranslation } from 'react-i18next'
import { commitmentKinds } from '#domain/case/held-call.ts'
import { timeOfDayText } from '../../kit/time-text.ts'
import { NotingForm } from './noting-form.tsx'
import type { Commitment, Held } from './room-api.ts'

export type CommitmentsProps = {
  attemptId: string
  staffId: string
  commitments: Held['commitments']
  mayNote: boolean
  busy: boolean
  /** Resolves to whether it was noted. */
  onCommit: (what: Commitment, note: string | null) => Promise<boolean>
}

/** [RE4] What the seller promised in the call: its kind is the marketplace's to read, the words are the case's own. */
export const Commitments = ({ attemptId, staffId, commitments, mayNote, busy, onCommit }: CommitmentsProps) => {
  const { t, i18n } = useTranslation('desk')
  return (
    <div className="grid gap-2">
      {commitments.length > 0 && (
        <ul className="grid gap-1">
          {commitments.map((one, index) => (
            <li key={index} className="wrap-anywhere">
              <span className="tabular text-sm text-ink-soft">{timeOfDayText(one.at, i18n.language)} </span>
              <span className="font-medium">{t(`callRoom.commitment.${one.what}`)}</span>
              {one.note && <>: {one.note}</>}
            </li>
          ))}
        </ul>
      )}
      {mayNote && (
        <NotingForm
          keptAs={`call.commitment.${staffId}.${attemptId}`}
          kinds={commitmentKinds}
          words={{
            what: t('callRoom.commitment.what'),
            note: t('callRoom.commitment.note'),
            add: t('callRoom.commitment.add'),
            kind: (kind) => t(`callRoom.commitment.${kind}`),
          }}
          busy={busy}
          onNote={onCommit}
        />
      )}
      {mayNote && <p className="text-sm text-ink-soft">{t('callRoom.commitment.body')}</p>}
    </div>
  )
}
