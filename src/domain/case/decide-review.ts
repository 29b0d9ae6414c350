import { failureCatalogue } from '../failure-catalogue.ts'
import type { ReasonCode } from '../finding.ts'
import { accept, type Refusal, refuse } from '../refusal.ts'
import type { CaseCommand } from './commands.ts'
import type { DecideContext, Decision } from './decision.ts'
import type { CaseEventData } from './events.ts'
import { stepThatBars } from './held-call.ts'
import { type CaseState, findAttempt } from './state.ts'

type Review = Extract<CaseCommand, { type: 'review' }>

/** What a review amounts to: nothing new, an opinion that waits for another, or the decision with all its reasons. */
export type Reviewed =
  | { kind: 'decision'; events: CaseEventData[]; reasons: ReasonCode[] }
  | { kind: 'answer'; decision: Decision }

const answer = (decision: Decision): Reviewed => ({ kind: 'answer', decision })

/** The first reason that a reviewer of a run may not give. */
export const reasonRefusal = (
  outcome: 'pass' | 'fail' | 'void',
  reasons: readonly ReasonCode[],
): { ok: false; refusal: Refusal } | null => {
  if (outcome === 'fail' && reasons.length === 0) return refuse('reason-missing')
  const unknown = reasons.find((reason) => !failureCatalogue[reason]?.forReviewers)
  return unknown === undefined ? null : refuse('reason-unknown', { reason: unknown })
}

/**
 * A person's review of a run. Where the program asks for four eyes [DE3] the first opinion decides nothing and a second
 * person, who is not shown it, gives theirs: the same outcome decides, another one leaves the decision to a lead.
 */
export const decideReview = (state: CaseState, command: Review, { program, actor }: DecideContext): Reviewed => {
  // Whatever the doors let through: only a person overrules a gate.
  if (actor.kind !== 'staff') return answer(refuse('reviewer-not-allowed'))
  const attempt = findAttempt(state, command.attemptId)
  if (!attempt) return answer(refuse('not-found'))
  // The same person's answer sent twice. Somebody else's comes too late and is told so.
  if (attempt.reviewed?.by === actor.id && attempt.reviewed.outcome === command.outcome) return answer(accept([]))
  if (state.status !== 'in-review' || state.review?.attemptId !== attempt.id) return answer(refuse('not-in-review'))
  const wrong = reasonRefusal(command.outcome, command.reasons)
  if (wrong) return answer(wrong)
  const barring = attempt.call && command.outcome === 'pass' ? stepThatBars(attempt) : null
  if (barring) return answer(refuse('checklist-open', { step: barring.id }))
  const { outcome, reasons, note } = command
  const { opinions, why } = state.review
  const reviewed: CaseEventData = { type: 'reviewed', attemptId: attempt.id, outcome, reasons, note }
  if (!program.decision.fourEyes.includes(why)) return { kind: 'decision', events: [reviewed], reasons }
  const own = opinions.find((one) => one.by === actor.id)
  if (own) return answer(own.outcome === outcome ? accept([]) : refuse('second-pair-of-eyes'))
  const differ = opinions.length > 1
  if (differ && !command.lead) return answer(refuse('lead-needed'))
  const agreeing = opinions.filter((one) => one.outcome === outcome)
  if (!differ && agreeing.length === 0)
    return answer(accept([{ type: 'opinion-given', attemptId: attempt.id, outcome, reasons, note }]))
  const all = [...new Set([...agreeing.flatMap((one) => one.reasons), ...reasons])]
  return { kind: 'decision', events: [{ ...reviewed, reasons: all }], reasons: all }
}
