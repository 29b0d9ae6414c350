import type { FoundCard } from './find-card.ts'
import type { FoundFace } from './find-faces.ts'
import type { GlareCorner } from './glare.ts'
import type { Oval } from './guides.ts'
import type { Hint } from './hint.ts'
import type { Light } from './light.ts'

/** What was measured in one picture. Sizes and places are pixels of the picture that the hints look at. */
export type Measures = {
  light: Light
  motion: number
  card: {
    found: FoundCard
    texture: number
    glare: GlareCorner | null
    /** Null when the card was not seen in the camera's own pixels. */
    print: { print01: number; sharp01: number } | null
  } | null
  /** Null while faces are not looked for; a head that turns away on request is not missing. */
  faces: { found: FoundFace[]; oval: Oval } | null
  turnDegreesPerSecond: number | null
}

const limits = {
  darkMean: 42,
  brightFaceMean: 225,
  // White paper in good light is nearly as bright as that, and can be read.
  brightCardMean: 238,
  brightBlown01: 0.5,
  backlitRatio: 0.55,
  movingCard: 7,
  // Cards in focus measured 0.30 and more, in the dark too, blurred ones 0.26 and less.
  blurredSharp01: 0.28,
  // With less print than this there is nothing to be sharp.
  leastPrint01: 0.02,
  plainTexture: 2.2,
  cardSidesAtLeast: 2,
  smallCard: 0.72,
  largeCard: 1.25,
  /** The cascade frames brows to chin: about this share of the oval's height when a face fills it. */
  faceOverOval: 0.72,
  smallFace: 0.55,
  largeFace: 1.35,
  offCentre01: 0.3,
  fastDegreesPerSecond: 45,
}

/** The one hint that helps most now: light first, since nothing else can be seen without it; `null` when nothing is asked. */
export const chooseHint = (measures: Measures): Hint | null => {
  const light = lightHint(measures.light, measures.faces !== null)
  if (light) return light
  if (measures.card) return cardHint(measures.card, measures.motion)
  if (measures.faces) return faceHint(measures.faces)
  if (measures.turnDegreesPerSecond !== null)
    return Math.abs(measures.turnDegreesPerSecond) > limits.fastDegreesPerSecond ? 'too-fast' : null
  return null
}

const lightHint = (light: Light, aFaceIsDue: boolean): Hint | null => {
  if (light.mean < limits.darkMean) return 'too-dark'
  const bright = aFaceIsDue ? limits.brightFaceMean : limits.brightCardMean
  if (light.insideMean > bright || light.blown01 > limits.brightBlown01) return 'too-bright'
  if (aFaceIsDue && light.insideOverOutside < limits.backlitRatio) return 'backlit'
  return null
}

const cardHint = ({ found, glare, texture, print }: NonNullable<Measures['card']>, motion: number): Hint => {
  if (found.sides < limits.cardSidesAtLeast || texture < limits.plainTexture) return 'no-card'
  if (found.sizeOverGuide !== null && found.sizeOverGuide < limits.smallCard) return 'card-too-small'
  if (found.sizeOverGuide !== null && found.sizeOverGuide > limits.largeCard) return 'card-too-large'
  if (glare) return `glare-${glare}`
  if (motion > limits.movingCard) return 'hold-still'
  const isBlurred = print && print.print01 >= limits.leastPrint01 && print.sharp01 < limits.blurredSharp01
  return isBlurred ? 'blurred' : 'good'
}

const faceHint = ({ found, oval }: NonNullable<Measures['faces']>): Hint => {
  const [face, other] = found
  if (!face) return 'no-face'
  // A face on a held card or a poster is much smaller than the one before the camera.
  if (other && other.size > face.size * 0.6) return 'several-faces'
  const fills = face.size / (oval.ry * 2 * limits.faceOverOval)
  if (fills < limits.smallFace) return 'face-too-small'
  if (fills > limits.largeFace) return 'face-too-large'
  const off = Math.hypot(face.x + face.size / 2 - oval.cx, face.y + face.size / 2 - oval.cy)
  return off > oval.ry * 2 * limits.offCentre01 ? 'face-off-centre' : 'good'
}
