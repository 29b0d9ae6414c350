import { limitsOf } from '#domain/inspection-settings.ts'
import { windowMs } from '../voice/voice-activity.ts'
import { waveformOf } from '../voice/waveform.ts'
import { type Check, fails, isUnsure, median, obstacle, passes } from './check.ts'

const identity = { check: 'environment.quiet', version: '1', models: ['voice-activity'] } as const

const speaks01 = 0.6
const silent01 = 0.15
/** Less speech than this says nothing about its level. */
const minSpeechMs = 500

/**
 * [EN1] How far the voice stands out from what is heard beside it, in dB: the middle level of clear speech over that of
 * the time in which nobody speaks. Without speech there is nothing to compare with.
 */
export const environmentQuiet: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const { windows } = evidence.voice
  const first = windows[0]
  const last = windows.at(-1)
  if (!first || !last) return isUnsure(identity, 'no-evidence', { limit: limits.passSnrDb, unit: 'dB' })
  const span = { startMs: Math.round(first.atMs), endMs: Math.round(last.atMs + windowMs) }
  const answer = { limit: limits.passSnrDb, unit: 'dB', span }
  const speech = windows.filter(({ speech01 }) => speech01 >= speaks01).map(({ levelDb }) => levelDb)
  const beside = windows.filter(({ speech01 }) => speech01 < silent01).map(({ levelDb }) => levelDb)
  if (speech.length * windowMs < minSpeechMs || beside.length === 0) return isUnsure(identity, 'no-evidence', answer)
  const voiceDb = median(speech)
  const measured = { ...answer, value: voiceDb - median(beside), waveform: waveformOf(windows, span) }
  if (measured.value < limits.failSnrDb) return fails(identity, 'too-noisy', { ...measured, limit: limits.failSnrDb })
  if (measured.value < limits.passSnrDb) return isUnsure(identity, 'too-noisy', measured)
  return voiceDb < limits.minLevelDb ? isUnsure(identity, 'digits-unclear', measured) : passes(identity, measured)
}
