import type { HeadTurn } from '#domain/run-plan.ts'
import type { FrameLook, RunEvidence, SeenFace } from '../evidence.ts'
import { median } from './check.ts'
import { lidOpening } from './lid-opening.ts'
import { faceSteps, isWithin, mainFace } from './people.ts'

/**
 * How the holder's head is held in one picture, in degrees away from how that person usually holds it. `leftDeg` counts
 * towards the person's own left (the right edge of a picture that is not mirrored), `upDeg` upwards.
 */
export type HeadSighting = {
  look: FrameLook
  face: SeenFace
  atMs: number
  leftDeg: number
  upDeg: number
  /** Height of the open eyes in half-distances of the eyes. */
  lids: number
}

/**
 * Degrees by which a head turns while its nose moves, against the eyes, by one half-distance of the eyes. Seen on real
 * and warped heads: 0.60 at 21° of yaw, 0.60 at 20° of pitch.
 */
const degreesOfNose = 34

/** Tip of the nose, outer corners of the eyes. Source: the 68 points of the iBUG scheme. */
const [noseTip, rightCorner, leftCorner] = [30, 36, 45]

/** Pictures of the face steps in which the holder's face was described, in order of time. */
export const headSightings = (evidence: RunEvidence): HeadSighting[] => {
  const steps = faceSteps(evidence)
  const raw = [...evidence.looks, ...evidence.glimpses]
    .filter((look) => look.lookedFor.faces && steps.some((step) => isWithin(look.atMs, step, evidence.recordingMs)))
    .sort((a, b) => a.atMs - b.atMs)
    .flatMap((look) => {
      const face = mainFace(look, evidence)
      return face?.shape ? [{ look, face, shape: face.shape }] : []
    })
    .map(({ look, face, shape }) => ({
      look,
      face,
      noseLeft: shape[2 * noseTip]! - (shape[2 * rightCorner]! + shape[2 * leftCorner]!) / 2,
      noseUp: -shape[2 * noseTip + 1]!,
      lids: lidOpening(shape),
    }))
  // The usual way to hold the head, person and camera being what they are: most pictures show it.
  const posed = raw.flatMap(({ face }) => (face.pose ? [face.pose] : []))
  const usual = {
    noseLeft: median(raw.map(({ noseLeft }) => noseLeft)),
    noseUp: median(raw.map(({ noseUp }) => noseUp)),
    yawDeg: median(posed.map(({ yawDeg }) => yawDeg)),
    pitchDeg: median(posed.map(({ pitchDeg }) => pitchDeg)),
  }
  return raw.map(({ look, face, noseLeft, noseUp, lids }) => {
    const byNose = { left: (noseLeft - usual.noseLeft) * degreesOfNose, up: (noseUp - usual.noseUp) * degreesOfNose }
    // Two models that err in different ways; the one for pose answers where it was asked.
    const { pose } = face
    return {
      look,
      face,
      atMs: look.atMs,
      leftDeg: pose ? (byNose.left - (pose.yawDeg - usual.yawDeg)) / 2 : byNose.left,
      upDeg: pose ? (byNose.up + (pose.pitchDeg - usual.pitchDeg)) / 2 : byNose.up,
      lids,
    }
  })
}

/** Degrees by which the head is turned in one direction; negative in the opposite one. */
export const turnedDeg = ({ leftDeg, upDeg }: HeadSighting, turn: HeadTurn): number => {
  switch (turn) {
    case 'left':
      return leftDeg
    case 'right':
      return -leftDeg
    case 'up':
      return upDeg
    case 'down':
      return -upDeg
  }
}

export type Movement = { deg: number; peak: HeadSighting | null }

/**
 * How far the head moved in one direction within these sightings, measured from the least turned sighting so far, and
 * never from the far side of its usual place: coming back from the opposite turn is no turn, and neither is a head that
 * was turned already. The second largest counts, since landmarks slip in single pictures; the peak is the largest that
 * was kept as a picture, if any was near it.
 */
export const movementWithin = (sightings: readonly HeadSighting[], turn: HeadTurn): Movement => {
  let lowestDeg = Number.POSITIVE_INFINITY
  const moved = sightings.map((sighting) => {
    const deg = turnedDeg(sighting, turn)
    lowestDeg = Math.min(lowestDeg, deg)
    return { sighting, deg: deg - Math.max(0, lowestDeg) }
  })
  const sorted = [...moved].sort((a, b) => b.deg - a.deg)
  const deg = sorted[1]?.deg ?? 0
  const kept = sorted.find(({ sighting, deg: own }) => sighting.look.picture !== null && own >= 0.7 * deg)
  return { deg: Math.max(0, deg), peak: (kept ?? sorted[0])?.sighting ?? null }
}
