import { windowMs } from './voice-activity.ts'
import type { SoundWindow, SpeechSpan } from './voice-evidence.ts'

/** Digits may be short and quiet: the bar is low, since what is no digit costs only a little reading. */
const begins01 = 0.35
const goesOn01 = 0.2
const pauseMs = 480
/** What is read at once stays short, so that a talker is followed as well. */
const longestMs = 7000
const shortestMs = 60

/** Joins windows of speech to spans while they come; a span is answered once the pause behind it is long enough. */
export const openSpeechSpans = () => {
  let open: (SpeechSpan & { loudMs: number }) | null = null
  const close = (): SpeechSpan[] => {
    const done = open
    open = null
    return done && done.loudMs >= shortestMs ? [{ startMs: done.startMs, endMs: done.endMs }] : []
  }
  return {
    add({ atMs, speech01 }: SoundWindow): SpeechSpan[] {
      const endMs = atMs + windowMs
      if (open === null) {
        if (speech01 >= begins01) open = { startMs: atMs, endMs, loudMs: windowMs }
        return []
      }
      if (speech01 >= goesOn01) {
        open.endMs = endMs
        open.loudMs += windowMs
      }
      return endMs - open.endMs >= pauseMs || endMs - open.startMs >= longestMs ? close() : []
    },
    /** The sound ends or has a gap. */
    close,
  }
}
