import { Worker } from 'node:worker_threads'
import type { Box } from '../vision/image.ts'
import type { CameraMotion } from './rotation.ts'
import type { Grey } from './small-grey.ts'

/**
 * `shiftPx` is how far points are expected to have moved to the right; `hidden` are areas of the first picture that
 * move by themselves (a held card), in its pixels.
 */
export type TrackOrder = { id: number; from: Grey; to: Grey; shiftPx: number; hidden: readonly Box[] }
/** One for each of `fieldsOfViewDeg`; null where too few points could be followed. */
export type Motions = (CameraMotion | null)[]

export type TrackAnswer =
  | { id: number; ok: true; motions: Motions }
  /** The thread failed on this pair; operators read why, nobody else. */
  | { id: number; ok: false; detail: string }

export type PanTracker = {
  /** How the camera moved between two pictures. Rejects when the thread is gone. */
  track(from: Grey, to: Grey, guess: { shiftPx: number; hidden: readonly Box[] }): Promise<Motions>
  close(): void
}

type Waiting = { resolve: (motions: Motions) => void; reject: (cause: Error) => void }

/** Starts its thread with the first pair (half a second of one core); one serves all inspections of a process. */
export const openPanTracker = (): PanTracker => {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | null = null
  let closed = false
  let nextId = 1

  const lose = (cause: Error): void => {
    thread = null
    for (const { reject } of waiting.values()) reject(cause)
    waiting.clear()
  }
  const start = (): Worker => {
    const started = new Worker(new URL('./tracker-thread.ts', import.meta.url))
    started.on('message', (answer: TrackAnswer) => {
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      // An idle thread must not keep a command from ending.
      if (waiting.size === 0) started.unref()
      if (answer.ok) one?.resolve(answer.motions)
      else one?.reject(new Error(answer.detail))
    })
    started.on('error', lose)
    started.on('exit', () => lose(new Error('the tracking thread ended')))
    return started
  }
  return {
    track: (from, to, { shiftPx, hidden }) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('closed'))
        thread ??= start()
        thread.ref()
        const id = nextId++
        waiting.set(id, { resolve, reject })
        thread.postMessage({ id, from, to, shiftPx, hidden } satisfies TrackOrder)
      }),
    close() {
      closed = true
      void thread?.terminate()
      lose(new Error('closed'))
    },
  }
}
