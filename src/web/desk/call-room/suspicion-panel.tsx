import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { timeOfDayText } from '../../kit/time-text.ts'
import { NotingForm } from './noting-form.tsx'
import type { Held, Suspicion } from './room-api.ts'

const kinds = ['coaching', 'stand-in', 'paid-agent', 'played-clip'] as const satisfies Suspicion[]

export type SuspicionPanelProps = {
  held: Held | null
  staffId: string
  busy: boolean
  onSuspect: (what: Suspicion, note: string | null) => Promise<boolean>
  formRef: Ref<HTMLFormElement>
}

/** [SC2] What seems wrong with who is there: a signal for the record, which decides nothing by itself. */
export const SuspicionPanel = ({ held, staffId, busy, onSuspect, formRef }: SuspicionPanelProps) => {
  const { t, i18n } = useTranslation('desk')
  if (!held) return <p className="text-sm text-ink-soft">{t('callRoom.suspicion.later')}</p>
  return (
    <div className="grid gap-3">
      <NotingForm
        keptAs={`call.suspicion.${staffId}.${held.attemptId}`}
        kinds={kinds}
        words={{
          what: t('callRoom.suspicion.what'),
          note: t('callRoom.suspicion.note'),
          add: t('callRoom.suspicion.add'),
          kind: (kind) => t(`callRoom.suspicion.${kind}`),
        }}
        busy={busy}
        onNote={onSuspect}
        formRef={formRef}
      />
      <p className="text-sm text-ink-soft">{t('callRoom.suspicion.body')}</p>
      {held.suspicions.length > 0 && (
        <ul className="grid max-h-28 gap-1 overflow-y-auto text-sm">
          {held.suspicions.map((one, index) => (
            <li key={index}>
              <span className="tabular text-ink-soft">{timeOfDayText(one.at, i18n.language)} </span>
              <span className="font-medium">{t(`callRoom.suspicion.${one.what}`)}</span>
              {one.note && <span className="wrap-anywhere">: {one.note}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
