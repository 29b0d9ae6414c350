import type { QueryClient } from '@tanstack/react-query'

/** What lists to fetch again after a nudge. Files of one run or case are not: every look at them is recorded. [EV4] */
export const listsStaleAfterNudge = [['queue'], ['cases'], ['appointments']] as const

type Listener = (caseId: string) => void
const listeners = new Set<Listener>()

/** Tells when the server says that a case changed, so that an open page of it can offer to look again. */
export const onCaseChanged = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Listens for the server's nudges until the returned function is called. The browser reconnects by itself. */
export const listenForNudges = (queries: QueryClient): (() => void) => {
  const source = new EventSource('/desk/api/events')
  const refresh = () => {
    for (const queryKey of listsStaleAfterNudge) void queries.invalidateQueries({ queryKey })
  }
  source.addEventListener('nudge', ({ data }: MessageEvent<string>) => {
    refresh()
    const { caseId } = JSON.parse(data) as { caseId: string }
    for (const listener of listeners) listener(caseId)
  })
  // After a pause something may have been missed.
  source.addEventListener('open', refresh)
  return () => source.close()
}
