import { useState } from 'react'
import type { RuleVersionView } from '#contracts/desk-rules.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { useKept } from '../../kept/kept.ts'
import { parseKeptDraft } from './kept-draft.ts'

/** Which revision the text was begun from, and the text; null while nothing was typed. */
export type KeptDraft = { revision: number; rules: RuleSet } | null

const undosMost = 100
/** What is typed into one field without a pause is undone as one. */
const oneEditMs = 1_000

const nothing: KeptDraft = null

export const useDraft = (data: RuleVersionView) => {
  const [kept, setKept, forgetKept] = useKept<KeptDraft>(
    `rules.${data.program}.${data.row.version}`,
    nothing,
    parseKeptDraft,
  )
  const [past, setPast] = useState<RuleSet[]>([])
  const [editedAtMs, setEditedAtMs] = useState(0)
  const rules = kept?.rules ?? data.rules
  const revision = kept?.revision ?? data.row.revision
  const isDirty = kept !== null && JSON.stringify(kept.rules) !== JSON.stringify(data.rules)
  const forget = () => {
    forgetKept()
    setPast([])
  }
  return {
    rules,
    revision,
    isDirty,
    isOvertaken: isDirty && revision !== data.row.revision,
    canUndo: past.length > 0,
    change(next: RuleSet) {
      const nowMs = performance.now()
      if (past.length === 0 || nowMs - editedAtMs > oneEditMs) setPast([...past, rules].slice(-undosMost))
      setEditedAtMs(nowMs)
      setKept({ revision, rules: next })
    },
    undo() {
      const before = past.at(-1)
      if (!before) return
      setPast(past.slice(0, -1))
      setEditedAtMs(0)
      setKept({ revision, rules: before })
    },
    /** What was typed is kept and counts as a change of what is saved now. */
    goOnFromHere: () => setKept({ revision: data.row.revision, rules }),
    forget,
  }
}
