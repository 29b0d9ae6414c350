/**
 * The recording's own time, told by a clock that runs all the time and set right by what was recorded. A recording may
 * begin well after the recorder said so: Firefox was seen to take 1.8 s over a camera that had only just been opened, and
 * every question would have stood behind its answer.
 */
export type RecordingClock = {
  /** Milliseconds since the first moment of the recording, whole; never goes back. */
  mediaMs(): number
  /** A chunk was handed over at `atMs` of the page's clock, and the recording's last stamp then was `endMs`. */
  recorded(atMs: number, endMs: number): void
}

/** Encoding and handing over take so long on any machine. */
const usuallyBehindMs = 250

export const openRecordingClock = (nowMs: () => number): RecordingClock => {
  const startedMs = nowMs()
  /** A recorder that is busy hands over late what it recorded in time, so the least is what tells of its beginning. */
  let leastBehindMs: number | null = null
  let toldMs = 0
  return {
    mediaMs() {
      const lateMs = Math.max(0, (leastBehindMs ?? 0) - usuallyBehindMs)
      toldMs = Math.max(toldMs, Math.round(nowMs() - startedMs - lateMs))
      return toldMs
    },
    recorded(atMs, endMs) {
      const behindMs = atMs - startedMs - endMs
      leastBehindMs = Math.min(leastBehindMs ?? behindMs, behindMs)
    },
  }
}
