import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Field, SelectInput, TextArea } from '../../kit/field.tsx'
import { timeOfDayText } from '../../kit/time-text.ts'
import { textsLike, useKept } from '../kept/kept.ts'
import type { Held, Suspicion } from './room-api.ts'

const kinds = ['coaching', 'stand-in', 'paid-agent', 'played-clip'] as const satisfies Suspicion[]
const empty = { what: 'coaching', note: '' }

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
  const [draft, setDraft, forget] = useKept(
    `call.suspicion.${staffId}.${held?.attemptId ?? ''}`,
    empty,
    textsLike(empty),
  )
  const [sent, setSent] = useState(0)
  if (!held) return <p className="text-sm text-ink-soft">{t('callRoom.suspicion.later')}</p>
  const what = kinds.find((kind) => kind === draft.what) ?? 'coaching'
  const note = async () => {
    const said = draft.note.trim()
    if (!(await onSuspect(what, said === '' ? null : said))) return
    forget()
    setSent(sent + 1)
  }
  return (
    <div className="grid gap-3">
      <form
        key={sent}
        ref={formRef}
        className="grid items-end gap-2 sm:grid-cols-[12rem_minmax(0,1fr)_auto]"
        onSubmit={(event) => {
          event.preventDefault()
          void note()
        }}
      >
        <Field label={<span className="text-sm">{t('callRoom.suspicion.what')}</span>}>
          <SelectInput value={what} onChange={(event) => setDraft({ ...draft, what: event.target.value })}>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`callRoom.suspicion.${kind}`)}
              </option>
            ))}
          </SelectInput>
        </Field>
        <Field label={<span className="text-sm">{t('callRoom.suspicion.note')}</span>}>
          <TextArea
            rows={1}
            maxLength={2000}
            value={draft.note}
            onChange={(event) => setDraft({ ...draft, note: event.target.value })}
          />
        </Field>
        <Button type="submit" busy={busy}>
          {t('callRoom.suspicion.add')}
        </Button>
      </form>
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
