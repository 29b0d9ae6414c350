import type { QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { sellerNudgeSchema } from '#contracts/seller-api.ts'

type Nudge = z.infer<typeof sellerNudgeSchema>

/**
 * What has to be fetched again after a nudge. The home holds the case, so it is part of nearly all of them; what becomes
 * of a case may be what became of its run, and an inspection tells of itself by its recording's id: any run that is
 * shown is asked for again.
 */
export const staleAfter = (nudge: Nudge): string[][] => {
  switch (nudge.what) {
    case 'rehearsal':
      return [['rehearsal', nudge.id]]
    case 'attempt':
    case 'case':
      return [['attempt'], ['home']]
    case 'notices':
      return [['home']]
    case 'call':
      return [['call-room']]
    case 'signal':
      // For the page of the call alone, which fetches them by their order.
      return []
  }
}

const signalListeners = new Set<() => void>()

/** Tells when there are messages of other browsers of the call, until the returned function is called. */
export const hearSignals = (listener: () => void): (() => void) => {
  signalListeners.add(listener)
  return () => signalListeners.delete(listener)
}

/** Listens for the server's nudges until the returned function is called. The browser reconnects by itself. */
export const listenForNudges = (queries: QueryClient): (() => void) => {
  const source = new EventSource('/s/api/events')
  source.addEventListener('nudge', ({ data }: MessageEvent<string>) => {
    const nudge = JSON.parse(data) as Nudge
    for (const queryKey of staleAfter(nudge)) void queries.invalidateQueries({ queryKey })
    if (nudge.what === 'signal') for (const listener of signalListeners) listener()
  })
  // After a pause something may have been missed.
  source.addEventListener('open', () => {
    for (const queryKey of [['attempt'], ['home'], ['call-room']]) void queries.invalidateQueries({ queryKey })
  })
  return () => source.close()
}
