import { barOf } from '../eligibility.ts'
import { accept, type Result, refuse } from '../refusal.ts'
import { allowance } from './attempts.ts'
import { earliestStartMs, movesLeft, nextReminder } from './booked-call.ts'
import type { CaseCommand } from './commands.ts'
import { giveBack } from './consequences.ts'
import { isStillToCompare } from './decide-preparation.ts'
import type { DecideContext, Decision } from './decision.ts'
import type { CaseEventData } from './events.ts'
import type { BookedCall, CaseState } from './state.ts'
import { aroundBooking } from './waiting-list.ts'

type CallCommand = Extract<
  CaseCommand,
  { type: 'offer-calls' | 'book-call' | 'cancel-call' | 'remind-of-call' | 'miss-call' }
>
type Book = Extract<CaseCommand, { type: 'book-call' }>
type NotHeld = Extract<CaseCommand, { type: 'cancel-call' | 'miss-call' }>

/**
 * Appointments of a case. That a time is free, and nobody else's, is kept by the database alone [BK2]: when a command
 * comes here its booking is a row of the same transaction.
 */
export const decideCall = (state: CaseState, command: CallCommand, context: DecideContext): Decision => {
  if (context.program.call === null) return refuse('program-has-no-calls')
  switch (command.type) {
    case 'offer-calls':
      return accept(deadlineAtOffer(state, command.firstEndMs))
    case 'book-call':
      return book(state, command, context)
    case 'remind-of-call':
      return accept(reminder(state, context))
    case 'cancel-call':
    case 'miss-call':
      return notHeld(state, command, context)
  }
}

/** [BK5] No time is offered before the deadline: it moves to the first that is. A missed one stays missed. */
export const deadlineAtOffer = (state: CaseState, firstEndMs: number | null): CaseEventData[] => {
  const waits = state.status === 'awaiting-seller' && state.call === null && state.deadlineMissedAtMs === null
  return waits && firstEndMs !== null && firstEndMs > state.deadlineAtMs
    ? [{ type: 'deadline-moved', deadlineAtMs: firstEndMs, why: 'no-slot', spans: [] }]
    : []
}

/** [BK1] [BK4] The first appointment, or another in its place. */
const book = (state: CaseState, command: Book, context: DecideContext): Decision => {
  const { program, atMs } = context
  const { bookingId, startMs, endMs, language } = command
  if (state.call?.bookingId === bookingId) return accept([])
  const may = mayBook(state, context)
  if (!may.ok) return may
  const { lockedUntilMs } = allowance(program, state, atMs, 0)
  if (lockedUntilMs !== null && startMs < lockedUntilMs) return refuse('account-locked', { untilMs: lockedUntilMs })
  const earliestMs = earliestStartMs(program, state, atMs, language)
  if (earliestMs === null) return refuse('language-not-spoken', { language })
  // A time that is kept for the seller was soon enough when it was offered.
  const isOffered = state.waiting?.offer?.bookingId === bookingId
  if (startMs < earliestMs && !isOffered) return refuse('slot-too-soon', { earliestMs })
  const mayMove = isOffered ? accept(null) : mayBeMoved(state, context)
  if (!mayMove.ok) return mayMove
  const { before, after } = aroundBooking(state, command)
  const instead = state.call?.bookingId ?? null
  return accept([...before, { type: 'call-booked', bookingId, startMs, endMs, language, instead }, ...after])
}

/** [BK4] Whoever may not move an appointment any more may still cancel it, and book anew: there is always a way on. */
const mayBeMoved = ({ call }: CaseState, { program, atMs }: DecideContext): Result<null> => {
  const moves = call && movesLeft(program, call)
  if (!moves) return accept(null)
  if (moves.left === 0) return refuse('moves-exhausted', { most: call.moves })
  return atMs < moves.untilMs ? accept(null) : refuse('move-too-late', { untilMs: moves.untilMs })
}

/** Whether the seller may book, or wait for, a call at all just now. */
export const mayBook = (state: CaseState, { program, atMs }: DecideContext): Result<null> => {
  if (program.call === null) return refuse('program-has-no-calls')
  if (state.decidedAtMs !== null) return refuse('case-closed')
  if (state.status !== 'awaiting-seller') return refuse('invalid-state', { status: state.status })
  const bar = barOf(state.eligibility)
  if (bar) return refuse(bar.refusal, { check: bar.check })
  if (isStillToCompare(program, state)) return refuse('registration-not-compared')
  if (state.call !== null && state.call.startMs <= atMs) return refuse('call-has-begun')
  return accept(null)
}

/** [NO2] However late the clock comes, one reminder is sent for all that are due. */
const reminder = ({ call }: CaseState, { program, atMs }: DecideContext): CaseEventData[] => {
  const minutesBefore = call && nextReminder(program, call, atMs)
  return minutesBefore === null ? [] : [{ type: 'call-reminded', bookingId: call!.bookingId, minutesBefore }]
}

/**
 * [BK4] An appointment that comes to nothing. Where that is our doing, the time the seller waited for it is given back;
 * a seller may cancel until it begins. [AT6]
 */
const notHeld = (state: CaseState, command: NotHeld, { atMs }: DecideContext): Decision => {
  const { call } = state
  if (call?.bookingId !== command.bookingId) return accept([])
  // A call that was answered is over when somebody ends it, and not before.
  if (call.attemptId !== null) return command.type === 'miss-call' ? accept([]) : refuse('call-has-begun')
  const hasBegun = call.startMs <= atMs
  if (command.type === 'miss-call')
    return hasBegun
      ? accept([
          { type: 'call-missed', bookingId: call.bookingId, side: command.side },
          ...ours(state, call, command.side, atMs),
        ])
      : refuse('call-not-begun')
  if (command.by === 'seller' && hasBegun) return refuse('call-has-begun')
  return accept([
    { type: 'call-cancelled', bookingId: call.bookingId, by: command.by },
    ...ours(state, call, command.by, atMs),
  ])
}

const ours = (state: CaseState, call: BookedCall, side: 'seller' | 'us', atMs: number): CaseEventData[] =>
  side === 'us' ? giveBack(state, { fromMs: call.bookedAtMs, toMs: atMs }, 'our-turn') : []

/**
 * A case that ends, or goes to the offline lane, needs its appointment no more: the time is somebody else's again. One
 * that was answered is ended first, and booked no more.
 */
export const callFreed = ({ call }: CaseState, events: readonly CaseEventData[]): CaseEventData[] => {
  const freeing = call && events.find(({ type }) => freesCall.has(type))
  if (!freeing) return []
  const by = freeing.type === 'offline-lane-chosen' ? 'seller' : 'us'
  return [{ type: 'call-cancelled', bookingId: call.bookingId, by }]
}

const freesCall: ReadonlySet<CaseEventData['type']> = new Set([
  'case-passed',
  'case-banned',
  'case-withdrawn',
  'offline-lane-chosen',
])
