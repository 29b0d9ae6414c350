import { openOutbox } from '../../capture/indexed-outbox.ts'
import type { Outbox } from '../../capture/outbox.ts'
import { resumeRecordings } from '../../capture/resume.ts'
import { putChunk, runApi } from '../../capture/run-api.ts'
import { wait } from '../../capture/wait.ts'

let outboxOfPage: Promise<Outbox> | null = null
let resuming: Promise<void> | null = null

/** One outbox for the whole page. */
export const pageOutbox = (): Promise<Outbox> => {
  outboxOfPage ??= openOutbox()
  return outboxOfPage
}

/** The lock that a page holds for as long as it records; another window can tell by it that the run is alive. */
export const recordingLock = (recordingId: string): string => `countersign-recording-${recordingId}`

/** Brings to an end what an earlier page left behind; once for each page. */
export const resumeLeftBehind = (): Promise<void> => {
  resuming ??= pageOutbox().then((outbox) =>
    resumeRecordings({
      outbox,
      api: runApi,
      put: putChunk,
      wait,
      random: Math.random,
      nowMs: Date.now,
      claim: async (recordingId, work) => {
        await navigator.locks.request(recordingLock(recordingId), { ifAvailable: true }, async (lock) => {
          if (lock) await work()
        })
      },
    }),
  )
  return resuming
}

const tabKey = 'countersign.run'

/** Notes in this tab that a run is going on, so that a reload of it knows where it stood. */
export const noteRunOfTab = (attemptId: string | null): void => {
  try {
    if (attemptId === null) sessionStorage.removeItem(tabKey)
    else sessionStorage.setItem(tabKey, attemptId)
  } catch {
    return
  }
}

/** The run that was going on when this tab was reloaded; null when there was none. */
export const interruptedRunOfTab = (): string | null => {
  try {
    return sessionStorage.getItem(tabKey)
  } catch {
    return null
  }
}
