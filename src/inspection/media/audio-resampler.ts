/**
 * Lowers sound of any rate to the 16 kHz the voice checks work on: a windowed-sinc low-pass evaluated only at the
 * output instants (polyphase). Feed it blocks of one uninterrupted stretch; `flush` gives the tail and starts anew.
 */
export type AudioResampler = {
  push: (samples: Float32Array) => Float32Array<ArrayBuffer>
  flush: () => Float32Array<ArrayBuffer>
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/** Zero crossings of the sinc on each side: 60 dB down within 10 % of the cut-off. */
const halfWidth = 16

export const openResampler = (fromHz: number, toHz: number): AudioResampler => {
  if (fromHz === toHz) return { push: (samples) => Float32Array.from(samples), flush: () => new Float32Array(0) }
  const divisor = greatestCommonDivisor(fromHz, toHz)
  const phases = toHz / divisor
  const step = fromHz / divisor
  // The cut-off lies a little below the lower of the two Nyquist limits, so that the transition ends at it.
  const cutOff = 0.94 * Math.min(1, toHz / fromHz)
  const reach = Math.ceil(halfWidth / cutOff)
  const taps = 2 * reach
  const kernel = new Float32Array(phases * taps)
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - reach + 1 - phase / phases
      const x = Math.PI * distance * cutOff
      const sinc = x === 0 ? 1 : Math.sin(x) / x
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1))
      kernel[phase * taps + tap] = sinc * window
      sum += sinc * window
    }
    for (let tap = 0; tap < taps; tap++) kernel[phase * taps + tap]! /= sum
  }
  // `history` starts `reach - 1` samples before the input sample that the next output is centred on.
  let history = new Float32Array(reach - 1)
  let phase = 0
  const run = (input: Float32Array, last: boolean): Float32Array<ArrayBuffer> => {
    const joined = new Float32Array(history.length + input.length + (last ? reach : 0))
    joined.set(history)
    joined.set(input, history.length)
    const out = new Float32Array(Math.max(0, Math.ceil(((joined.length - taps + 1) * phases) / step) + 2))
    let count = 0
    let base = 0
    while (base + taps <= joined.length) {
      let sum = 0
      const row = phase * taps
      for (let tap = 0; tap < taps; tap++) sum += kernel[row + tap]! * joined[base + tap]!
      out[count++] = sum
      phase += step
      base += Math.floor(phase / phases)
      phase %= phases
    }
    // One step is always shorter than the kernel, so `base` never lies past the end.
    history = joined.slice(base)
    return out.slice(0, count)
  }
  return {
    push: (samples) => run(samples, false),
    flush: () => {
      const tail = run(new Float32Array(0), true)
      history = new Float32Array(reach - 1)
      phase = 0
      return tail
    },
  }
}
