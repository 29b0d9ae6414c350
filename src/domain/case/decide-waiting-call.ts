import { barOf } from '../eligibility.ts'
import { accept, type RefusalCode, refuse } from '../refusal.ts'
import { allowance } from './attempts.ts'
import type { CaseCommand } from './commands.ts'
import { type DecideContext, type Decision, minuteMs } from './decision.ts'
import type { CaseEventData } from './events.ts'
import { keptSteps } from './held-call.ts'
import { stillToPrepare } from './next-step.ts'
import type { BookedCall, CaseState } from './state.ts'

type WaitingCommand = Extract<CaseCommand, { type: 'enter-call' | 'ring-call' | 'answer-call' }>

/** [LC1] From the waiting room to the answer. */
export const decideWaitingCall = (state: CaseState, command: WaitingCommand, context: DecideContext): Decision => {
  const { program, atMs } = context
  const rules = program.call?.conduct
  const { call } = state
  if (!rules) return refuse('program-has-no-calls')
  if (state.decidedAtMs !== null) return refuse('case-closed')
  if (call?.bookingId !== command.bookingId) return refuse('call-not-booked')
  const opensAtMs = call.startMs - rules.enterMinutesAhead * minuteMs
  if (atMs < opensAtMs) return refuse('call-not-begun', { opensAtMs })
  switch (command.type) {
    case 'enter-call':
      return call.enteredAtMs === null
        ? accept([{ type: 'call-entered', bookingId: call.bookingId, place: command.place }])
        : accept([])
    case 'ring-call':
      return ring(call, context, rules.answerWithinSeconds * 1000)
    case 'answer-call':
      return answer(state, call, command, context)
  }
}

/** A seller who has come early may be rung early; the time to answer never ends before it would at the appointed time. */
const ring = (call: BookedCall, { actor, atMs }: DecideContext, answerWithinMs: number): Decision => {
  if (actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  if (call.attemptId !== null) return accept([])
  if (call.ringing && atMs <= call.ringing.untilMs) return accept([])
  if (atMs < call.startMs && call.enteredAtMs === null) return refuse('call-not-begun', { opensAtMs: call.startMs })
  if (atMs >= call.endMs) return refuse('ring-over')
  const untilMs = Math.max(atMs, call.startMs) + answerWithinMs
  return accept([{ type: 'call-rung', bookingId: call.bookingId, untilMs }])
}

const answer = (
  state: CaseState,
  call: BookedCall,
  command: Extract<CaseCommand, { type: 'answer-call' }>,
  { program, atMs }: DecideContext,
): Decision => {
  if (call.attemptId !== null) return call.attemptId === command.attemptId ? accept([]) : refuse('call-has-begun')
  if (!call.ringing || atMs > call.ringing.untilMs) return refuse('ring-over')
  if (state.status !== 'awaiting-seller') return refuse('invalid-state', { status: state.status })
  const bar = barOf(state.eligibility)
  if (bar) return refuse(bar.refusal, { check: bar.check })
  const left = stillToPrepare(program, state, atMs)
  if (left) return refuse(refusalOf(left, state))
  const allowed = allowance(program, state, atMs, command.identityFailuresElsewhere)
  const maxMs = (program.call?.conduct.maxMinutes ?? 0) * minuteMs
  const endsAtMs = Math.min(atMs + maxMs, call.endMs)
  const kept = keptSteps(program, state, command.due)
  const steps = program.capture.steps.filter(({ id }) => command.due.includes(id) && !kept.includes(id))
  const { attemptId, bookingId, questions } = command
  const events: CaseEventData[] = [
    {
      type: 'attempt-started',
      attemptId,
      recordingId: command.recordingId,
      no: state.attempts.length + 1,
      expiresAtMs: endsAtMs,
      manual: allowed.nextIsManual,
      steps: steps.map(({ id, kind }) => ({ id, kind })),
    },
    { type: 'call-answered', bookingId, attemptId, leader: call.ringing.by, endsAtMs, questions, kept },
  ]
  return accept(events)
}

const refusalOf = (left: NonNullable<ReturnType<typeof stillToPrepare>>, { deviceCheck }: CaseState): RefusalCode => {
  switch (left) {
    case 'check-device':
      return deviceCheck && !deviceCheck.ok ? 'device-check-failed' : 'device-check-missing'
    case 'give-consent':
      return 'consent-missing'
    case 'confirm-phone-code':
      return 'phone-not-confirmed'
  }
}
