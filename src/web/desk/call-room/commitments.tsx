import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { commitmentKinds } from '#domain/case/held-call.ts'
import { Button } from '../../kit/button.tsx'
import { Field, SelectInput, TextArea } from '../../kit/field.tsx'
import { timeOfDayText } from '../../kit/time-text.ts'
import { textsLike, useKept } from '../kept/kept.ts'
import type { Commitment, Held } from './room-api.ts'

const empty = { what: 'renew-document', note: '' }

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
  const [draft, setDraft, forget] = useKept(`call.commitment.${staffId}.${attemptId}`, empty, textsLike(empty))
  const [sent, setSent] = useState(0)
  const what = commitmentKinds.find((kind) => kind === draft.what) ?? 'other'
  const note = async () => {
    const said = draft.note.trim()
    if (!(await onCommit(what, said === '' ? null : said))) return
    forget()
    setSent(sent + 1)
  }
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
        <form
          key={sent}
          className="grid items-end gap-2 sm:grid-cols-[12rem_minmax(0,1fr)_auto]"
          onSubmit={(event) => {
            event.preventDefault()
            if (!busy) void note()
          }}
        >
          <Field label={<span className="text-sm">{t('callRoom.commitment.what')}</span>}>
            <SelectInput value={what} onChange={(event) => setDraft({ ...draft, what: event.target.value })}>
              {commitmentKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`callRoom.commitment.${kind}`)}
                </option>
              ))}
            </SelectInput>
          </Field>
          <Field label={<span className="text-sm">{t('callRoom.commitment.note')}</span>}>
            <TextArea
              rows={1}
              maxLength={2000}
              value={draft.note}
              onChange={(event) => setDraft({ ...draft, note: event.target.value })}
            />
          </Field>
          <Button type="submit" busy={busy}>
            {t('callRoom.commitment.add')}
          </Button>
        </form>
      )}
      {mayNote && <p className="text-sm text-ink-soft">{t('callRoom.commitment.body')}</p>}
    </div>
  )
}
