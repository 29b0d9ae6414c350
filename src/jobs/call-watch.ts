import type { App } from '#app/app.ts'
import { watchCalls } from '#app/held-call/watch-calls.ts'

/** Whoever is not heard of for ten seconds is away; so often it is looked, a minute would be too late. */
const lookEveryMs = 3_000

/** Looks after the calls that are held; `stop` waits for the look that is under way. */
export const startCallWatch = (app: App): { stop(): Promise<void> } => {
  let looking: Promise<void> | null = null
  const look = () => {
    looking ??= watchCalls(app)
      .catch((error: unknown) => app.log.error({ err: error }, 'calls could not be looked after'))
      .finally(() => {
        looking = null
      })
  }
  const timer = setInterval(look, lookEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
