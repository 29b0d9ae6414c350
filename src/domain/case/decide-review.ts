import { failureCatalogue } from '../failure-catalogue.ts'
import type { ReasonCode } from '../finding.ts'
import { accept, type Refusal, refuse } from '../refusal.ts'
import type { CaseCommand } from './commands.ts'
import type { DecideContext, Decision } from './decision.ts'
import type { CaseEventData } from './events.ts'
import { standInNotedBy, stepThatBars } from './held-call.ts'
import { type Attempt, type CaseState, findAttempt } from './state.ts'

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

/** [LC4] [SC2] A call passes with every step judged so, and not where a stand-in was noted unless a lead knows better. */
const whatBarsPass = (attempt: Attempt, { lead }: Review, by: string): { ok: false; refusal: Refusal } | null => {
  if (!attempt.call) return null
  const noted = standInNotedBy(attempt.call)
  if (noted.length > 0 && (!lead || noted.includes(by))) return refuse('stand-in-noted')
  const step = stepThatBars(attempt)
  return step && refuse('checklist-open', { step: step.id })
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
  const { outcome, reasons, note } = command
  const { opinions, why } = state.review
  const reviewed: CaseEventData = { type: 'reviewed', attemptId: attempt.id, outcome, reasons, note }
  const barred = outcome === 'pass' ? whatBarsPass(attempt, command, actor.id) : null
  if (!program.decision.fourEyes.includes(why))
    return barred ? answer(barred) : { kind: 'decision', events: [reviewed], reasons }
  const own = opinions.find((one) => one.by === actor.id)
  if (own) return answer(own.outcome === outcome ? accept([]) : refuse('second-pair-of-eyes'))
  const differ = opinions.length > 1
  if (differ && !command.lead) return answer(refuse('lead-needed'))
  const agreeing = opinions.filter((one) => one.outcome === outcome)
  // What keeps a call from passing is somebody's opinion too, so it is not held against a second one that only differs.
  const decides = differ || agreeing.length > 0
  if (barred && (decides || opinions.length === 0)) return answer(barred)
  if (!decides) return answer(accept([{ type: 'opinion-given', attemptId: attempt.id, outcome, reasons, note }]))
  const all = [...new Set([...agreeing.flatMap((one) => one.reasons), ...reasons])]
  return { kind: 'decision', events: [{ ...reviewed, reasons: all }], reasons: all }
}
