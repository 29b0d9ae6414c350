import { type Attempt, withAttempt, withCall, withStep } from './attempt.ts'
import type { Actor, CaseEventData } from './events.ts'
import type { HeldCall } from './held-call.ts'
import { lookerOf } from './looks.ts'
import { type CaseState, findAttempt } from './state.ts'

export type CallEvent = Extract<
  CaseEventData,
  {
    type:
      | 'call-entered'
      | 'call-rung'
      | 'call-answered'
      | 'call-joined'
      | 'call-left'
      | 'call-handed-over'
      | 'call-paused'
      | 'call-continued'
      | 'call-interrupted'
      | 'call-resumed'
      | 'snapshot-taken'
      | 'step-judged'
      | 'suspicion-noted'
      | 'commitment-made'
      | 'call-said'
      | 'recording-restarted'
      | 'call-ended'
  }
>

/** What an event of a call changes of its case; total like all folding. */
export const changeOfCall = (state: CaseState, data: CallEvent, actor: Actor, atMs: number): Partial<CaseState> => {
  const { call } = state
  const held = (patch: (call: HeldCall) => Partial<HeldCall>, attemptId: string) => ({
    attempts: withCall(state.attempts, attemptId, patch),
  })
  switch (data.type) {
    case 'call-entered':
      return { call: call && { ...call, enteredAtMs: call.enteredAtMs ?? atMs } }
    case 'call-rung':
      return { call: call && { ...call, ringing: { untilMs: data.untilMs, by: lookerOf(actor) } } }
    case 'call-answered': {
      const { bookingId, leader, endsAtMs, questions, kept } = data
      return {
        call: call && { ...call, ringing: null, attemptId: data.attemptId },
        attempts: withAttempt(state.attempts, data.attemptId, {
          call: { ...newCall, bookingId, leader, endsAtMs, questions, kept },
        }),
      }
    }
    case 'call-joined':
      return held(({ guests }) => ({ guests: [...guests, { staffId: lookerOf(actor), as: data.as }] }), data.attemptId)
    case 'call-left':
      return held(({ guests }) => ({ guests: guests.filter((one) => one.staffId !== lookerOf(actor)) }), data.attemptId)
    case 'call-handed-over':
      return held(
        ({ guests }) => ({ leader: data.to, guests: guests.filter((one) => one.staffId !== data.to) }),
        data.attemptId,
      )
    case 'call-paused':
    case 'call-continued':
      return held(() => ({ paused: data.type === 'call-paused' }), data.attemptId)
    case 'call-interrupted': {
      const { what, side } = data
      return held(
        ({ interruptions }) => ({
          interruptions: interruptions.some((one) => one.endedAtMs === null)
            ? interruptions.map((one) => (one.endedAtMs === null ? { ...one, what, side } : one))
            : [...interruptions, { what, side, atMs, endedAtMs: null }],
        }),
        data.attemptId,
      )
    }
    case 'call-resumed':
      return held(
        ({ interruptions }) => ({
          interruptions: interruptions.map((one) => ({ ...one, endedAtMs: one.endedAtMs ?? atMs })),
        }),
        data.attemptId,
      )
    case 'snapshot-taken':
      return held(
        ({ snapshots }) => ({ snapshots: [...snapshots, { id: data.snapshotId, stepId: data.stepId, atMs }] }),
        data.attemptId,
      )
    case 'step-judged':
      return {
        attempts: withStep(state.attempts, data.attemptId, data.stepId, () => ({ judged: data.judgement })),
      }
    case 'suspicion-noted':
      return held(
        ({ suspicions }) => ({ suspicions: [...suspicions, { what: data.what, by: lookerOf(actor) }] }),
        data.attemptId,
      )
    case 'commitment-made':
      return held(({ commitments }) => ({ commitments: [...commitments, { what: data.what, atMs }] }), data.attemptId)
    case 'recording-restarted': {
      const attempt = findAttempt(state, data.attemptId)
      if (!attempt) return {}
      const earlierRecordings = [...attempt.earlierRecordings, attempt.recordingId]
      const patch = { recordingId: data.recordingId, earlierRecordings }
      return { attempts: withAttempt(state.attempts, data.attemptId, patch) }
    }
    case 'call-ended': {
      const ended = withCall(state.attempts, data.attemptId, () => ({ over: { atMs, why: data.why } }))
      const steps = (attempt: Attempt) =>
        attempt.steps.map((step) =>
          step.startedAtMs !== null && step.endedAtMs === null ? { ...step, endedAtMs: atMs } : step,
        )
      return {
        call: null,
        attempts: ended.map((attempt) =>
          attempt.id === data.attemptId
            ? { ...attempt, steps: steps(attempt), endedAtMs: atMs, end: { how: 'completed' } }
            : attempt,
        ),
      }
    }
    case 'call-said':
      return {}
  }
}

const newCall = {
  guests: [],
  interruptions: [],
  paused: false,
  snapshots: [],
  suspicions: [],
  commitments: [],
  over: null,
  recordingEnded: false,
} satisfies Partial<HeldCall>
