import type { HeadTurn } from '#domain/run-plan.ts'
import type { Posture, Shot, ShotName } from './render/shots.ts'

/**
 * Turns what a seller is asked to do into clips to be played one after the other. The state is the posture in which the
 * last clip left him: before the camera (`near`), holding up one side of the card or the licence, or
 * showing the room. Where he has to
 * change it, the clips that do so come first. Knows no files and no clock, so that the browser's puppet, whole
 * recordings and the demo's live camera share it; it must stay free of imports that a browser does not have.
 */
export type Cue =
  | { do: 'rest'; forMs: number }
  | { do: 'turn'; turn: HeadTurn }
  | { do: 'say'; digit: string }
  | { do: 'hold'; side: 'front' | 'back' | 'licence'; forMs: number }
  | { do: 'pan' }
  /** Goes on with whatever posture he is in, for as long as the next clip lasts. */
  | { do: 'wait' }

/** One clip to play; `digit` is spoken `clip.voiceAtMs` after its beginning. */
export type Piece<C extends Shot> = { clip: C; digit: string | null }

export type Performer<C extends Shot> = {
  posture(): Posture
  perform(cue: Cue): Piece<C>[]
}

const waiting: Record<Posture, ShotName> = {
  near: 'idle',
  front: 'front-hold',
  back: 'back-hold',
  licence: 'licence-hold',
  room: 'room-hold',
}

const durationMs = (clip: Shot): number => (clip.frames * 1000) / clip.framesPerSecond

/** `clips` are all takes of all shots that will be asked for; a missing one is the caller's mistake and throws. */
export const openPerformer = <C extends Shot>(clips: readonly C[]): Performer<C> => {
  let posture: Posture = 'near'
  const played = new Map<ShotName, number>()

  const next = (name: ShotName): Piece<C> => {
    const takes = clips.filter((clip) => clip.name === name)
    const times = played.get(name) ?? 0
    const clip = takes[times % takes.length]
    if (!clip) throw new Error(`There is no clip of ${name}`)
    played.set(name, times + 1)
    posture = clip.to
    return { clip, digit: null }
  }

  const moveTo = (wanted: Posture): Piece<C>[] => {
    if (posture === wanted) return []
    return [
      ...(posture === 'near' ? [] : [next(`${posture}-out`)]),
      ...(wanted === 'near' ? [] : [next(`${wanted}-in`)]),
    ]
  }

  const lasting = (name: ShotName, forMs: number): Piece<C>[] => {
    const pieces: Piece<C>[] = []
    for (let ms = 0; ms < forMs; ms += durationMs(pieces.at(-1)!.clip)) pieces.push(next(name))
    return pieces
  }

  return {
    posture: () => posture,
    perform(cue) {
      switch (cue.do) {
        case 'rest':
          return [...moveTo('near'), ...lasting('idle', cue.forMs)]
        case 'turn':
          return [...moveTo('near'), next(`turn-${cue.turn}`)]
        case 'say':
          return [...moveTo('near'), { ...next('speak'), digit: cue.digit }]
        case 'hold':
          return [...moveTo(cue.side), ...lasting(`${cue.side}-hold`, cue.forMs)]
        case 'pan':
          return [...moveTo('room'), next('pan')]
        case 'wait':
          return [next(waiting[posture])]
      }
    },
  }
}
