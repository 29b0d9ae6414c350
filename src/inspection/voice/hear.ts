import { ModelMissing, type Models } from '../models/load.ts'
import type { ModelName } from '../models/manifest.ts'
import { featureSize, only, speechFeatures } from './speech-features.ts'
import { type ActivityState, voiceActivity } from './voice-activity.ts'

/**
 * What is asked of the model thread about sound: to follow it for speech, or to say which digit each 40 ms may belong to
 * (`samples` then has its context on both sides, see `speech-features.ts`).
 */
export type SoundWish =
  | { do: 'follow'; samples: Float32Array; state: ActivityState }
  | { do: 'read-digits'; samples: Float32Array; frames: number }

export type Heard = {
  speech01: Float32Array
  state: ActivityState | null
  /** Per frame the logits of the verifier, see `digit-classes.ts`; empty unless digits were to be read. */
  logits: Float32Array
  missing: ModelName[]
}

const nothing = { speech01: new Float32Array(0), state: null, logits: new Float32Array(0) }

export const hear = async (models: Models, wish: SoundWish): Promise<Heard> => {
  try {
    if (wish.do === 'follow')
      return { ...nothing, ...(await voiceActivity(models, wish.samples, wish.state)), missing: [] }
    const features = await speechFeatures(models, wish.samples, wish.frames)
    const verifier = await models.model('digit-verifier')
    return { ...nothing, logits: only(await verifier(features, [1, wish.frames, featureSize])), missing: [] }
  } catch (cause) {
    if (cause instanceof ModelMissing) return { ...nothing, missing: [cause.model] }
    throw cause
  }
}
