import { type Check, isUnsure } from './check.ts'

const identity = { check: 'voice.second-voice', version: '1', models: [] } as const

/**
 * [CK7] Nothing here tells a second voice that speaks beside the first; a person listens. A speaker model alone does not
 * do it: in the other steps the page's own prompts are heard, which are a second voice as well.
 */
export const voiceSecondVoice: Check = ({ operatorHeard }) =>
  isUnsure(identity, operatorHeard.speaker === null ? 'no-speaker-model' : 'not-built-yet')
