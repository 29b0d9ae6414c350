import {
  classOf,
  type DigitLanguage,
  otherClass,
  silenceClass,
  statesPerWord,
} from '#inspection/voice/digit-classes.ts'
import { rateHz, stretched, type WordClip } from './clips.ts'

/** Sound of one speaker with the class of every sample. */
export type Utterance = { samples: Float32Array; classes: Int16Array; language: DigitLanguage; speaker: string }

export type Random = () => number

/** Mulberry32: the same seed gives the same training set. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const between = (random: Random, low: number, high: number): number => low + random() * (high - low)
const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)]!
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())

/** Overlap-add with the best match nearby: another tempo at the same pitch. */
const atTempo = (samples: Float32Array, factor: number): Float32Array => {
  const size = 480
  const half = size / 2
  if (samples.length < 2 * size) return samples
  const length = Math.floor(samples.length / factor)
  const out = new Float32Array(length + 2 * size)
  let previous = -1
  for (let at = 0; at < length; at += half) {
    const wanted = Math.floor(at * factor)
    let best = Math.min(wanted, samples.length - size)
    if (previous >= 0 && previous + size + half <= samples.length) {
      let bestScore = Number.NEGATIVE_INFINITY
      for (let from = Math.max(0, wanted - 80); from <= Math.min(samples.length - size, wanted + 80); from += 2) {
        let score = 0
        for (let i = 0; i < half; i += 2) score += samples[from + i]! * samples[previous + half + i]!
        if (score > bestScore) [best, bestScore] = [from, score]
      }
    }
    if (best < 0) break
    for (let i = 0; i < size; i++)
      out[at + i]! += samples[best + i]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (size - 1)))
    previous = best
  }
  return out.slice(0, length)
}

/** A room: a direct sound and a decaying tail of echoes. */
const inRoom = (samples: Float32Array, random: Random): Float32Array => {
  const decay = between(random, 0.08, 0.5) * rateHz
  const strength = between(random, 0.02, 0.25)
  const echoes = Array.from({ length: 60 }, () => {
    const delay = Math.floor(between(random, 20, decay))
    return { delay, gain: normal(random) * Math.exp((-6.9 * delay) / decay) }
  })
  const energy = Math.sqrt(echoes.reduce((sum, { gain }) => sum + gain * gain, 0)) + 1e-9
  const out = samples.slice()
  for (const { delay, gain } of echoes) {
    const scaled = (gain * strength * 3) / energy
    for (let i = delay; i < out.length; i++) out[i]! += samples[i - delay]! * scaled
  }
  return out
}

const onePole = (samples: Float32Array, hz: number, kind: 'low' | 'high'): Float32Array => {
  const keep = Math.exp((-2 * Math.PI * hz) / rateHz)
  let state = 0
  return samples.map((value) => {
    state = keep * state + (1 - keep) * value
    return kind === 'low' ? state : value - state
  })
}

const powerOf = (samples: Float32Array): number => {
  let sum = 0
  for (const value of samples) sum += value * value
  return sum / Math.max(1, samples.length)
}

const noise = (length: number, random: Random, babble: Float32Array): Float32Array => {
  const white = Float32Array.from({ length }, () => normal(random))
  const kind = random()
  if (kind < 0.35) return onePole(white, between(random, 80, 600), 'low')
  if (kind < 0.6) return onePole(white, between(random, 1000, 4000), 'low')
  if (kind < 0.8 || babble.length === 0) return white
  return white.map((value, i) => 0.3 * value + 20 * babble[i % babble.length]!)
}

/** Turns a speaker's words into one utterance as a microphone might have taken it. */
export const utterance = (
  words: readonly WordClip[],
  strangers: readonly WordClip[],
  { language, speaker }: { language: DigitLanguage; speaker: string },
  random: Random,
  /** How far voices are pitched up and down, as a natural logarithm: it stands for people of another size. */
  pitchSpread = 0.16,
): Utterance => {
  const parts: Float32Array[] = []
  const labels: Int16Array[] = []
  const add = (samples: Float32Array, classes: Int16Array): void => {
    parts.push(samples)
    labels.push(classes)
  }
  const pause = (low: number, high: number): void => {
    const length = Math.floor(between(random, low, high) * rateHz)
    add(new Float32Array(length), new Int16Array(length).fill(silenceClass))
  }
  const pitch = Math.exp(between(random, -pitchSpread, pitchSpread))
  const tempo = random() < 0.5 ? Math.exp(between(random, -0.3, 0.35)) : 1
  const tight = random() < 0.35
  pause(0.15, 0.6)
  const count = 1 + Math.floor(random() * 3)
  for (let i = 0; i < count; i++) {
    const clip = random() < 0.15 ? pick(random, strangers) : pick(random, words)
    let samples = stretched(clip.samples, pitch * Math.exp(between(random, -0.02, 0.02)))
    const slow = clip.samples.length > 0.95 * rateHz ? 1.4 : 1
    if (tempo * slow !== 1) samples = atTempo(samples, tempo * slow)
    if (samples.length < 1200) continue
    const gain = 10 ** (between(random, -4, 4) / 20)
    const classes = new Int16Array(samples.length).fill(clip.word === null ? otherClass : silenceClass)
    if (clip.word !== null) {
      const edge = Math.min(320, samples.length >> 3)
      const inner = samples.length - 2 * edge
      for (let at = 0; at < inner; at++)
        classes[edge + at] = classOf(clip.language, clip.word, Math.floor((at * statesPerWord) / inner))
    }
    add(
      samples.map((value) => value * gain),
      classes,
    )
    if (tight) pause(0, 0.08)
    else pause(0.1, 0.7)
  }
  pause(0.15, 0.5)
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  let samples: Float32Array = new Float32Array(length)
  const classes = new Int16Array(length)
  let at = 0
  parts.forEach((part, i) => {
    samples.set(part, at)
    classes.set(labels[i]!, at)
    at += part.length
  })
  if (random() < 0.5) samples = inRoom(samples, random)
  // Telephone sets stop below 4 kHz and real microphones differ: without this the bandwidth would give the speaker away.
  if (random() < 0.4)
    for (let pass = 0; pass < 3; pass++) samples = onePole(samples, between(random, 3000, 6500), 'low')
  if (random() < 0.3) samples = onePole(samples, between(random, 80, 400), 'high')
  const speech = Math.max(1e-7, powerOf(samples))
  const heard = noise(length, random, random() < 0.3 ? pick(random, strangers).samples : new Float32Array(0))
  const scale = Math.sqrt((speech * 10 ** (-between(random, 8, 45) / 10)) / (powerOf(heard) + 1e-12))
  const level = 10 ** (between(random, -18, 8) / 20)
  samples = samples.map((value, i) => Math.max(-1, Math.min(1, (value + heard[i]! * scale) * level)))
  return { samples, classes, language, speaker }
}
