import type { Hint } from './hint.ts'

/**
 * Keeps hints from flickering without making them late: a first hint shows at once, a mended one goes at once, and only
 * a change from one complaint to another waits for a second picture that says the same.
 */
export const steadyHint = (): ((next: Hint | null) => Hint | null) => {
  let shown: Hint | null = null
  let candidate: Hint | null = null
  return (next) => {
    const complains = (hint: Hint | null) => hint !== null && hint !== 'good'
    if (next === shown || !complains(next) || !complains(shown) || next === candidate) shown = next
    candidate = next
    return shown
  }
}

/** How long everything has been right, as a share of what a step asks for; any complaint starts it anew. */
export const holdGauge = (needMs: number): ((hint: Hint | null, nowMs: number) => number) => {
  let sinceMs: number | null = null
  return (hint, nowMs) => {
    if (hint !== 'good') sinceMs = null
    else sinceMs ??= nowMs
    return sinceMs === null ? 0 : Math.min(1, (nowMs - sinceMs) / needMs)
  }
}
