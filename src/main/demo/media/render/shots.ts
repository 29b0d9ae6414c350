import type { HeadTurn } from '#domain/run-plan.ts'
import type { CardFlaw } from './held-card.ts'
import type { CardFields, LicenceFields, PersonId } from './invented-identity.ts'

/** Everything that makes one seller's footage different from another's. */
export type Look = {
  person: PersonId
  card: CardFields
  /** Whose face is printed on the card. */
  portraitOf: PersonId
  light: 'good' | 'bad'
  /** What spoils the view of whatever is held up. */
  flaw: CardFlaw
  /** The business licence he can hold up; null when he was not asked to bring one. */
  licence: LicenceFields | null
  /** The other man stands behind; only man B is cut out well enough for it, so the seller should be man A. */
  bystander: boolean
  /** How far the camera goes round in the last step. */
  panDegrees: number
}

/** How a clip begins and ends, so that clips can be put together without a jump. */
export type Posture = 'near' | 'front' | 'back' | 'licence' | 'room'

export type ShotName =
  | 'idle'
  | `turn-${HeadTurn}`
  | 'speak'
  | 'front-in'
  | 'front-hold'
  | 'front-out'
  | 'back-in'
  | 'back-hold'
  | 'back-out'
  | 'licence-in'
  | 'licence-hold'
  | 'licence-out'
  | 'room-in'
  | 'pan'
  | 'room-hold'
  | 'room-out'

/**
 * One clip to be rendered. Takes of the same shot differ in length and in every pixel's noise, since a real camera
 * never gives the same picture twice.
 */
export type Shot = {
  name: ShotName
  take: number
  from: Posture
  to: Posture
  framesPerSecond: number
  frames: number
  /** When a spoken digit's sound begins, so that it meets the open mouth; only for `speak`. */
  voiceAtMs: number | null
}

/** Frames of the calm stretch that a take goes back before it returns to the frame of rest. */
export const calmExcursions = [12, 24, 36, 16, 30, 20, 14, 26, 18, 32] as const

const shot = (
  name: ShotName,
  take: number,
  [from, to]: [Posture, Posture],
  framesPerSecond: number,
  frames: number,
  voiceAtMs: number | null = null,
): Shot => ({ name, take, from, to, framesPerSecond, frames, voiceAtMs })

/** Frames that a turn's clip takes; the peak is held, so that a camera sampled five times a second sees it. */
export const turnFrames = 50
export const speakFrames = 22
const holdFrames = [42, 34, 50] as const
const moveFrames = 20
const panFrames = 150
/** The camera is taken up and swung round towards the room. */
const swingFrames = 34

const shotsOfHolding = (held: 'front' | 'back' | 'licence'): Shot[] => [
  shot(`${held}-in`, 0, ['near', held], 25, moveFrames),
  ...holdFrames.map((frames, take) => shot(`${held}-hold`, take, [held, held], 12.5, frames)),
  shot(`${held}-out`, 0, [held, 'near'], 25, moveFrames),
]

/** All clips of a seller with an identity card. 25 frames a second where something moves, 12½ where somebody waits or the room is shown. */
export const shots: readonly Shot[] = [
  ...calmExcursions.map((frames, take) => shot('idle', take, ['near', 'near'], 12.5, frames)),
  ...(['left', 'right', 'up', 'down'] as const).flatMap((turn) =>
    [0, 1].map((take) => shot(`turn-${turn}`, take, ['near', 'near'], 25, turnFrames)),
  ),
  ...[0, 1, 2, 3].map((take) => shot('speak', take, ['near', 'near'], 25, speakFrames, 140)),
  ...(['front', 'back'] as const).flatMap(shotsOfHolding),
  shot('room-in', 0, ['near', 'room'], 25, swingFrames),
  shot('pan', 0, ['room', 'room'], 12.5, panFrames),
  ...[0, 1].map((take) => shot('room-hold', take, ['room', 'room'], 12.5, 38)),
  shot('room-out', 0, ['room', 'near'], 25, swingFrames),
]

/** What a seller who brought a licence can show beside these. */
export const licenceShots: readonly Shot[] = shotsOfHolding('licence')

/** All clips of one look. */
export const shotsOf = ({ licence }: Look): readonly Shot[] => (licence === null ? shots : [...shots, ...licenceShots])

/** The part of a look that a shot shows, so that a change elsewhere does not render it anew. */
export const shownBy = (name: ShotName, look: Look): Partial<Look> => {
  const { person, card, portraitOf, light, flaw, licence, bystander, panDegrees } = look
  if (name.startsWith('front')) return { person, card, portraitOf, light, flaw, bystander }
  if (name.startsWith('back')) return { person, card, light, flaw, bystander }
  if (name.startsWith('licence')) return { person, licence, light, flaw, bystander }
  if (name === 'pan' || name.startsWith('room')) return { person, card, portraitOf, light, panDegrees }
  return { person, light, bystander }
}
