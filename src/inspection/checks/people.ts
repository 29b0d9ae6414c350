import { faceStepKinds, type StepSpan } from '#domain/run-plan.ts'
import type { CardRead, FrameLook, RunEvidence, SeenFace } from '../evidence.ts'
import { boxCentre, boxOverlap01, boxWidth, insideQuad } from '../vision/image.ts'

/** A card moves little within this time, so a face inside its outline then is the portrait printed on it. */
const cardStaysMs = 1500
/** A printed face is about a tenth of its card wide; the holder's, where the card was just now, is larger. */
const portraitFace01 = 0.2
/** Faces turned further than this compare badly, and what they were taught on is turned to the camera. */
const maxYawDeg = 25
export const isTurnedAway = ({ pose }: SeenFace): boolean => pose !== null && Math.abs(pose.yawDeg) > maxYawDeg

/** The pictures with a card, found once: they are asked for with every face of every picture. */
const withCard = new WeakMap<RunEvidence, { look: FrameLook; card: CardRead }[]>()
const cardsOf = (evidence: RunEvidence) => {
  const known = withCard.get(evidence)
  if (known) return known
  const found = evidence.looks.flatMap((look) => (look.card ? [{ look, card: look.card }] : []))
  withCard.set(evidence, found)
  return found
}

/** Whether a face in a picture is one printed on a card that was seen there at about that time. */
export const isOnCard = (face: SeenFace, atMs: number, evidence: RunEvidence): boolean =>
  cardsOf(evidence).some(
    ({ look, card }) =>
      Math.abs(look.atMs - atMs) <= cardStaysMs &&
      insideQuad(card.quad, boxCentre(face.box)) &&
      boxWidth(face.box) < card.widthPx * portraitFace01,
  )

/** The holder's face: the largest that is not printed on a card. */
export const mainFace = (look: FrameLook, evidence: RunEvidence): SeenFace | null =>
  look.faces
    .filter((face) => !isOnCard(face, look.atMs, evidence))
    .reduce<SeenFace | null>((best, face) => (!best || boxWidth(face.box) > boxWidth(best.box) ? face : best), null)

export type Likeness = { look: FrameLook; face: SeenFace; embedding: Float32Array }

/** The holder's face wherever it was described, turned to the camera and large enough to compare. */
export const likenesses = (evidence: RunEvidence, minWidthPx: number): Likeness[] =>
  evidence.looks.flatMap((look) => {
    const face = mainFace(look, evidence)
    if (!face?.embedding || boxWidth(face.box) < minWidthPx) return []
    if (isTurnedAway(face)) return []
    return [{ look, face, embedding: face.embedding }]
  })

export const faceSteps = (evidence: RunEvidence): StepSpan[] =>
  evidence.steps.filter((step) => faceStepKinds.includes(step.kind))

export const isWithin = (atMs: number, step: StepSpan, recordingMs: number): boolean =>
  atMs >= step.startMs && atMs < (step.endMs ?? recordingMs + 1)

/** One face followed from picture to picture. */
export type FaceTrack = { sightings: { look: FrameLook; face: SeenFace }[] }

/** A face not seen for longer than this is a new sighting when it comes back. */
const maxGapMs = 1500

/** Follows faces through pictures in order of time, by overlap or nearness. */
export const followFaces = (looks: readonly FrameLook[]): FaceTrack[] => {
  const tracks: FaceTrack[] = []
  for (const look of looks) {
    const free = new Set(tracks.filter((track) => look.atMs - track.sightings.at(-1)!.look.atMs <= maxGapMs))
    for (const face of look.faces) {
      const next = [...free]
        .map((track) => ({ track, nearness: nearness(track.sightings.at(-1)!.face, face) }))
        .filter(({ nearness: near }) => near > 0)
        .sort((a, b) => b.nearness - a.nearness)[0]
      if (next) {
        free.delete(next.track)
        next.track.sightings.push({ look, face })
      } else tracks.push({ sightings: [{ look, face }] })
    }
  }
  return tracks
}

/** Above 0 when two sightings may be the same face: they overlap, or lie within one face's width and are alike in size. */
const nearness = (a: SeenFace, b: SeenFace): number => {
  const overlap = boxOverlap01(a.box, b.box)
  if (overlap > 0) return 1 + overlap
  const [ax, ay] = boxCentre(a.box)
  const [bx, by] = boxCentre(b.box)
  const [widthA, widthB] = [boxWidth(a.box), boxWidth(b.box)]
  const ratio = widthA / widthB
  if (ratio < 0.6 || ratio > 1.7) return 0
  return 1 - Math.hypot(ax - bx, ay - by) / (1.5 * Math.max(widthA, widthB))
}
