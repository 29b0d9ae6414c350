import type { Program } from '../program.ts'
import { accept, refuse } from '../refusal.ts'
import { allowance } from './attempts.ts'
import { earliestStartMs } from './booked-call.ts'
import type { CaseCommand } from './commands.ts'
import { deadlineAtOffer, mayBook } from './decide-call.ts'
import { type DecideContext, type Decision, minuteMs } from './decision.ts'
import type { CaseState } from './state.ts'
import { leaves, offerEnded } from './waiting-list.ts'

type WaitingListCommand = Extract<
  CaseCommand,
  { type: 'join-waiting-list' | 'leave-waiting-list' | 'offer-call' | 'end-offer' }
>

/** [BK4] The waiting list. Who is first in it, and that a time is kept for one alone, is the database's to hold. [BK2] */
export const decideWaitingList = (state: CaseState, command: WaitingListCommand, context: DecideContext): Decision => {
  const { waiting } = state
  switch (command.type) {
    case 'join-waiting-list':
      return join(state, command, context)
    case 'leave-waiting-list':
      return accept(waiting ? leaves(waiting, 'seller') : [])
    case 'offer-call':
      return offer(state, command, context)
    case 'end-offer':
      if (waiting?.offer?.bookingId !== command.bookingId) return accept([])
      if (command.why === 'declined') return accept(offerEnded(waiting, 'declined'))
      return accept(context.atMs < waiting.offer.untilMs ? [] : leaves(waiting, 'not-answered'))
  }
}

/** Whoever has an appointment waits for an earlier one. Another wish keeps the place; while a time is kept, it changes nothing. */
const join = (
  state: CaseState,
  { language, beforeMs }: Extract<CaseCommand, { type: 'join-waiting-list' }>,
  context: DecideContext,
): Decision => {
  const { program, atMs } = context
  const may = mayBook(state, context)
  if (!may.ok) return may
  if ((program.call?.booking.holdOfferMinutes ?? null) === null) return refuse('no-waiting-list')
  if (earliestStartMs(program, state, atMs, language) === null) return refuse('language-not-spoken', { language })
  const { waiting, call } = state
  const wishes = [beforeMs, call?.startMs ?? null].filter((wish) => wish !== null)
  const before = wishes.length > 0 ? Math.min(...wishes) : null
  if (waiting?.offer || (waiting?.language === language && waiting.beforeMs === before)) return accept([])
  return accept([{ type: 'waiting-list-joined', language, beforeMs: before }])
}

/** The span in which a time can be offered to a case that waits, now; null when none can. The last instant is not in it. */
export const wantedSpan = (
  program: Program,
  state: CaseState,
  atMs: number,
): { fromMs: number; toMs: number; language: string } | null => {
  const { waiting, call } = state
  const rules = program.call?.booking
  if (!rules || rules.holdOfferMinutes === null || !waiting || waiting.offer) return null
  if (state.status !== 'awaiting-seller' || state.decidedAtMs !== null) return null
  const { language, beforeMs } = waiting
  const earliestMs = earliestStartMs(program, state, atMs, language)
  if (earliestMs === null) return null
  const lockedUntilMs = allowance(program, state, atMs, 0).lockedUntilMs ?? 0
  const fromMs = Math.max(earliestMs, lockedUntilMs, atMs + rules.holdOfferMinutes * minuteMs)
  const horizonMs = atMs + rules.daysAhead * 24 * 60 * minuteMs
  const toMs = Math.min(horizonMs, beforeMs ?? horizonMs, call?.startMs ?? horizonMs)
  return fromMs < toMs ? { fromMs, toMs, language } : null
}

/** A time that is kept; its row is of the same transaction. [BK5] Where it is the first that could be had, the deadline moves to it. */
const offer = (
  state: CaseState,
  { bookingId, startMs, endMs, movesDeadline }: Extract<CaseCommand, { type: 'offer-call' }>,
  { program, atMs }: DecideContext,
): Decision => {
  const span = wantedSpan(program, state, atMs)
  const isWanted = span && startMs >= span.fromMs && startMs < span.toMs
  if (!isWanted || state.waiting?.declinedMs.includes(startMs)) return refuse('call-not-wanted')
  const untilMs = atMs + (program.call?.booking.holdOfferMinutes ?? 0) * minuteMs
  return accept([
    { type: 'call-offered', bookingId, startMs, endMs, untilMs },
    ...(movesDeadline ? deadlineAtOffer(state, endMs) : []),
  ])
}
