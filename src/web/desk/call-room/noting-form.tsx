import { type ReactNode, type Ref, useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { Field, SelectInput, TextArea } from '../../kit/field.tsx'
import { textsLike, useKept } from '../kept/kept.ts'

export type NotingFormProps<Kind extends string> = {
  /** Under which what is typed outlives a reload. */
  keptAs: string
  kinds: readonly [Kind, ...Kind[]]
  words: { what: ReactNode; note: ReactNode; add: ReactNode; kind: (kind: Kind) => ReactNode }
  busy: boolean
  /** Resolves to whether it was noted. */
  onNote: (what: Kind, note: string | null) => Promise<boolean>
  formRef?: Ref<HTMLFormElement>
}

/** One of some kinds, with words of one's own where there are any: a suspicion, a commitment. */
export const NotingForm = <Kind extends string>({
  keptAs,
  kinds,
  words,
  busy,
  onNote,
  formRef,
}: NotingFormProps<Kind>) => {
  const empty = { what: kinds[0] as string, note: '' }
  const [draft, setDraft, forget] = useKept(keptAs, empty, textsLike(empty))
  const [sent, setSent] = useState(0)
  const what = kinds.find((kind) => kind === draft.what) ?? kinds[0]
  const note = async () => {
    const said = draft.note.trim()
    if (!(await onNote(what, said === '' ? null : said))) return
    forget()
    setSent(sent + 1)
  }
  return (
    <form
      key={sent}
      ref={formRef}
      className="grid items-end gap-2 sm:grid-cols-[12rem_minmax(0,1fr)_auto]"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void note()
      }}
    >
      <Field label={<span className="text-sm">{words.what}</span>}>
        <SelectInput value={what} onChange={(event) => setDraft({ ...draft, what: event.target.value })}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {words.kind(kind)}
            </option>
          ))}
        </SelectInput>
      </Field>
      <Field label={<span className="text-sm">{words.note}</span>}>
        <TextArea
          rows={1}
          maxLength={2000}
          value={draft.note}
          onChange={(event) => setDraft({ ...draft, note: event.target.value })}
        />
      </Field>
      <Button type="submit" busy={busy}>
        {words.add}
      </Button>
    </form>
  )
}
