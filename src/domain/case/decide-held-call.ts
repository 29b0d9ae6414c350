import { accept, refuse } from '../refusal.ts'
import type { Attempt } from './attempt.ts'
import type { CaseCommand } from './commands.ts'
import { consequencesOfFailure, giveBack } from './consequences.ts'
import { endVoided } from './decide-attempt.ts'
import { type DecideContext, type Decision, minuteMs, withEvent } from './decision.ts'
import type { CaseEventData } from './events.ts'
import {
  type CallEnd,
  countedInterruptions,
  type HeldCall,
  hasProof,
  openInterruption,
  openStep,
  sideOf,
} from './held-call.ts'
import { type CaseState, findAttempt } from './state.ts'

type HeldCommand = Extract<
  CaseCommand,
  {
    type:
      | 'join-call'
      | 'leave-call'
      | 'hand-over-call'
      | 'pause-call'
      | 'interrupt-call'
      | 'resume-call'
      | 'lead-step'
      | 'take-snapshot'
      | 'judge-step'
      | 'note-suspicion'
      | 'note-commitment'
      | 'say-in-call'
      | 'restart-recording'
      | 'end-call'
  }
>

type Held = Attempt & { call: HeldCall }
const isHeld = (attempt: Attempt | null): attempt is Held => attempt?.call != null

/** What may still be asked of a call that is over: words about it, and what was asked for while it went on. */
const alsoAfterwards = new Set<HeldCommand['type']>([
  'judge-step',
  'note-suspicion',
  'note-commitment',
  'take-snapshot',
  'leave-call',
])

/** A call from its answer to its end. [LC2] [LC4] */
export const decideHeldCall = (state: CaseState, command: HeldCommand, context: DecideContext): Decision => {
  const attempt = findAttempt(state, command.attemptId)
  if (!isHeld(attempt)) return refuse('not-found')
  const isInReview = attempt.outcome === 'in-review' && alsoAfterwards.has(command.type)
  if (attempt.outcome !== 'running' && !isInReview)
    return isRepeatable(command) ? accept([]) : refuse('call-not-running', { outcome: attempt.outcome })
  const { attemptId } = command
  const { call } = attempt
  switch (command.type) {
    case 'join-call':
      return join(call, command, context)
    case 'leave-call':
      return accept(call.guests.some((one) => isActor(context, one.staffId)) ? [{ type: 'call-left', attemptId }] : [])
    case 'hand-over-call':
      if (!isActor(context, call.leader) && !command.lead) return refuse('leader-only')
      return accept(call.leader === command.to ? [] : [{ type: 'call-handed-over', attemptId, to: command.to }])
    case 'pause-call':
      if (!isActor(context, call.leader)) return refuse('leader-only')
      if (call.paused === command.paused) return accept([])
      return accept([{ type: command.paused ? 'call-paused' : 'call-continued', attemptId }])
    case 'interrupt-call':
      return interrupt(state, attempt, command, context)
    case 'resume-call':
      return accept(openInterruption(call) ? [{ type: 'call-resumed', attemptId }] : [])
    case 'lead-step':
      return isActor(context, call.leader) ? leadStep(attempt, command) : refuse('leader-only')
    case 'take-snapshot':
      return takeSnapshot(attempt, command)
    case 'judge-step':
      return judge(attempt, command, context)
    case 'note-suspicion':
    case 'note-commitment':
      if (context.actor.kind !== 'staff') return refuse('reviewer-not-allowed')
      // While it goes on only those who are in it have seen anything; in the review whoever looks at it has.
      if (!isInReview && !isThere(context, call)) return refuse('leader-only')
      return accept([
        command.type === 'note-suspicion'
          ? { type: 'suspicion-noted', attemptId, what: command.what, note: command.note }
          : { type: 'commitment-made', attemptId, what: command.what, note: command.note },
      ])
    case 'say-in-call':
      return accept([{ type: 'call-said', attemptId, text: command.text }])
    case 'restart-recording': {
      const { recordingId } = command
      return accept(
        attempt.recordingId === recordingId ? [] : [{ type: 'recording-restarted', attemptId, recordingId }],
      )
    }
    case 'end-call':
      if (context.actor.kind === 'staff' && !isActor(context, call.leader) && !command.lead)
        return refuse('leader-only')
      if (context.actor.kind === 'seller') return refuse('leader-only')
      if (command.why === 'done' && !command.withVerdict && context.program.call?.conduct.verdictAtEnd)
        return refuse('verdict-missing')
      return accept(callEnded(state, attempt, command.why, context))
  }
}

/** Pages tell of a stall or an end that the other side has told of already, or that the clock was quicker to see. */
const isRepeatable = ({ type }: HeldCommand): boolean =>
  type === 'end-call' || type === 'interrupt-call' || type === 'resume-call' || type === 'leave-call'

const isActor = ({ actor }: DecideContext, staffId: string): boolean => actor.kind === 'staff' && actor.id === staffId

const isThere = (context: DecideContext, { leader, guests }: HeldCall): boolean =>
  isActor(context, leader) || guests.some(({ staffId }) => isActor(context, staffId))

const join = (
  call: HeldCall,
  { attemptId, as }: Extract<CaseCommand, { type: 'join-call' }>,
  { actor }: DecideContext,
): Decision => {
  if (actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  if (call.leader === actor.id) return refuse('seat-taken')
  const seat = call.guests.find((one) => one.staffId === actor.id)
  if (seat) return seat.as === as ? accept([]) : refuse('seat-taken')
  if (call.guests.some((one) => one.as === as)) return refuse('seat-taken')
  return accept([{ type: 'call-joined', attemptId, as }])
}

/**
 * [LC2] Both sides tell of the same silence, so it is one interruption until it is over. The one after those that the program bears
 * ends the call. What the program only records is an interruption of nobody's.
 */
const interrupt = (
  state: CaseState,
  attempt: Held,
  { what }: Extract<CaseCommand, { type: 'interrupt-call' }>,
  context: DecideContext,
): Decision => {
  const { program, atMs } = context
  const side = sideOf(what)
  if (side === 'seller' && program.capture.onFocusLoss === 'record-only') return accept([])
  // A silence that turns out to be ours is ours from its beginning, and counts no more.
  const open = openInterruption(attempt.call)
  if (open && !(open.side === 'unknown' && side === 'us')) return accept([])
  const interrupted: CaseEventData = { type: 'call-interrupted', attemptId: attempt.id, what, side }
  const after = withEvent(state, interrupted, atMs)
  const held = findAttempt(after, attempt.id)
  const borne = program.call?.conduct.interruptionsBorne ?? null
  return isHeld(held) && borne !== null && countedInterruptions(held.call).length > borne
    ? accept([interrupted, ...callEnded(after, held, 'interrupted', context)])
    : accept([interrupted])
}

const leadStep = (attempt: Held, { stepId, claimedMediaMs }: Extract<CaseCommand, { type: 'lead-step' }>): Decision => {
  const open = openStep(attempt)
  if (stepId !== null && !attempt.steps.some((step) => step.id === stepId)) return refuse('not-found')
  if (open?.id === stepId) return accept([])
  const events: CaseEventData[] = []
  if (open) events.push({ type: 'step-ended', attemptId: attempt.id, stepId: open.id, claimedMediaMs })
  if (stepId !== null) events.push({ type: 'step-started', attemptId: attempt.id, stepId, claimedMediaMs })
  return accept(events)
}

const takeSnapshot = (
  attempt: Held,
  { type: _, ...taken }: Extract<CaseCommand, { type: 'take-snapshot' }>,
): Decision => {
  if (attempt.call.snapshots.some((one) => one.id === taken.snapshotId)) return accept([])
  if (!attempt.steps.some((step) => step.id === taken.stepId)) return refuse('not-found')
  return accept([{ type: 'snapshot-taken', ...taken }])
}

/** [LC4] Nothing is right of which there is no picture, and only papers that are asked for now and then can be left out. */
const judge = (
  attempt: Held,
  { stepId, judgement, note }: Extract<CaseCommand, { type: 'judge-step' }>,
  context: DecideContext,
): Decision => {
  const step = attempt.steps.find((one) => one.id === stepId)
  if (context.actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  if (attempt.outcome === 'running' && !isActor(context, attempt.call.leader)) return refuse('leader-only')
  if (!step) return refuse('not-found')
  if (judgement === 'not-needed' && step.kind !== 'document') return refuse('checklist-open', { step: step.id })
  if (judgement !== 'not-needed' && step.startedAtMs === null) return refuse('step-out-of-order', { step: step.id })
  if (judgement === 'right' && !hasProof(step, attempt.call)) return refuse('snapshot-missing', { step: step.id })
  if (step.judged === judgement && note === null) return accept([])
  return accept([{ type: 'step-judged', attemptId: attempt.id, stepId, judgement, note }])
}

/**
 * [LC2] [DE2] [AT6] What follows from the end of a call. One that was held goes to a person, who may give the verdict in the same
 * breath. One that broke off is void, unless every interruption was what the seller's own page told of itself.
 */
const callEnded = (state: CaseState, attempt: Held, why: CallEnd, context: DecideContext): CaseEventData[] => {
  const { program, atMs } = context
  const ended: CaseEventData = { type: 'call-ended', attemptId: attempt.id, why }
  const after = withEvent(state, ended, atMs)
  switch (why) {
    case 'done':
    case 'time-over': {
      const dueAtMs = atMs + program.promises.reviewWithinMinutes * minuteMs
      return [ended, { type: 'review-requested', attemptId: attempt.id, why: 'call', dueAtMs }]
    }
    case 'interrupted':
      return countedInterruptions(attempt.call).every((one) => one.side === 'seller')
        ? [ended, ...consequencesOfFailure(after, attempt.id, ['left-the-page'], 'rule', context)]
        : [ended, endVoided(attempt.id, 'call-interrupted')]
    case 'nobody-came-back': {
      if (openInterruption(attempt.call)?.side !== 'us') return [ended, endVoided(attempt.id, 'connection-lost')]
      const span = { fromMs: attempt.startedAtMs, toMs: atMs }
      return [ended, endVoided(attempt.id, 'our-outage'), ...giveBack(after, span, 'our-outage')]
    }
  }
}
