import { RequestFailure } from '../kit/request.ts'
import type { AttemptStarted, RunApi } from './run-api.ts'
import { retryPauseMs, type Wait } from './wait.ts'

export type BeginPorts = {
  startAttempt: RunApi['startAttempt']
  newKey: () => string
  wait: Wait
  random: () => number
  signal: AbortSignal
}

/** A person waits for the camera meanwhile; after about fifteen seconds it is better to say that nobody answers. */
const tries = 6

/**
 * Begins an attempt, once, however often that has to be asked: the same key with every try gets the same attempt, also
 * when the page gave up and the person asks again later. Without that an answer lost on the way would leave an attempt
 * running that nobody records. Rejects with the last `RequestFailure`, or with the signal's reason. [CP5]
 */
export const openAttempts = () => {
  const keys = new Map<string, string>()
  return async (
    caseId: string,
    { startAttempt, newKey, wait, random, signal }: BeginPorts,
  ): Promise<AttemptStarted> => {
    const key = keys.get(caseId) ?? newKey()
    keys.set(caseId, key)
    for (let failures = 0; ; failures += 1) {
      try {
        const attempt = await startAttempt(caseId, key)
        keys.delete(caseId)
        return attempt
      } catch (error) {
        const isUnanswered = error instanceof RequestFailure && error.kind !== 'refused'
        if (!isUnanswered || failures + 1 >= tries) throw error
        await wait(retryPauseMs(failures, random), signal)
      }
    }
  }
}
