import { limitsOf } from '#domain/inspection-settings.ts'
import { cosine, normalised } from '../vision/face-embed.ts'
import type { VoicePrint } from '../voice/operator-hearing.ts'
import { waveformOf } from '../voice/waveform.ts'
import { type Check, fails, isUnsure, obstacle, passes } from './check.ts'

const identity = { check: 'voice.same-speaker', version: '2', models: ['voice-activity'] } as const

/**
 * [CK7] Whether all answers were given in one voice. No package carries weights that compare voices well enough (our own
 * try: 14 to 33 % equal error rate), so without a speaker model of the operator's nothing is compared and nothing is
 * claimed. The value is the cosine of the voice print that is least like all others to these.
 */
export const voiceSameSpeaker: Check = (evidence, { settings }) => {
  const { speaker } = evidence.operatorHeard
  if (speaker === null) return isUnsure({ ...identity, models: [] }, 'no-speaker-model')
  const judged = { ...identity, operatorModels: [speaker.model] }
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(judged, hindered)
  const { passCos, failCos } = limitsOf(settings, identity.check)
  const prints = [...speaker.prints].sort((one, other) => one.startMs - other.startMs)
  const [first, last] = [prints[0], prints.at(-1)]
  // A part that was not compared may be the one that is not like the others.
  if (speaker.failed) return isUnsure(judged, 'model-missing')
  if (!first || !last || first === last) return isUnsure(judged, 'no-evidence')
  const cosines = prints.map((one) => cosine(normalised(one.print), meanOf(prints.filter((other) => other !== one))))
  const value = Math.min(...cosines)
  const odd = prints[cosines.indexOf(value)] ?? first
  const span =
    value >= passCos ? { startMs: first.startMs, endMs: last.endMs } : { startMs: odd.startMs, endMs: odd.endMs }
  const step = evidence.steps.find(({ kind }) => kind === 'digits')
  const answer = {
    value,
    limit: passCos,
    unit: 'cos',
    span,
    stepId: evidence.stepsKnown ? (step?.id ?? null) : null,
    waveform: waveformOf(evidence.voice.windows, span),
  }
  if (value >= passCos) return passes(judged, answer)
  return value >= failCos
    ? isUnsure(judged, 'second-voice', answer)
    : fails(judged, 'second-voice', { ...answer, limit: failCos })
}

const meanOf = (prints: readonly VoicePrint[]): Float32Array => {
  const sum = new Float32Array(prints[0]?.print.length ?? 0)
  for (const { print } of prints) {
    const unit = normalised(print)
    for (let i = 0; i < sum.length; i += 1) sum[i]! += unit[i]!
  }
  return normalised(sum)
}
