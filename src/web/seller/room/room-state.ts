import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { CallSnapshot } from '../../call/open-call.ts'
import type { PeerSnapshot } from '../../call/peer.ts'
import type { ShownChallenge } from './lead-challenges.ts'
import type { RecordingState } from './record-call.ts'

/**
 * How far this page is in the call. It is
 * - `waiting`: in front of the waiting room or in it, also while it rings; the room says which;
 * - `answering`: the seller has taken the call, and the server has not said yes yet;
 * - `held`: picture and sound go both ways, and the camera is recorded;
 * - `sending`: the call is over and the rest of the recording is on its way;
 * - `over`: nothing is left to do here;
 * - `elsewhere`: another page of the seller's has taken the call over, this one has let go of everything.
 */
export type RoomPhase = 'waiting' | 'answering' | 'held' | 'sending' | 'over' | 'elsewhere'

export type RoomSnapshot = {
  phase: RoomPhase
  /** As the server told it last; null before its first answer. */
  room: SellerCallRoom | null
  camera: { state: 'opening' | 'open' | 'failed' | 'lost'; stream: MediaStream | null; error: string | null }
  /** This page is in the waiting room: the reviewer sees that the seller is there. */
  entered: boolean
  /** [LC1] The appointment this page waited for came to nothing: its ring passed, or it was missed or cancelled otherwise. */
  lost: 'unanswered' | 'otherwise' | null
  /** Why the last answer was not taken. */
  answerProblem: unknown
  /** The others, as the core of the call sees them; null outside the call. */
  call: CallSnapshot | null
  challenge: ShownChallenge | null
  /** The time of the step's prompts ran out before the last of them. */
  challengeExpired: boolean
  recording: RecordingState | null
  /** `failed`: this browser records nothing any more; the call goes on. */
  recorder: 'idle' | 'on' | 'failed'
  /** The page is about to be counted as left. */
  warned: boolean
  /** Pictures that were taken for the reviewer. */
  taken: number
}

export const firstSnapshot: RoomSnapshot = {
  phase: 'waiting',
  room: null,
  camera: { state: 'opening', stream: null, error: null },
  entered: false,
  lost: null,
  answerProblem: null,
  call: null,
  challenge: null,
  challengeExpired: false,
  recording: null,
  recorder: 'idle',
  warned: false,
  taken: 0,
}

type Held = NonNullable<SellerCallRoom['held']>
export type OpenStep = { step: Held['steps'][number]; no: number; of: number }

/** [LC4] The step that both look at now. While the call is paused nothing is asked. */
export const openStepOf = (room: SellerCallRoom | null): OpenStep | null => {
  const held = room?.held
  if (!held || held.over || held.paused) return null
  const at = held.steps.findIndex((step) => step.state === 'open')
  const step = held.steps[at]
  return step ? { step, no: at + 1, of: held.steps.length } : null
}

/** [LC2] What is borne of interruptions: how many counted, how many may, and whether the next one ends the call. */
export const interruptionsOf = (room: SellerCallRoom | null) => {
  const held = room?.held
  if (!held || held.borne === null || held.counted === 0) return null
  return { counted: held.counted, borne: held.borne, nextEnds: held.counted >= held.borne }
}

/** What stops the call just now, as the server counts it; null while it goes on. */
export const openInterruptionOf = (room: SellerCallRoom | null): Held['interruptions'][number] | null =>
  room?.held?.interruptions.find((one) => one.endedAt === null) ?? null

/** Whoever leads the call is shown large; the others are heard, and named. */
export const reviewerOf = (call: CallSnapshot | null): PeerSnapshot | null => {
  const there = call?.peers.filter(({ role, state }) => role === 'reviewer' && state !== 'gone') ?? []
  return there.find(({ state }) => state === 'live') ?? there.at(-1) ?? null
}

/** Those besides the reviewer whose picture or voice comes. */
export const guestsOf = (call: CallSnapshot | null): PeerSnapshot[] =>
  call?.peers.filter(({ role, state }) => role === 'interpreter' && state !== 'gone') ?? []

/** How the line to the reviewer stands, for one sign and one sentence. */
export type LineState = 'connecting' | 'good' | 'weak' | 'stalled' | 'server-lost'

/** More lost than this is seen in the picture. */
const weakLossShare01 = 0.05
const weakRoundTripMs = 600

export const lineOf = (call: CallSnapshot | null): LineState => {
  const reviewer = reviewerOf(call)
  if (call?.signalling === 'lost') return reviewer?.state === 'live' ? 'good' : 'server-lost'
  if (!reviewer || reviewer.state === 'connecting') return 'connecting'
  if (reviewer.state === 'stalled') return 'stalled'
  const { lossShare01, roundTripMs, heldBackBy } = reviewer.figures ?? {}
  const isWeak =
    (lossShare01 ?? 0) > weakLossShare01 || (roundTripMs ?? 0) > weakRoundTripMs || heldBackBy === 'bandwidth'
  return isWeak ? 'weak' : 'good'
}

/** How much of the recording the server has, 0 to 1. */
export const sentShare01 = (recording: RecordingState | null): number =>
  !recording || recording.made === 0 ? 1 : Math.max(0, 1 - recording.waiting / recording.made)

/** Another page of the seller's has come in after this one. */
export const isTakenOver = (room: SellerCallRoom, epoch: number | null): boolean =>
  epoch !== null && room.participants.some((one) => one.role === 'seller' && one.epoch > epoch)
