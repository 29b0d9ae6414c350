import type { Actor, MoveName } from './actors.ts'
import { turnHead } from './head-warp.ts'
import { ease, type Picture } from './picture.ts'
import { calmExcursions, type ShotName, speakFrames, turnFrames } from './shots.ts'

/** The man in one frame of a shot: his pictures from back to front, each opaque or fading over the one before. */
export type Layer = { picture: Picture; opacity01: number; shiftX: number; shiftY: number }

/** Frames over which one stretch of footage gives way to another. */
const fadeFrames = 5

const plain = (picture: Picture): Layer => ({ picture, opacity01: 1, shiftX: 0, shiftY: 0 })

/** Out from the frame of rest and back, so that a clip may follow itself or any other. */
export const calmLayer = (actor: Actor, frame: number, excursion: number): Layer => {
  const back = frame <= excursion ? frame : 2 * excursion - frame
  return plain(actor.frame(actor.script.calm.rest - Math.max(0, back)))
}

/**
 * By how many footage pixels a frame's head lies away from that of the frame of rest, found by trying: the sum of
 * absolute differences over the face is smallest there.
 */
const shiftToRest = (actor: Actor, frame: number): Shift => {
  const known = shifts.get(actor.frame(frame))
  if (known) return known
  const found = findShift(actor, frame)
  shifts.set(actor.frame(frame), found)
  return found
}

type Shift = { x: number; y: number }
const shifts = new WeakMap<Picture, Shift>()

const findShift = (actor: Actor, frame: number): Shift => {
  const rest = actor.frame(actor.script.calm.rest)
  const moved = actor.frame(frame)
  const { x: cx, y: cy, radiusX, radiusY } = actor.script.head
  let best = { x: 0, y: 0, difference: Number.POSITIVE_INFINITY }
  for (let dy = -10; dy <= 10; dy++)
    for (let dx = -10; dx <= 10; dx++) {
      let difference = 0
      for (let y = Math.round(cy - radiusY * 0.7); y < cy + radiusY * 0.7; y += 3)
        for (let x = Math.round(cx - radiusX * 0.7); x < cx + radiusX * 0.7; x += 3)
          difference += Math.abs(
            rest.data[(y * rest.width + x) * 4 + 1]! - moved.data[((y - dy) * rest.width + x - dx) * 4 + 1]!,
          )
      if (difference < best.difference) best = { x: dx, y: dy, difference }
    }
  return best
}

/** A real movement of the man, eased into and out of his frame of rest. */
const moveLayers = (actor: Actor, move: MoveName, position: number, frame: number, frames: number): Layer[] => {
  const span = actor.script.moves[move]
  const start = shiftToRest(actor, span.from)
  const end = shiftToRest(actor, span.to)
  const along = (position - span.from) / (span.to - span.from)
  const moved: Layer = {
    picture: actor.frame(Math.round(position)),
    opacity01: Math.min(1, (frame + 1) / fadeFrames, (frames - frame) / fadeFrames),
    shiftX: start.x + (end.x - start.x) * along,
    shiftY: start.y + (end.y - start.y) * along,
  }
  return moved.opacity01 < 1 ? [plain(actor.frame(actor.script.calm.rest)), moved] : [moved]
}

/** Footage position and strength (0…1) of a turn at a frame of its clip: there, a held peak, and back. */
const turnProgress = (span: { from: number; to: number; peak: number }, frame: number) => {
  const holdFrames = 12
  const travel = turnFrames - 1 - holdFrames
  const before = Math.round((travel * (span.peak - span.from)) / (span.to - span.from))
  const position =
    frame <= before
      ? span.from + ((span.peak - span.from) * frame) / before
      : frame <= before + holdFrames
        ? span.peak + Math.sin(((frame - before) / holdFrames) * Math.PI)
        : span.peak + ((span.to - span.peak) * (frame - before - holdFrames)) / (travel - before)
  const strength = frame <= before ? ease(frame / before) : ease((turnFrames - 1 - frame) / (travel - before))
  return { position, strength: frame > before && frame <= before + holdFrames ? 1 : strength }
}

const turnAngles = { left: [1, 0], right: [-1, 0], up: [0, 1], down: [0, -1] } as const

/** The man in frame `frame` of a shot that shows his face. */
export const faceLayers = (actor: Actor, name: ShotName, take: number, frame: number): Layer[] => {
  if (name === 'speak') {
    const move = take % 2 === 0 ? 'speak-short' : 'speak-wide'
    const span = actor.script.moves[move]
    const position = span.from + (frame * (span.to - span.from)) / (speakFrames - 1)
    return moveLayers(actor, move, position, frame, speakFrames)
  }
  if (name.startsWith('turn-')) {
    const turn = name.slice(5) as keyof typeof turnAngles
    const { position, strength } = turnProgress(actor.script.moves[turn], frame)
    const layers = moveLayers(actor, turn, position, frame, turnFrames)
    const [yaw, pitch] = turnAngles[turn]
    const extra = actor.script.extraTurnDeg[turn] * strength
    return layers.map((layer, i) =>
      i === layers.length - 1
        ? { ...layer, picture: turnHead(layer.picture, actor.script.head, yaw * extra, pitch * extra) }
        : layer,
    )
  }
  // Waiting is filmed at half the footage's rate.
  return [calmLayer(actor, frame * 2, calmExcursions[take % calmExcursions.length]!)]
}
