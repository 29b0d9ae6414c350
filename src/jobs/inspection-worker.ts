import type { App } from '#app/app.ts'
import { recordingChannel } from '#app/nudge.ts'
import { claimInspection, followRecording } from '#app/runs/follow-recording.ts'
import { type Bell, openBell } from './bell.ts'

export type InspectionWorker = { stop(): Promise<void> }

/** A missed notification costs at most this long. */
const lookAgainMs = 2_000

/**
 * Takes inspections as they come due, as many at once as the node may. Each is held by a lease, so a run whose worker
 * died is taken over by whoever looks next.
 */
export const startInspectionWorker = async (app: App, concurrency: number): Promise<InspectionWorker> => {
  const stopping = new AbortController()
  const { signal } = stopping
  /** One bell per recording that is followed, and one per lane that waits for work. */
  const followed = new Map<string, Bell>()
  const idle = new Set<Bell>()
  const ringAll = (bells: Iterable<Bell>) => {
    for (const bell of bells) bell.ring()
  }
  const stopListening = await app.database.listen(
    recordingChannel,
    (recordingId) => {
      followed.get(recordingId)?.ring()
      ringAll(idle)
    },
    () => ringAll([...followed.values(), ...idle]),
  )

  const lane = async (): Promise<void> => {
    const work = openBell()
    idle.add(work)
    while (!signal.aborted) {
      try {
        const claim = await claimInspection(app)
        if (!claim) {
          await work.rung(lookAgainMs, signal)
          continue
        }
        const grew = openBell()
        followed.set(claim.recordingId, grew)
        try {
          await followRecording(app, claim, (withinMs) => grew.rung(withinMs, signal), signal)
        } finally {
          if (followed.get(claim.recordingId) === grew) followed.delete(claim.recordingId)
        }
      } catch (error) {
        app.log.error({ err: error }, 'an inspection failed and will be tried again')
        await work.rung(lookAgainMs, signal)
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
