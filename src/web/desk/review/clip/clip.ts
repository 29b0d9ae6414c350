/**
 * A playing clip as the cockpit needs it: where it stands, and the few things one can do with it. Headless: any element
 * with the members of `Player` will do.
 */
export type Player = {
  currentTime: number
  playbackRate: number
  muted: boolean
  readonly duration: number
  readonly paused: boolean
  /** Above 0 once length and size are known; the event that says so may come before anybody listens. */
  readonly readyState: number
  play(): Promise<void>
  pause(): void
}

export type ClipView = {
  nowMs: number
  /** Null until it is known. */
  lengthMs: number | null
  isPlaying: boolean
  rate: number
  isMuted: boolean
  /** Nothing can be shown, and why. */
  problem: 'unreadable' | null
}

export type Clip = {
  attach(player: Player): () => void
  subscribe(listener: () => void): () => void
  view(): ClipView
  /** Tells that the player changed; bound to its events. */
  refresh(): void
  /** Its length is now known, or at least some of it can be shown. */
  metadataArrived(): void
  failed(): void
  seek(ms: number): void
  seekBy(ms: number): void
  toggle(): void
  changeRate(): void
  toggleSound(): void
}

export const rates = [1, 1.5, 2, 0.5] as const

const before: ClipView = { nowMs: 0, lengthMs: null, isPlaying: false, rate: 1, isMuted: false, problem: null }

/** Far behind the end of any recording: a player that does not know the end goes there and finds it. */
const beyondAnyEndS = 1e7

export const createClip = (): Clip => {
  const listeners = new Set<() => void>()
  let player: Player | null = null
  let shown: ClipView = before
  /** Recorders write no length at the front of what they stream, so it is looked for once at the end. */
  let isLookingForEnd = false
  /** Where to stand once the end was found. */
  let wantedMs: number | null = null

  const show = (next: ClipView): void => {
    shown = next
    for (const listener of listeners) listener()
  }

  const refresh = (): void => {
    if (!player) return
    const isKnown = Number.isFinite(player.duration) && player.duration > 0
    if (isLookingForEnd) {
      if (!isKnown) return
      isLookingForEnd = false
      player.currentTime = (wantedMs ?? 0) / 1000
      wantedMs = null
    }
    show({
      nowMs: Math.round(player.currentTime * 1000),
      lengthMs: isKnown ? Math.round(player.duration * 1000) : null,
      isPlaying: !player.paused,
      rate: player.playbackRate,
      isMuted: player.muted,
      problem: shown.problem,
    })
  }

  const seek = (ms: number): void => {
    const limitMs = shown.lengthMs ?? Number.POSITIVE_INFINITY
    const toMs = Math.max(0, Math.min(limitMs, ms))
    if (!player || isLookingForEnd) wantedMs = toMs
    else player.currentTime = toMs / 1000
    show({ ...shown, nowMs: toMs })
  }

  const metadataArrived = (): void => {
    if (!player) return
    if (!Number.isFinite(player.duration)) {
      isLookingForEnd = true
      player.currentTime = beyondAnyEndS
      return
    }
    if (wantedMs !== null) player.currentTime = wantedMs / 1000
    wantedMs = null
    refresh()
  }

  return {
    attach(next) {
      player = next
      if (next.readyState > 0) metadataArrived()
      return () => {
        if (player === next) player = null
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    view: () => shown,
    refresh,
    metadataArrived,
    failed: () => show({ ...shown, isPlaying: false, problem: 'unreadable' }),
    seek,
    seekBy: (ms) => seek(shown.nowMs + ms),
    toggle() {
      if (!player) return
      // A refused play (no picture yet) shows as paused; there is nothing else to tell.
      if (player.paused) player.play().catch(() => refresh())
      else player.pause()
    },
    changeRate() {
      if (!player) return
      const at = rates.indexOf(player.playbackRate as (typeof rates)[number])
      player.playbackRate = rates[(at + 1) % rates.length] ?? 1
      refresh()
    },
    toggleSound() {
      if (!player) return
      player.muted = !player.muted
      refresh()
    },
  }
}
