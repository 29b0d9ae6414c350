import { Tensor } from 'onnxruntime-node'
import type { Models } from '../models/load.ts'

/** Silero's window: 32 ms. */
export const windowSamples = 512
export const windowMs = 32
const stateSize = 2 * 64

/** What the model remembers from one block to the next; null at the beginning of a stretch of sound. */
export type ActivityState = { h: Float32Array; c: Float32Array }

export const freshState = (): ActivityState => ({ h: new Float32Array(stateSize), c: new Float32Array(stateSize) })

/**
 * @param samples 16 kHz mono, −1 … 1, a whole number of windows
 * @returns how likely each window holds speech, and what to hand in with the next block
 */
export const voiceActivity = async (
  models: Models,
  samples: Float32Array,
  before: ActivityState,
): Promise<{ speech01: Float32Array; state: ActivityState }> => {
  const run = await models.model('voice-activity')
  const speech01 = new Float32Array(Math.floor(samples.length / windowSamples))
  const sr = new Tensor('int64', BigInt64Array.of(16_000n), [])
  let { h, c } = before
  for (let window = 0; window < speech01.length; window++) {
    const input = samples.slice(window * windowSamples, (window + 1) * windowSamples)
    const outputs = await run(input, [1, windowSamples], {
      sr,
      h: new Tensor('float32', h, [2, 1, 64]),
      c: new Tensor('float32', c, [2, 1, 64]),
    })
    speech01[window] = outputs.output!.data[0]!
    h = outputs.hn!.data
    c = outputs.cn!.data
  }
  return { speech01, state: { h, c } }
}
