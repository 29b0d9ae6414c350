import { type Check, isUnsure } from './check.ts'

const identity = { check: 'voice.second-voice', version: '1', models: [] } as const

/** [CK7] To tell a second voice from the first takes the same model that is not here; a person listens. */
export const voiceSecondVoice: Check = () => isUnsure(identity, 'no-speaker-model')
