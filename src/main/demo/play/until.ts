import { setTimeout as sleep } from 'node:timers/promises'

/** What was waited for did not come in time. */
export class NotInTime extends Error {
  override readonly name = 'NotInTime'
}

const lookEveryMs = 700
const sayEveryMs = 20_000

/**
 * Looks again and again until there is something; throws `NotInTime`, naming what was waited for. Where a page would be
 * nudged by the server, an actor simply looks.
 */
export const until = async <T>(
  what: string,
  look: () => Promise<T | null>,
  options: { withinMs: number; onStillWaiting?: (seconds: number) => void },
): Promise<T> => {
  const beganAt = performance.now()
  const endsAt = beganAt + options.withinMs
  let saidAt = beganAt
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > saidAt + sayEveryMs) {
      saidAt = performance.now()
      options.onStillWaiting?.(Math.round((saidAt - beganAt) / 1000))
    }
    if (performance.now() > endsAt)
      throw new NotInTime(`${what} did not happen within ${Math.round(options.withinMs / 1000)} s`)
    await sleep(lookEveryMs)
  }
}
