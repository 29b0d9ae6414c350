import type { CaseEventData } from './events.ts'
import type { CaseState } from './state.ts'

/**
 * In the line for a time that gets free. It is empty-handed, or holds one offer: a time that is kept for it alone until
 * `untilMs`. An offer that is declined leaves the place in the line; one that nobody answers gives it up.
 */
export type Waiting = {
  language: string
  /** Only times before this instant are wanted; null wants any. */
  beforeMs: number | null
  sinceMs: number
  offer: OfferedCall | null
  /** Beginnings of times that were offered and not wanted: they are not offered again. */
  declinedMs: number[]
}
export type OfferedCall = { bookingId: string; startMs: number; endMs: number; untilMs: number }

export const offerEnded = (
  { offer }: Waiting,
  why: Extract<CaseEventData, { type: 'call-offer-ended' }>['why'],
): CaseEventData[] => (offer ? [{ type: 'call-offer-ended', bookingId: offer.bookingId, why }] : [])

/** Whoever leaves lets go of what was kept. */
export const leaves = (
  waiting: Waiting,
  why: Extract<CaseEventData, { type: 'waiting-list-left' }>['why'],
): CaseEventData[] => [
  ...offerEnded(waiting, why === 'not-answered' ? why : 'given-up'),
  { type: 'waiting-list-left', why },
]

/**
 * What a booking means for the line, before and after it: a time that was kept and is not the one that is booked is let go;
 * whoever has what they waited for leaves.
 */
export const aroundBooking = (
  { waiting }: CaseState,
  booked: { bookingId: string; startMs: number },
): { before: CaseEventData[]; after: CaseEventData[] } => {
  if (!waiting) return { before: [], after: [] }
  const isOffered = waiting.offer?.bookingId === booked.bookingId
  const isEnough = isOffered || waiting.beforeMs === null || booked.startMs < waiting.beforeMs
  return {
    before: isOffered ? [] : offerEnded(waiting, 'declined'),
    after: isEnough ? [{ type: 'waiting-list-left', why: 'booked' }] : [],
  }
}

/** A case that ends, goes to the offline lane or is held in its call waits for no time any more. */
export const waitOver = ({ waiting }: CaseState, events: readonly CaseEventData[]): CaseEventData[] =>
  waiting && events.some(({ type }) => endsWaiting.has(type)) ? leaves(waiting, 'closed') : []

const endsWaiting: ReadonlySet<CaseEventData['type']> = new Set([
  'case-passed',
  'case-banned',
  'case-withdrawn',
  'offline-lane-chosen',
  'attempt-started',
])

type WaitingListEvent = Extract<
  CaseEventData,
  { type: 'waiting-list-joined' | 'waiting-list-left' | 'call-offered' | 'call-offer-ended' }
>

/** What an event of the line changes of its case; total like all folding. */
export const evolveWaiting = (waiting: Waiting | null, data: WaitingListEvent, atMs: number): Waiting | null => {
  switch (data.type) {
    case 'waiting-list-joined': {
      const { language, beforeMs } = data
      const kept = waiting ?? { sinceMs: atMs, offer: null, declinedMs: [] }
      return { ...kept, language, beforeMs }
    }
    case 'waiting-list-left':
      return null
    case 'call-offered': {
      const { bookingId, startMs, endMs, untilMs } = data
      return waiting && { ...waiting, offer: { bookingId, startMs, endMs, untilMs } }
    }
    case 'call-offer-ended': {
      if (waiting?.offer?.bookingId !== data.bookingId) return waiting
      const declinedMs = [...waiting.declinedMs, waiting.offer.startMs]
      return { ...waiting, offer: null, declinedMs }
    }
  }
}
