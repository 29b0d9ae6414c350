/**
 * Tells whether a participant's picture and sound still come, from counters that must keep growing. The browser's own
 * `disconnected` comes about seven seconds after a cut, and a hole of three seconds raises no event at all.
 *
 * A watch is `connecting` until something has come for the first time, then `live`, and `stalled` while nothing new came
 * for longer than `stallMs`. Each way from `live` to `stalled` is one interruption. The watch belongs to a participant,
 * not to a connection: a page that was reloaded in the middle of an interruption goes on with the same one.
 */
export type StallState = 'connecting' | 'live' | 'stalled'

export type StallChange =
  | { kind: 'first' }
  | { kind: 'interrupted'; lastMediaAtMs: number }
  | { kind: 'resumed'; lastedMs: number }

export type StallWatch = {
  state(): StallState
  /** A counter as it stands at `nowMs`, null when nothing could be read. Answers with what changed by that. */
  note(count: number | null, nowMs: number): StallChange | null
  /** The other side sends nothing by agreement, and the connection to it stands. */
  alive(nowMs: number): StallChange | null
  /** A new connection counts from nought. */
  rebase(): void
  /** They left and came back: nothing of them has been seen yet. */
  restart(): void
}

export const openStallWatch = (stallMs: number): StallWatch => {
  let state: StallState = 'connecting'
  let counted = 0
  let grewAtMs: number | null = null

  const alive = (nowMs: number): StallChange | null => {
    const lastedMs = grewAtMs === null ? 0 : nowMs - grewAtMs
    const before = state
    grewAtMs = nowMs
    state = 'live'
    if (before === 'connecting') return { kind: 'first' }
    return before === 'stalled' ? { kind: 'resumed', lastedMs } : null
  }

  return {
    state: () => state,
    alive,
    rebase: () => {
      counted = 0
    },
    restart: () => {
      state = 'connecting'
      counted = 0
      grewAtMs = null
    },
    note(count, nowMs) {
      if (count !== null && count > counted) {
        counted = count
        return alive(nowMs)
      }
      if (state !== 'live' || grewAtMs === null || nowMs - grewAtMs <= stallMs) return null
      state = 'stalled'
      return { kind: 'interrupted', lastMediaAtMs: grewAtMs }
    },
  }
}
