import type { Span, Waveform } from '#domain/finding.ts'
import { windowMs } from './voice-activity.ts'
import type { SoundWindow } from './voice-evidence.ts'

/** A picture is some hundred pixels wide; more values than that only weigh. */
const mostLevels = 240
const rangeDb = 60

/** The loudness of a span, each value the loudest of the windows it stands for. Null when there is no sound in it. */
export const waveformOf = (
  windows: readonly SoundWindow[],
  span: Span,
  marks: Waveform['marks'] = [],
): Waveform | null => {
  const within = windows.filter(({ atMs }) => atMs + windowMs > span.startMs && atMs < span.endMs)
  if (within.length === 0) return null
  const perLevel = Math.max(1, Math.ceil((span.endMs - span.startMs) / windowMs / mostLevels))
  const stepMs = perLevel * windowMs
  const levels01 = new Array<number>(Math.ceil((span.endMs - span.startMs) / stepMs)).fill(0)
  for (const { atMs, levelDb } of within) {
    const at = Math.min(levels01.length - 1, Math.max(0, Math.floor((atMs - span.startMs) / stepMs)))
    const level01 = Math.round(100 * Math.max(0, Math.min(1, 1 + levelDb / rangeDb))) / 100
    levels01[at] = Math.max(levels01[at]!, level01)
  }
  const rounded = marks.map((mark) => ({
    ...mark,
    startMs: Math.round(mark.startMs),
    endMs: Math.round(mark.endMs),
  }))
  return { startMs: Math.round(span.startMs), stepMs, levels01, marks: rounded }
}
