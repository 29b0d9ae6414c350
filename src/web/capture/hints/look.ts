import type { CaptureStep } from '../run-api.ts'
import { chooseHint, type Measures } from './choose-hint.ts'
import { printOf, textureOf } from './detail.ts'
import type { FaceCascade } from './face-cascade.ts'
import { findCard } from './find-card.ts'
import { findFaces } from './find-faces.ts'
import { glareCorner } from './glare.ts'
import { type Grey, halve } from './grey.ts'
import { cardGuide, faceGuide } from './guides.ts'
import type { Hint } from './hint.ts'
import { lightOf } from './light.ts'
import { motionBetween } from './motion.ts'
import { turnBetween } from './turn.ts'

/** The size at which pictures are looked at. A card's print is still texture here, and a look costs few milliseconds. */
export const lookWidthPx = 320

export type LookAt = {
  kind: CaptureStep['kind']
  /** A turned head is asked for: faces are not missed meanwhile. */
  turning: boolean
}

export type Look = { hint: Hint | null; turnDegrees: number }

export const isCardStep = ({ kind }: LookAt): boolean =>
  kind === 'id-front' || kind === 'id-back' || kind === 'licence' || kind === 'document'

/**
 * Looks at one picture after the other; remembers the last one, to see movement. `close` is what lies inside the card's
 * outline in the camera's own pixels; without it focus and reflections are not judged.
 */
export const createLook = (
  cascade: () => FaceCascade | null,
): ((picture: Grey, at: LookAt, atMs: number, close: Grey | null) => Look) => {
  let last: { picture: Grey; small: Grey; atMs: number } | null = null
  return (picture, at, atMs, close) => {
    const { kind, turning } = at
    const small = halve(picture)
    const before = last && last.picture.width === picture.width && atMs - last.atMs < 1000 ? last : null
    last = { picture, small, atMs }
    const isCard = isCardStep(at)
    const isFace = kind === 'face' || kind === 'digits' || kind === 'statement'
    const card = cardGuide(picture.width, picture.height)
    const oval = faceGuide(picture.width, picture.height)
    const region = isCard
      ? card
      : { x: oval.cx - oval.rx, y: oval.cy - oval.ry, width: oval.rx * 2, height: oval.ry * 2 }
    const turn = kind === 'pan' && before ? turnBetween(before.small, small) : null
    const faces = isFace && !turning ? cascade() : null
    const smallOval = faceGuide(small.width, small.height)
    const measures: Measures = {
      light: lightOf(picture, region),
      motion: before ? motionBetween(before.picture, picture, region) : 0,
      card: isCard
        ? {
            found: findCard(picture, card),
            texture: textureOf(picture, card),
            glare: close ? glareCorner(close, true) : null,
            print: close ? printOf(close) : null,
          }
        : null,
      faces: faces ? { found: findFaces(faces, small, Math.round(small.height * 0.22)), oval: smallOval } : null,
      turnDegreesPerSecond: turn?.sure && before ? (turn.degrees / Math.max(1, atMs - before.atMs)) * 1000 : null,
    }
    return { hint: chooseHint(measures), turnDegrees: turn?.degrees ?? 0 }
  }
}
