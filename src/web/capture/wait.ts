/** Waits so long, or rejects with the signal's reason as soon as it is aborted. Tests pass a clock of their own. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>

export const wait: Wait = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })

const firstPauseMs = 250
const longestPauseMs = 4000

/** Pauses between tries: doubled each time up to four seconds, spread by chance so that many browsers do not come back at once. */
export const retryPauseMs = (failuresBefore: number, random: () => number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failuresBefore, 10)) * (0.5 + random())
