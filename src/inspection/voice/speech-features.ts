import type { Models, RunModel } from '../models/load.ts'
import { logMel, melBands } from './log-mel.ts'

/** One frame of features stands for 40 ms: 96 values of the speech embedding, then four log-mel rows of 40. */
export const frameSamples = 640
export const frameMs = 40
const embeddingSize = 96
const melRowsPerFrame = 4
export const featureSize = embeddingSize + melRowsPerFrame * melBands

/** What must be there before and behind the frames asked for: an embedding looks at 0.78 s around its frame. */
export const contextSamples = 6400
/** Frames come in whole seconds, so that the runtime sees one shape only. */
export const framesPerTile = 25

const windowRows = 76
const windowHopRows = 4
const rowBands = 32
const tileRows = (framesPerTile - 1) * windowHopRows + windowRows
/** The mel model takes 512-sample windows every 160 samples. */
const tileSamples = (tileRows - 1) * 160 + 512
/** The first window begins here, so that its middle is the middle of the first frame. */
const firstWindowAt = contextSamples + frameSamples / 2 - (windowRows / 2) * 160 - 256
/** The first log-mel row is centred 5 ms into the frame. */
const firstMelAt = contextSamples + 80 - 200

const embedTile = async (mel: RunModel, embed: RunModel, samples: Float32Array): Promise<Float32Array> => {
  const rows = only(await mel(samples, [1, tileSamples]))
  const windows = new Float32Array(framesPerTile * windowRows * rowBands)
  // The embedding was trained on rows scaled like this (openWakeWord).
  for (let i = 0; i < rows.length; i++) rows[i] = rows[i]! / 10 + 2
  for (let frame = 0; frame < framesPerTile; frame++) {
    const from = frame * windowHopRows * rowBands
    windows.set(rows.subarray(from, from + windowRows * rowBands), frame * windowRows * rowBands)
  }
  return only(await embed(windows, [framesPerTile, windowRows, rowBands, 1]))
}

/** The one output of a model that has one. */
export const only = (outputs: Awaited<ReturnType<RunModel>>): Float32Array => {
  const [first] = Object.values(outputs)
  if (!first) throw new Error('The model answered nothing')
  return first.data
}

/**
 * @param samples 16 kHz mono, −1 … 1: the frames' own sound with `contextSamples` before and behind it.
 * @param frames a multiple of `framesPerTile`
 * @returns `frames` rows of `featureSize`
 */
export const speechFeatures = async (models: Models, samples: Float32Array, frames: number): Promise<Float32Array> => {
  const mel = await models.model('speech-mel')
  const embed = await models.model('speech-embedding')
  const features = new Float32Array(frames * featureSize)
  const rows = logMel(samples, firstMelAt, frames * melRowsPerFrame)
  const perFrame = melRowsPerFrame * melBands
  for (let frame = 0; frame < frames; frame++)
    features.set(rows.subarray(frame * perFrame, (frame + 1) * perFrame), frame * featureSize + embeddingSize)
  for (let first = 0; first < frames; first += framesPerTile) {
    const from = firstWindowAt + first * frameSamples
    // The mel model expects samples in the range of 16-bit sound.
    const tile = new Float32Array(tileSamples)
    for (let i = 0; i < tileSamples; i++) tile[i] = (samples[from + i] ?? 0) * 32_767
    const embedded = await embedTile(mel, embed, tile)
    for (let i = 0; i < framesPerTile; i++)
      features.set(embedded.subarray(i * embeddingSize, (i + 1) * embeddingSize), (first + i) * featureSize)
  }
  return features
}
