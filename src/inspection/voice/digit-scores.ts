import {
  classCount,
  classOf,
  type DigitLanguage,
  firstLogitOf,
  logitsPerFrame,
  otherClass,
  silenceClass,
  statesPerWord,
  words,
} from './digit-classes.ts'
import { frameMs } from './speech-features.ts'

/** The verifier's answer for one stretch of speech; `logits` holds, for each 40 ms, both branches of each language. */
export type SoundRead = { startMs: number; frames: number; logits: Float32Array }

/**
 * Log-likelihoods of one language's words for every 40 ms of a span: per frame three states of each word, then silence,
 * then other speech.
 */
export type DigitScores = {
  startMs: number
  frames: number
  /** Values per frame. */
  width: number
  words: readonly number[]
  values: Float64Array
}

/** One frame may not outvote all others, however sure the net is. */
const floor = -10

/** The branch on the speech embedding is right more often than the one on our own spectrum, so it counts more. */
const shares = [
  { from: 0, share: 0.7 },
  { from: classCount, share: 0.3 },
] as const

/** Log-softmax of each branch over one language's classes, weighed: what both take for likely counts. */
const readInto = (
  out: Float64Array,
  at: number,
  logits: Float32Array,
  from: number,
  classes: readonly number[],
): void => {
  out.fill(0, at, at + classes.length)
  for (const { from: branch, share } of shares) {
    let peak = Number.NEGATIVE_INFINITY
    for (const one of classes) peak = Math.max(peak, logits[from + branch + one]!)
    let sum = 0
    for (const one of classes) sum += Math.exp(logits[from + branch + one]! - peak)
    const total = peak + Math.log(sum)
    classes.forEach((one, i) => {
      out[at + i]! += share * Math.max(floor, logits[from + branch + one]! - total)
    })
  }
}

/** What was read of a span. Where nothing was read nobody spoke, so it counts as silence. */
export const digitScores = (
  reads: readonly SoundRead[],
  span: { startMs: number; endMs: number },
  language: DigitLanguage,
): DigitScores => {
  const known = words(language)
  const classes = [
    ...known.flatMap((word) => Array.from({ length: statesPerWord }, (_, state) => classOf(language, word, state))),
    silenceClass,
    otherClass,
  ]
  const width = classes.length
  const frames = Math.max(1, Math.ceil((span.endMs - span.startMs) / frameMs))
  const values = new Float64Array(frames * width).fill(floor)
  for (let frame = 0; frame < frames; frame++) values[frame * width + width - 2] = 0
  for (const read of reads) {
    const offset = Math.round((read.startMs - span.startMs) / frameMs)
    for (let frame = Math.max(0, -offset); frame < read.frames && frame + offset < frames; frame++)
      readInto(values, (frame + offset) * width, read.logits, frame * logitsPerFrame + firstLogitOf(language), classes)
  }
  return { startMs: span.startMs, frames, width, words: known, values }
}
