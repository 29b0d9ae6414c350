import type { App } from '#app/app.ts'
import { claimInspection, followRecording } from '#app/follow-recording.ts'
import { recordingChannel } from '#app/nudge.ts'

export type InspectionWorker = { stop(): Promise<void> }

/** A missed notification costs at most this long. */
const lookAgainMs = 2_000

/**
 * Takes inspections as they come due, as many at once as the node may. Each is held by a lease, so a run whose worker
 * died is taken over by whoever looks next.
 */
export const startInspectionWorker = async (app: App, concurrency: number): Promise<InspectionWorker> => {
  const stopping = new AbortController()
  const waiting = new Map<string, Set<() => void>>()
  const anyGrew = new Set<() => void>()
  const wake = (recordingId: string) => {
    for (const resolve of waiting.get(recordingId) ?? []) resolve()
    for (const resolve of anyGrew) resolve()
  }
  const stopListening = await app.database.listen(recordingChannel, wake, () => {
    for (const recordingId of waiting.keys()) wake(recordingId)
  })

  const until = (set: Set<() => void>, withinMs: number): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        set.delete(done)
        stopping.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, withinMs)
      set.add(done)
      stopping.signal.addEventListener('abort', done)
    })

  const grew = async (recordingId: string, withinMs: number): Promise<void> => {
    const set = waiting.get(recordingId) ?? new Set()
    waiting.set(recordingId, set)
    await until(set, withinMs)
    if (set.size === 0) waiting.delete(recordingId)
  }

  const lane = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const claim = await claimInspection(app)
        if (claim) await followRecording(app, claim, grew, stopping.signal)
        else await until(anyGrew, lookAgainMs)
      } catch (error) {
        app.log.error({ err: error }, 'an inspection failed and will be tried again')
        await until(anyGrew, lookAgainMs)
      }
    }
  }
  const lanes = Array.from({ length: concurrency }, lane)
  return {
    async stop() {
      stopping.abort()
      await Promise.all(lanes)
      await stopListening()
    },
  }
}
