/** A wake-up for one who is often busy: it is kept until they listen, or it would be lost while they look. */
export type Bell = {
  ring(): void
  /** Resolves when the bell was rung since it was last heard, at the latest after `withinMs` or when `signal` aborts. */
  rung(withinMs: number, signal: AbortSignal): Promise<void>
}

export const openBell = (): Bell => {
  let unheard = false
  let wake: (() => void) | null = null
  return {
    ring() {
      unheard = true
      wake?.()
    },
    async rung(withinMs, signal) {
      if (!unheard && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer)
            signal.removeEventListener('abort', done)
            resolve()
          }
          const timer = setTimeout(done, withinMs)
          wake = done
          signal.addEventListener('abort', done)
        })
        wake = null
      }
      unheard = false
    },
  }
}
