import { limitsOf } from '#domain/inspection-settings.ts'
import type { FrameLook, RunEvidence, SeenFace } from '../evidence.ts'
import { cosine } from '../vision/face-embed.ts'
import { boxWidth } from '../vision/image.ts'
import { boxMark, type Check, fails, isUnsure, median, obstacle, passes, proof, spanOf } from './check.ts'
import { faceLife } from './living-face.ts'
import { type FaceTrack, faceSteps, followFaces, isOnCard, isWithin, mainFace } from './people.ts'

const identity = {
  check: 'face.one-person',
  version: '2',
  models: ['face-detect', 'face-landmarks', 'face-pose', 'face-feature'],
} as const

/** Darker than this and a missing face may be the light's doing. */
const minLuma = 35
/** A face as like the holder's as this is the holder: in a mirror, on a badge, on the card. */
const sameFaceCos = 0.5
/** What a track of a second face is. */
type Bystander = 'person' | 'likeness' | 'unclear'

/**
 * [CK4] Exactly one person in the steps that show a face. The portrait on a held card, prints on a wall and pictures of
 * the holder are no persons. The value is the largest number of people seen at once.
 */
export const faceOnePerson: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const steps = faceSteps(evidence)
  const looks = evidence.looks.filter(
    (look) => look.lookedFor.faces && steps.some((step) => isWithin(look.atMs, step, evidence.recordingMs)),
  )
  const shown = { limit: 1, unit: 'persons', span: spanOf(looks) }
  if (looks.length === 0) return isUnsure(identity, 'no-evidence', shown)
  const withFace = looks.filter((look) => mainFace(look, evidence) !== null)
  if (withFace.length < limits.minFaceFrames01 * looks.length) return faceMissing(looks, withFace, shown)

  const mains = new Set(withFace.map((look) => mainFace(look, evidence)))
  const others = followFaces(
    looks.map((look) => ({
      ...look,
      faces: look.faces.filter((face) => !mains.has(face) && boxWidth(face.box) >= limits.minFaceWidthPx),
    })),
  ).map((track) => ({ track, kind: bystanderOf(track, evidence, limits) }))
  const persons = others.filter(({ kind }) => kind === 'person')
  const unclear = others.filter(({ kind }) => kind === 'unclear')
  const telling = persons[0] ?? unclear[0]
  if (!telling) {
    const typical = withFace.find((look) => look.picture !== null) ?? withFace[0]!
    return passes(identity, { ...shown, value: 1, proofFrames: [marked(typical, evidence, null)] })
  }
  const sighting = largest(telling.track)
  const answer = {
    ...shown,
    value: 1 + Math.max(1, most(persons.map(({ track }) => track))),
    span: spanOf(telling.track.sightings.map(({ look }) => look)),
    stepId: steps.find((step) => isWithin(sighting.look.atMs, step, evidence.recordingMs))?.id ?? null,
    proofFrames: [
      marked(looks.find(({ atMs }) => atMs === sighting.look.atMs) ?? sighting.look, evidence, sighting.face),
    ],
  }
  return persons.length > 0
    ? fails(identity, 'another-person-in-view', answer)
    : isUnsure(identity, 'another-person-in-view', answer)
}

const faceMissing = (looks: readonly FrameLook[], withFace: readonly FrameLook[], shown: object) => {
  const without = looks.find((look) => look.faces.length === 0 && look.picture !== null) ?? looks[0]!
  const answer = { ...shown, value: withFace.length === 0 ? 0 : 1, proofFrames: [proof(without, [])] }
  if (median(looks.map((look) => look.meanLuma)) < minLuma) return isUnsure(identity, 'too-dark', answer)
  return withFace.length === 0
    ? fails(identity, 'face-not-found', answer)
    : isUnsure(identity, 'face-not-found', answer)
}

const marked = (look: FrameLook, evidence: RunEvidence, other: SeenFace | null) => {
  const main = mainFace(look, evidence)
  return proof(look, [
    ...(main ? [boxMark('face', main.box)] : []),
    ...(other ? [boxMark('other-person', other.box)] : []),
  ])
}

const largest = (track: FaceTrack): FaceTrack['sightings'][number] =>
  track.sightings.reduce((best, one) => {
    const better = (a: typeof one) => boxWidth(a.face.box) * (a.look.picture === null ? 0.01 : 1)
    return better(one) > better(best) ? one : best
  })

/** How many of the tracks are seen in the same picture, at most. */
const most = (tracks: readonly FaceTrack[]): number => {
  const times = new Map<number, number>()
  for (const { sightings } of tracks)
    for (const { look } of sightings) times.set(look.atMs, (times.get(look.atMs) ?? 0) + 1)
  return Math.max(0, ...times.values())
}

type Limits = { minPersonMs: number; minPersonScore01: number }

const bystanderOf = ({ sightings }: FaceTrack, evidence: RunEvidence, limits: Limits): Bystander | null => {
  const durationMs = sightings.at(-1)!.look.atMs - sightings[0]!.look.atMs
  // The detector sees a face in a curtain now and then, for a picture or two.
  if (sightings.length < 3 || durationMs < limits.minPersonMs) return null
  if (sightings.some(({ look, face }) => isOnCard(face, look.atMs, evidence))) return 'likeness'
  if (isHolder(sightings, evidence)) return 'likeness'
  const life = faceLife({ sightings })
  if (life !== 'living') return life === 'picture' ? 'likeness' : 'unclear'
  // What the detector hardly takes for a face may be a hand or a fold that moves: nobody fails for it unseen.
  return median(sightings.map(({ face }) => face.score01)) >= limits.minPersonScore01 ? 'person' : 'unclear'
}

const isHolder = (sightings: FaceTrack['sightings'], evidence: RunEvidence): boolean => {
  const cosines = sightings.flatMap(({ look, face }) => {
    const holder = evidence.looks.find(({ atMs, faces }) => atMs === look.atMs && faces.length > 1)
    const main = holder && mainFace(holder, evidence)
    return face.embedding && main?.embedding ? [cosine(face.embedding, main.embedding)] : []
  })
  return cosines.length > 0 && median(cosines) >= sameFaceCos
}
