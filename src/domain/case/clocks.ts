import type { Program } from '../program.ts'
import { standingBadge } from './badge.ts'
import { isBanProposed } from './ban-state.ts'
import { keepsDeadlineUntilMs, nextReminder } from './booked-call.ts'
import { isSellersTurn } from './decide-restriction.ts'
import { minuteMs } from './decision.ts'
import { type HeldCall, openInterruption } from './held-call.ts'
import { nextSendOf } from './restriction-state.ts'
import { mediaDue } from './retention.ts'
import { stageDueAtMs } from './stages.ts'
import { type CaseState, runningAttempt } from './state.ts'

/**
 * [DE4] Every promise and deadline that is running for a case: whose turn it is, when it is due and what happens then.
 * The engine keeps one row for each and replaces them whenever the case changes.
 */
export type Clock = {
  kind:
    | 'complete-verification'
    | 'restriction-stage'
    | 'run-expires'
    | 'lock-ends'
    | 'call-reminder'
    | 'call-over'
    | 'call-answer'
    | 'call-offer'
    | 'call-resume'
    | 'review-promise'
    | 'restore-promise'
    | 'restriction-resend'
    | 'media-retention'
    | 'ban-promise'
    | 'appeal-promise'
    | 'badge-ends'
  owner: 'seller' | 'us' | 'marketplace'
  dueAtMs: number
  /** What the engine does when it fires; `escalate` and `none` only show it. */
  onDue:
    | 'miss-deadline'
    | 'void-attempt'
    | 'remind-of-call'
    | 'miss-call'
    | 'forfeit-call'
    | 'lapse-offer'
    | 'end-call'
    | 'delete-media'
    | 'expire-badge'
    | 'send-again'
    | 'escalate'
    | 'none'
}

export const clocksOf = (program: Program, state: CaseState): Clock[] => {
  const clocks: Clock[] = []
  if (isSellersTurn(state)) {
    const notBeforeMs = keepsDeadlineUntilMs(state) ?? Number.NEGATIVE_INFINITY
    if (state.deadlineMissedAtMs === null)
      clocks.push({
        kind: 'complete-verification',
        owner: 'seller',
        dueAtMs: Math.max(state.deadlineAtMs, notBeforeMs),
        onDue: 'miss-deadline',
      })
    const stageAtMs = stageDueAtMs(state, program, state.stagesApplied)
    if (stageAtMs !== null)
      clocks.push({
        kind: 'restriction-stage',
        owner: 'seller',
        dueAtMs: Math.max(stageAtMs, notBeforeMs),
        onDue: 'miss-deadline',
      })
    if (state.lockedUntilMs !== null)
      clocks.push({ kind: 'lock-ends', owner: 'us', dueAtMs: state.lockedUntilMs, onDue: 'none' })
  }
  clocks.push(...callClocks(program, state))
  const offer = state.waiting?.offer
  if (offer) clocks.push({ kind: 'call-offer', owner: 'seller', dueAtMs: offer.untilMs, onDue: 'lapse-offer' })
  const running = runningAttempt(state)
  if (running?.call) clocks.push(...heldCallClocks(program, running.call))
  else if (running)
    clocks.push({ kind: 'run-expires', owner: 'seller', dueAtMs: running.expiresAtMs, onDue: 'void-attempt' })
  // Findings take seconds; were they never to come, somebody would have to notice.
  const inspecting = state.status === 'inspecting' ? state.attempts.at(-1) : undefined
  if (inspecting?.endedAtMs)
    clocks.push({
      kind: 'review-promise',
      owner: 'us',
      dueAtMs: inspecting.endedAtMs + program.promises.reviewWithinMinutes * minuteMs,
      onDue: 'escalate',
    })
  if (state.review)
    clocks.push({ kind: 'review-promise', owner: 'us', dueAtMs: state.review.dueAtMs, onDue: 'escalate' })
  if (state.status === 'passed' && state.decidedAtMs !== null)
    clocks.push({
      kind: 'restore-promise',
      owner: 'marketplace',
      dueAtMs: state.decidedAtMs + program.promises.restoreWithinMinutes * minuteMs,
      onDue: 'escalate',
    })
  const sends = state.restrictions.flatMap((one) => nextSendOf(one) ?? [])
  if (sends.length > 0)
    clocks.push({ kind: 'restriction-resend', owner: 'us', dueAtMs: Math.min(...sends), onDue: 'send-again' })
  clocks.push(...banClocks(program, state))
  const badgeEndsMs = standingBadge(state)?.untilMs ?? null
  if (badgeEndsMs !== null)
    clocks.push({ kind: 'badge-ends', owner: 'us', dueAtMs: badgeEndsMs, onDue: 'expire-badge' })
  const mediaAtMs = mediaDue(program, state).map(({ dueAtMs }) => dueAtMs)
  if (mediaAtMs.length > 0)
    clocks.push({ kind: 'media-retention', owner: 'us', dueAtMs: Math.min(...mediaAtMs), onDue: 'delete-media' })
  return clocks
}

/** [LC2] The end of its time, and of the patience with an interruption that goes on. */
const heldCallClocks = (program: Program, call: HeldCall): Clock[] => {
  const over: Clock = { kind: 'call-over', owner: 'us', dueAtMs: call.endsAtMs, onDue: 'end-call' }
  const interrupted = openInterruption(call)
  if (!interrupted) return [over]
  const dueAtMs = interrupted.atMs + (program.call?.conduct.resumeWithinSeconds ?? 0) * 1000
  return [{ kind: 'call-resume', owner: 'us', dueAtMs, onDue: 'end-call' }, over]
}

/** [LC1] [NO2] [BK4] The next reminder, and the end of an appointment that nobody held: then it was ours to hold. */
const callClocks = (program: Program, { call }: CaseState): Clock[] => {
  // What is being held is over by its own clock.
  if (!call || call.attemptId !== null) return []
  const minutesBefore = nextReminder(program, call)
  if (call.ringing)
    return [{ kind: 'call-answer', owner: 'seller', dueAtMs: call.ringing.untilMs, onDue: 'forfeit-call' }]
  const over: Clock = { kind: 'call-over', owner: 'us', dueAtMs: call.endMs, onDue: 'miss-call' }
  if (minutesBefore === null) return [over]
  const dueAtMs = call.startMs - minutesBefore * minuteMs
  return [{ kind: 'call-reminder', owner: 'us', dueAtMs, onDue: 'remind-of-call' }, over]
}

/** [RE5] [EV6] Another pair of eyes on a proposed ban, and the answer to an appeal. */
const banClocks = (program: Program, state: CaseState): Clock[] => {
  const { ban } = state
  if (ban && isBanProposed(state)) {
    const dueAtMs = ban.proposedAtMs + program.promises.reviewWithinMinutes * minuteMs
    return [{ kind: 'ban-promise', owner: 'us', dueAtMs, onDue: 'escalate' }]
  }
  if (ban?.appeal && ban.appeal.outcome === null)
    return [{ kind: 'appeal-promise', owner: 'us', dueAtMs: ban.appeal.dueAtMs, onDue: 'escalate' }]
  return []
}
