import type { SubCheckId } from '#domain/checks.ts'
import { subCheckIds } from '#domain/checks.ts'
import type { Finding } from '#domain/finding.ts'
import type { RunEvidence } from '../evidence.ts'
import { type Check, type CheckContext, doesNotApply } from './check.ts'
import { digitsPace } from './digits-pace.ts'
import { digitsSpoken } from './digits-spoken.ts'
import { environmentLight } from './environment-light.ts'
import { environmentQuiet } from './environment-quiet.ts'
import { faceActiveLiveness } from './face-active-liveness.ts'
import { faceOnePerson } from './face-one-person.ts'
import { facePassiveLiveness } from './face-passive-liveness.ts'
import { facePortraitMatch } from './face-portrait-match.ts'
import { faceSamePerson } from './face-same-person.ts'
import { idCardAddress } from './id-card-address.ts'
import { idCardBirthAndSex } from './id-card-birth-and-sex.ts'
import { idCardCorners } from './id-card-corners.ts'
import { idCardEthnicity } from './id-card-ethnicity.ts'
import { idCardFinger } from './id-card-finger.ts'
import { idCardFound } from './id-card-found.ts'
import { idCardGlare } from './id-card-glare.ts'
import { idCardIssuer } from './id-card-issuer.ts'
import { idCardName } from './id-card-name.ts'
import { idCardNumber } from './id-card-number.ts'
import { idCardNumberChecksum } from './id-card-number-checksum.ts'
import { idCardOriginal } from './id-card-original.ts'
import { idCardShadow } from './id-card-shadow.ts'
import { idCardSharp } from './id-card-sharp.ts'
import { idCardSidesAgree } from './id-card-sides-agree.ts'
import { idCardValidity } from './id-card-validity.ts'
import { licenceCreditCode } from './licence-credit-code.ts'
import { licenceFields } from './licence-fields.ts'
import { licenceFound } from './licence-found.ts'
import { licenceOriginal } from './licence-original.ts'
import { licenceSeal } from './licence-seal.ts'
import { licenceValidity } from './licence-validity.ts'
import { lipSyncOffset } from './lip-sync-offset.ts'
import { notBuiltYet } from './not-built-yet.ts'
import { panCardInHand } from './pan-card-in-hand.ts'
import { environmentPremises, environmentSampleGoods, panScene } from './pan-scene.ts'
import { panSpeed } from './pan-speed.ts'
import { panTurn } from './pan-turn.ts'
import { voiceSameSpeaker } from './voice-same-speaker.ts'
import { voiceSecondVoice } from './voice-second-voice.ts'

/** The checks that look at pictures. Continuity and focus are judged from time stamps and events beside these. */
export const pictureChecks = {
  'id-card.found': idCardFound,
  'id-card.corners': idCardCorners,
  'id-card.shadow': idCardShadow,
  'id-card.glare': idCardGlare,
  'id-card.finger': idCardFinger,
  'id-card.sharp': idCardSharp,
  'id-card.original': idCardOriginal,
  'id-card.name': idCardName,
  'id-card.number': idCardNumber,
  'id-card.number-checksum': idCardNumberChecksum,
  'id-card.birth-and-sex': idCardBirthAndSex,
  'id-card.ethnicity': idCardEthnicity,
  'id-card.address': idCardAddress,
  'id-card.issuer': idCardIssuer,
  'id-card.validity': idCardValidity,
  'id-card.sides-agree': idCardSidesAgree,
  'licence.found': licenceFound,
  'licence.seal': licenceSeal,
  'licence.original': licenceOriginal,
  'licence.credit-code': licenceCreditCode,
  'licence.fields': licenceFields,
  'licence.validity': licenceValidity,
  'face.one-person': faceOnePerson,
  'face.portrait-match': facePortraitMatch,
  'face.same-person': faceSamePerson,
  'face.active-liveness': faceActiveLiveness,
  'face.passive-liveness': facePassiveLiveness,
  'lip-sync.offset': lipSyncOffset,
  'environment.light': environmentLight,
} as const satisfies Partial<Record<SubCheckId, Check>>

/** The checks that judge the turn with the camera. Most need no model: they follow points and lay out views. */
const turnChecks = {
  'pan.turn': panTurn,
  'pan.speed': panSpeed,
  'pan.card-in-hand': panCardInHand,
  'pan.scene': panScene,
  'environment.premises': environmentPremises,
  'environment.sample-goods': environmentSampleGoods,
} as const satisfies Partial<Record<SubCheckId, Check>>

/** The checks that listen. They are judged once, at the end: half a string is no news. */
const voiceChecks = {
  'environment.quiet': environmentQuiet,
  'digits.spoken': digitsSpoken,
  'digits.pace': digitsPace,
  'voice.same-speaker': voiceSameSpeaker,
  'voice.second-voice': voiceSecondVoice,
} as const satisfies Partial<Record<SubCheckId, Check>>

const judgeBy =
  (checks: Partial<Record<SubCheckId, Check>>) =>
  (evidence: RunEvidence, context: CheckContext): Finding[] =>
    Object.values(checks).map((check) => check(evidence, context))

export const judgePictures = judgeBy(pictureChecks)
export const judgeTurns = judgeBy(turnChecks)
export const judgeVoice = judgeBy(voiceChecks)

/**
 * What was judged on a part of a recording that broke off, or with pictures left out that the models could not look at,
 * may fail but never passes.
 */
export const soundOnly = (finding: Finding, evidence: RunEvidence): Finding => {
  if (finding.outcome !== 'pass') return finding
  if (evidence.unreadable) return { ...finding, outcome: 'unsure', reason: 'recording-unreadable' }
  const { span } = finding
  const overlooked =
    finding.model !== null &&
    span !== null &&
    evidence.behind.some((gap) => gap.startMs <= span.endMs && gap.endMs >= span.startMs)
  return overlooked ? { ...finding, outcome: 'unsure', reason: 'worker-behind' } : finding
}

/**
 * One finding for every declared sub-check, in the catalogue's order: what was judged, `not-built-yet` for the rest,
 * `not-applicable` for what the program does not ask.
 */
export const completeFindings = (judged: readonly Finding[], context: CheckContext): Finding[] => {
  const built = new Set(judged.map(({ check }) => check))
  const all = [...judged, ...notBuiltYet(built)]
  return subCheckIds.flatMap((check) =>
    context.settings.checks[check] === undefined
      ? [doesNotApply({ check, version: '0', models: [] })]
      : all.filter((finding) => finding.check === check),
  )
}
