import { surest01 } from '../device-signals.ts'
import { failureCatalogue } from '../failure-catalogue.ts'
import { accept, refuse } from '../refusal.ts'
import { verdictOf } from '../verdict.ts'
import type { CaseCommand } from './commands.ts'
import { consequencesOfFailure, timeGivenBack } from './consequences.ts'
import { decideReview } from './decide-review.ts'
import { type DecideContext, type Decision, minuteMs } from './decision.ts'
import type { CaseEventData, FindingSummary, ReviewReason } from './events.ts'
import { closeAttempts, finish } from './finish.ts'
import { standInNotedBy } from './held-call.ts'
import { drawSecondLook, secondLookOf } from './second-look.ts'
import { type Attempt, type CaseState, findAttempt, isFinal } from './state.ts'

type OutcomeCommand = Extract<CaseCommand, { type: 'record-findings' | 'review' | 'decide-offline' | 'withdraw' }>

/** From findings to a decision, by rule or by a person. */
export const decideOutcome = (state: CaseState, command: OutcomeCommand, context: DecideContext): Decision => {
  switch (command.type) {
    case 'record-findings':
      return recordFindings(state, command, context)
    case 'review':
      return review(state, command, context)
    case 'decide-offline':
      return decidePapers(state, command, context)
    case 'withdraw':
      if (state.status === 'withdrawn') return accept([])
      if (isFinal(state.status) || state.status === 'passed') return refuse('case-closed')
      return accept([
        ...closeAttempts(state),
        ...finish(state, { type: 'case-withdrawn', why: command.why }, context.atMs),
      ])
  }
}

/** [EL1] Papers of the offline lane. Refused ones leave the lane open: others may be sent, or the seller comes back. */
const decidePapers = (
  state: CaseState,
  command: Extract<CaseCommand, { type: 'decide-offline' }>,
  context: DecideContext,
): Decision => {
  if (context.actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  const isOver = state.offlineWay !== null && (state.status === 'passed' || state.status === 'restored')
  if (isOver && command.outcome === 'pass') return accept([])
  if (state.status !== 'offline') return refuse('invalid-state', { status: state.status })
  if (command.outcome === 'pass') return accept(passed(state, null, 'staff', context.atMs))
  if (command.reasons.length === 0) return refuse('reason-missing')
  const unknown = command.reasons.find((reason) => !failureCatalogue[reason]?.forPapers)
  if (unknown !== undefined) return refuse('reason-unknown', { reason: unknown })
  const reasons = [...new Set(command.reasons)]
  if (state.offlineRefusal?.reasons.join() === reasons.join()) return accept([])
  return accept([{ type: 'offline-refused', reasons, note: command.note }])
}

/**
 * [DE1] [CK11] The verdict is a pure function of findings and program. A failed gate fails with its proof, a clean run
 * passes where the program lets it, all else goes to a person, and so does every run that AT4 put in the final queue.
 */
const recordFindings = (
  state: CaseState,
  command: Extract<CaseCommand, { type: 'record-findings' }>,
  context: DecideContext,
): Decision => {
  const attempt = findAttempt(state, command.attemptId)
  if (!attempt) return refuse('not-found')
  if (attempt.findingsRecorded) return accept([])
  // Findings of a run that still grows are not the findings of the run.
  if (attempt.outcome === 'running') return refuse('invalid-state', { outcome: attempt.outcome })
  const recorded: CaseEventData = {
    type: 'findings-recorded',
    attemptId: attempt.id,
    findings: command.findings,
    fields: command.fields,
    models: command.models,
    ...(command.frames ? { frames: command.frames } : {}),
  }
  if (attempt.call) return accept([recorded, ...doubted(state, attempt, command.findings, context)])
  // A run that was left, voided or closed with its case has its end already; what was found in it stays as evidence.
  if (attempt.outcome !== 'inspecting') return accept([recorded])
  const { program, atMs } = context
  const verdict = verdictOf(command.findings, program.inspection)
  const toReview = (why: ReviewReason): CaseEventData => ({
    type: 'review-requested',
    attemptId: attempt.id,
    why,
    dueAtMs: atMs + program.promises.reviewWithinMinutes * minuteMs,
  })
  if (attempt.manual) return accept([recorded, toReview('final-manual-queue')])
  if (verdict.outcome === 'failed') {
    const reasons = reasonsOf(command.findings, verdict.failedGates)
    // A failure that cannot say why is for a person to explain, never for the seller to guess. [FA3]
    if (reasons.length === 0) return accept([recorded, toReview('unsure')])
    return program.decision.automaticFail
      ? accept([recorded, ...consequencesOfFailure(state, attempt.id, reasons, 'rule', context)])
      : accept([recorded, toReview('program-asks')])
  }
  if (verdict.outcome === 'unsure') return accept([recorded, toReview('unsure')])
  // [DV4] A hint of the device never fails a run; a strong one only keeps it from passing unseen.
  if (surest01(attempt.signals) >= program.device.toPersonAt01) return accept([recorded, toReview('device-signals')])
  return program.decision.automaticPass
    ? accept([
        recorded,
        ...passed(state, attempt.id, 'rule', atMs),
        ...drawSecondLook(attempt.id, command.drawn01, context),
      ])
    : accept([recorded, toReview('program-asks')])
}

/**
 * [DE2] [DE3] A person judges a call, with the findings before them as they come. What is found when they have passed it already,
 * and speaks against it, is looked at by somebody else; it takes nothing from the seller.
 */
const doubted = (
  state: CaseState,
  attempt: Attempt,
  findings: readonly FindingSummary[],
  context: DecideContext,
): CaseEventData[] =>
  attempt.outcome === 'passed' &&
  state.secondLook === null &&
  verdictOf(findings, context.program.inspection).outcome === 'failed'
    ? [secondLookOf(attempt.id, context)]
    : []

/** [FA3] The reasons of the gates that failed, each once, in the order they were found. */
const reasonsOf = (findings: readonly FindingSummary[], failedGates: readonly string[]) => {
  const reasons = findings
    .filter((finding) => finding.outcome === 'fail' && failedGates.includes(finding.check))
    .flatMap((finding) => (finding.reason ? [finding.reason] : []))
  return [...new Set(reasons)]
}

const review = (
  state: CaseState,
  command: Extract<CaseCommand, { type: 'review' }>,
  context: DecideContext,
): Decision => {
  const reviewed = decideReview(state, command, context)
  if (reviewed.kind === 'answer') return reviewed.decision
  const { events, reasons } = reviewed
  const { attemptId } = command
  if (command.outcome === 'pass') return accept([...events, ...passed(state, attemptId, 'staff', context.atMs)])
  if (command.outcome === 'fail')
    return accept([...events, ...consequencesOfFailure(state, attemptId, reasons, 'staff', context)])
  const call = findAttempt(state, attemptId)?.call
  const why = call && standInNotedBy(call).length > 0 ? 'stand-in' : 'voided-by-staff'
  return accept([
    ...events,
    { type: 'attempt-voided', attemptId, why },
    ...timeGivenBack(state, attemptId, context.atMs),
  ])
}

const passed = (state: CaseState, attemptId: string | null, by: 'rule' | 'staff', atMs: number): CaseEventData[] =>
  finish(state, { type: 'case-passed', attemptId, by }, atMs)
