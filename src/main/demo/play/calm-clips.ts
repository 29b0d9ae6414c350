/** A clip of somebody who sits and waits. */
type Calm = { durationMs: number }

/** A camera of a busy machine that gives no picture for so long is nothing unusual; two seconds would be. */
export const unnoticedGapMs = 1200

/**
 * Hands out calm clips to fill a time, each only once while there are others: a picture that comes twice, equal to the
 * bit, is what a replay looks like. Of those that are left it takes the shortest that is long enough, and leaves a rest
 * unfilled that nobody notices.
 */
export const openCalmClips = <C extends Calm>(clips: readonly C[]): { fill(forMs: number): C[] } => {
  let unused = [...clips]
  return {
    fill(forMs) {
      const filled: C[] = []
      let leftMs = forMs
      while (leftMs > unnoticedGapMs / 2 && clips.length > 0) {
        if (unused.length === 0) unused = [...clips]
        const byLength = [...unused].sort((a, b) => a.durationMs - b.durationMs)
        const next = byLength.find((clip) => clip.durationMs >= leftMs - unnoticedGapMs / 2) ?? byLength.at(-1)!
        unused = unused.filter((clip) => clip !== next)
        filled.push(next)
        leftMs -= next.durationMs
      }
      return filled
    },
  }
}
