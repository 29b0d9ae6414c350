/**
 * Log-mel spectrum, 40 bands from 60 Hz to 7.6 kHz: 25 ms windows every 10 ms, pre-emphasis 0.97, Hann. The digit
 * verifier was trained on exactly this arithmetic (`training/digit-verifier`), so a change here needs new weights.
 */
export const melBands = 40
export const melHopSamples = 160
const windowSamples = 400
const fftSize = 512
const sampleRateHz = 16_000

const hann = Float64Array.from(
  { length: windowSamples },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (windowSamples - 1)),
)

const melOf = (hz: number): number => 1127 * Math.log(1 + hz / 700)
const hzOf = (mel: number): number => 700 * (Math.exp(mel / 1127) - 1)

/** Triangular filters as pairs of bin and weight; most of a row would be zero. */
const filters: readonly (readonly [bin: number, weight: number][])[] = (() => {
  const from = melOf(60)
  const to = melOf(7600)
  const corner = (i: number): number => hzOf(from + ((to - from) * i) / (melBands + 1))
  return Array.from({ length: melBands }, (_, band) => {
    const [low, mid, high] = [corner(band), corner(band + 1), corner(band + 2)]
    const row: [number, number][] = []
    for (let bin = 0; bin <= fftSize / 2; bin++) {
      const hz = (bin * sampleRateHz) / fftSize
      const weight = Math.min((hz - low) / (mid - low), (high - hz) / (high - mid))
      if (weight > 0) row.push([bin, weight])
    }
    return row
  })
})()

const cosines = Float64Array.from({ length: fftSize / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / fftSize))
const sines = Float64Array.from({ length: fftSize / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / fftSize))
const reversed = Uint16Array.from({ length: fftSize }, (_, i) => {
  let value = 0
  for (let bit = 1, rest = i; bit < fftSize; bit <<= 1, rest >>= 1) value = (value << 1) | (rest & 1)
  return value
})

/** In place, radix 2. */
const transform = (re: Float64Array, im: Float64Array): void => {
  for (let i = 0; i < fftSize; i++) {
    const j = reversed[i]!
    if (j <= i) continue
    const swap = re[i]!
    re[i] = re[j]!
    re[j] = swap
  }
  for (let size = 2; size <= fftSize; size <<= 1) {
    const half = size >> 1
    const stride = fftSize / size
    for (let start = 0; start < fftSize; start += size)
      for (let k = 0; k < half; k++) {
        const [c, s, a, b] = [cosines[k * stride]!, sines[k * stride]!, start + k, start + k + half]
        const turnedRe = re[b]! * c - im[b]! * s
        const turnedIm = re[b]! * s + im[b]! * c
        re[b] = re[a]! - turnedRe
        im[b] = im[a]! - turnedIm
        re[a]! += turnedRe
        im[a]! += turnedIm
      }
  }
}

/** Frames this far below the loudest are background; their spectrum says nothing of the microphone's colour. */
const loudWithinNats = 4.6

/**
 * @param samples 16 kHz mono, −1 … 1. Frame `i` begins at sample `fromSample + 160 i`; samples outside count as silence.
 * @returns `frames` rows of 40 values, natural logarithm, less the mean of the loud frames in each band, so that a
 * microphone's colour and the level do not count.
 */
export const logMel = (samples: Float32Array, fromSample: number, frames: number): Float32Array => {
  const out = new Float32Array(frames * melBands)
  const loudness = new Float64Array(frames)
  const re = new Float64Array(fftSize)
  const im = new Float64Array(fftSize)
  for (let frame = 0; frame < frames; frame++) {
    re.fill(0)
    im.fill(0)
    const begin = fromSample + frame * melHopSamples
    for (let i = 0; i < windowSamples; i++)
      re[i] = ((samples[begin + i] ?? 0) - 0.97 * (samples[begin + i - 1] ?? 0)) * hann[i]!
    transform(re, im)
    for (let band = 0; band < melBands; band++) {
      let power = 0
      for (const [bin, weight] of filters[band]!) power += weight * (re[bin]! * re[bin]! + im[bin]! * im[bin]!)
      const value = Math.log(power + 1e-7)
      out[frame * melBands + band] = value
      loudness[frame]! += value / melBands
    }
  }
  let loudest = Number.NEGATIVE_INFINITY
  for (const value of loudness) loudest = Math.max(loudest, value)
  const mean = new Float64Array(melBands)
  let counted = 0
  for (let frame = 0; frame < frames; frame++) {
    if (loudness[frame]! < loudest - loudWithinNats) continue
    counted++
    for (let band = 0; band < melBands; band++) mean[band]! += out[frame * melBands + band]!
  }
  for (let frame = 0; frame < frames; frame++)
    for (let band = 0; band < melBands; band++) out[frame * melBands + band]! -= mean[band]! / Math.max(1, counted)
  return out
}
