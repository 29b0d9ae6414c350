/**
 * The recording's own time, told by a clock that runs all the time and set right by what was recorded. A recorder is always
 * a little behind with what it hands over, and may be a good deal behind for a moment; only what it has not caught up with
 * over several chunks is time that the recording does not have.
 */
export type RecordingClock = {
  /** Milliseconds since the first moment of the recording, whole; never goes back. */
  mediaMs(): number
  /** A chunk was handed over at `atMs` of the page's clock, and the recording's last stamp then was `endMs`. */
  recorded(atMs: number, endMs: number): void
}

/** Encoding and handing over take so long on any machine. */
const usuallyBehindMs = 250
/** Chunks, four seconds of them, in which a recorder that is merely busy catches up now and then: VP8 was seen 1.1 s behind for a while. */
const lookedAt = 8

export const openRecordingClock = (nowMs: () => number): RecordingClock => {
  const startedMs = nowMs()
  const behind: number[] = []
  let toldMs = 0
  return {
    mediaMs() {
      const behindMs = behind.length < lookedAt ? 0 : Math.max(0, Math.min(...behind) - usuallyBehindMs)
      toldMs = Math.max(toldMs, Math.round(nowMs() - startedMs - behindMs))
      return toldMs
    },
    recorded(atMs, endMs) {
      behind.push(atMs - startedMs - endMs)
      if (behind.length > lookedAt) behind.shift()
    },
  }
}
