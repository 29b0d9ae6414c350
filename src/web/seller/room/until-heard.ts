import { retryPauseMs, type Wait } from '../../capture/wait.ts'
import { RequestFailure } from '../../kit/request.ts'

export type HeardPorts = { wait: Wait; random: () => number; signal: AbortSignal }

/**
 * Asks until the server answers. Rejects with the `RequestFailure` of a refusal, or with the signal's reason once it is
 * aborted; a lost network or a restarted server only makes it later. [CP5]
 */
export const untilHeard = async <T>({ wait, random, signal }: HeardPorts, ask: () => Promise<T>): Promise<T> => {
  for (let failures = 0; ; failures += 1) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof RequestFailure) || error.kind === 'refused') throw error
      await wait(retryPauseMs(failures, random), signal)
    }
  }
}
