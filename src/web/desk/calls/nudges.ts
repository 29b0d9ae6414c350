import type { QueryClient } from '@tanstack/react-query'
import type { StaffNudgeView } from '#contracts/desk-api.ts'

/** What lists to fetch again after a nudge. Files of one run or case are not: every look at them is recorded. [EV4] */
export const listsStaleAfterNudge = [['queue'], ['cases'], ['appointments'], ['board']] as const

type Listener = (caseId: string) => void
const listeners = new Set<Listener>()

/** What is new of a call: its room (`call`), that the seller has answered, or messages for this page (`signal`). */
export type CallNudge = { what: 'call' | 'answered' | 'signal'; bookingId: string | null }
const callListeners = new Set<(nudge: CallNudge) => void>()

/** Tells when the server says that a case changed, so that an open page of it can offer to look again. */
export const onCaseChanged = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Tells of a call's nudges; after a pause of the stream of every call, since something may have been missed. */
export const onCallNudge = (listener: (nudge: CallNudge) => void): (() => void) => {
  callListeners.add(listener)
  return () => callListeners.delete(listener)
}

const tellOfCall = (nudge: CallNudge): void => {
  for (const listener of callListeners) listener(nudge)
}

/** Listens for the server's nudges until the returned function is called. The browser reconnects by itself. */
export const listenForNudges = (queries: QueryClient): (() => void) => {
  const source = new EventSource('/desk/api/events')
  const refresh = () => {
    for (const queryKey of listsStaleAfterNudge) void queries.invalidateQueries({ queryKey })
  }
  source.addEventListener('nudge', ({ data }: MessageEvent<string>) => {
    const { caseId, what, bookingId } = JSON.parse(data) as StaffNudgeView
    // A call says something every second: lists do not change by that, and no other page has to know.
    if (what !== 'case') return tellOfCall({ what, bookingId })
    refresh()
    for (const listener of listeners) listener(caseId)
  })
  // After a pause something may have been missed.
  source.addEventListener('open', () => {
    refresh()
    tellOfCall({ what: 'call', bookingId: null })
    tellOfCall({ what: 'signal', bookingId: null })
  })
  return () => source.close()
}
