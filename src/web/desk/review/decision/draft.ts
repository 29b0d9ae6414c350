import { useCallback, useMemo } from 'react'
import { textsLike, useKept } from '../../kept/kept.ts'
import { type ConfirmForm, emptyConfirmForm, filledIn } from './confirm-form.ts'

export type Outcome = 'pass' | 'fail' | 'void'

/** A decision that is being made: the outcome chosen but not confirmed, the reasons, the note. */
export type Draft = { outcome: Outcome | null; reasons: string[]; note: string; confirmed: ConfirmForm }

export const emptyDraft: Draft = { outcome: null, reasons: [], note: '', confirmed: emptyConfirmForm }
export const mostReasons = 10
export const longestNote = 4000

const isOutcome = (value: unknown): value is Outcome => value === 'pass' || value === 'fail' || value === 'void'

const parseConfirmed = textsLike(emptyConfirmForm)

/** What was kept, made to fit what may be given now; null when it cannot be understood. */
export const parseDraft =
  (allowed: readonly string[]) =>
  (kept: unknown): Draft | null => {
    if (typeof kept !== 'object' || kept === null) return null
    const { outcome, reasons, note, confirmed } = kept as Record<string, unknown>
    return {
      outcome: isOutcome(outcome) ? outcome : null,
      reasons: Array.isArray(reasons) ? allowed.filter((reason) => reasons.includes(reason)).slice(0, mostReasons) : [],
      note: typeof note === 'string' ? note.slice(0, longestNote) : '',
      confirmed: parseConfirmed(confirmed) ?? emptyConfirmForm,
    }
  }

/** What still keeps a draft from being sent, or null when it can be. */
export const obstacleOf = (draft: Draft): 'no-outcome' | 'no-reason' | null => {
  if (draft.outcome === null) return 'no-outcome'
  // [FA3] Never failed without a reason.
  return draft.outcome === 'fail' && draft.reasons.length === 0 ? 'no-reason' : null
}

/** The body of the request. Reasons go only with a failure: those picked before another outcome was chosen do not. */
export const decisionOf = (attemptId: string, draft: Draft) => {
  if (draft.outcome === null) throw new Error('a decision without an outcome was about to be sent')
  const confirmed = filledIn(draft.confirmed)
  return {
    attemptId,
    outcome: draft.outcome,
    reasons: draft.outcome === 'fail' ? draft.reasons : [],
    note: draft.note.trim() === '' ? null : draft.note.trim(),
    confirmed: draft.outcome === 'pass' && Object.keys(confirmed).length > 0 ? confirmed : null,
  }
}

/** The draft of one person for one run; survives a reload and the end of a session, ends with the decision. */
export const useDraft = (staffId: string, attemptId: string, allowed: readonly string[]) => {
  const parse = useMemo(() => parseDraft(allowed), [allowed])
  const [draft, setDraft, forget] = useKept(`draft.${staffId}.${attemptId}`, emptyDraft, parse)
  const change = useCallback((part: Partial<Draft>) => setDraft({ ...draft, ...part }), [draft, setDraft])
  return { draft, change, forget }
}
