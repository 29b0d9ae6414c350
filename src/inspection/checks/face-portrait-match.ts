import { limitsOf } from '#domain/inspection-settings.ts'
import { cosine } from '../vision/face-embed.ts'
import { cardLooks } from './card-reads.ts'
import { boxMark, type Check, fails, isUnsure, median, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { faceSteps, isWithin, likenesses } from './people.ts'

const identity = {
  check: 'face.portrait-match',
  version: '1',
  models: ['face-detect', 'face-landmarks', 'face-feature'],
} as const

/** A live face narrower than this is compared no better than a small portrait. */
const minLiveWidthPx = 60
/** The largest portraits are the sharpest; more of them only cost time. */
const portraitsCompared = 6

/** [CK4] The live face is the one printed on the card. The value is the median cosine over all pairs of pictures. */
export const facePortraitMatch: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const fronts = cardLooks(evidence, 'front')
  const portraits = fronts
    .flatMap((look) => (look.card.portrait ? [{ look, portrait: look.card.portrait }] : []))
    .sort((a, b) => b.portrait.widthPx - a.portrait.widthPx)
  const large = portraits.filter(({ portrait }) => portrait.widthPx >= limits.minPortraitWidthPx)
  // Only faces of the steps that ask for one: beside a card that could not be read, its portrait looks like a face.
  const steps = faceSteps(evidence)
  const live = likenesses(evidence, minLiveWidthPx).filter(({ look }) =>
    steps.some((step) => isWithin(look.atMs, step, evidence.recordingMs)),
  )
  const shown = { limit: limits.passCos, unit: 'cos', span: spanOf([...fronts, ...live.map(({ look }) => look)]) }
  if (portraits.length === 0)
    return isUnsure(identity, fronts.length > 0 ? 'card-unreadable' : 'no-evidence', {
      ...shown,
      proofFrames: fronts.slice(0, 1).map((look) => proof(look, [quadMark('card', look.card.quad)])),
    })
  if (live.length === 0) return isUnsure(identity, 'face-not-found', shown)
  const compared = (large.length > 0 ? large : portraits).slice(0, portraitsCompared)
  const pairs = compared.flatMap(({ look, portrait }) =>
    live.map((one) => ({ look, portrait, one, cos: cosine(portrait.embedding, one.embedding) })),
  )
  const value = median(pairs.map(({ cos }) => cos))
  const typical = pairs.reduce((best, pair) => (Math.abs(pair.cos - value) < Math.abs(best.cos - value) ? pair : best))
  const answer = {
    ...shown,
    value,
    proofFrames: [
      proof(typical.look, [quadMark('card', typical.look.card.quad), boxMark('portrait', typical.portrait.box)]),
      proof(typical.one.look, [boxMark('face', typical.one.face.box)]),
    ],
  }
  if (large.length === 0) return isUnsure(identity, 'face-too-small', answer)
  if (pairs.length < limits.minPairs) return isUnsure(identity, 'no-evidence', answer)
  if (value >= limits.passCos) return passes(identity, answer)
  if (value >= limits.failCos) return isUnsure(identity, 'face-close-to-limit', answer)
  return fails(identity, 'person-document-mismatch', { ...answer, limit: limits.failCos })
}
