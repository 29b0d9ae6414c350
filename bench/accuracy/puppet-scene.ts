import { type Actor, loadActor } from '#main/demo/media/render/actors.ts'
import { drawCardBack, drawCardFront, loadCardFonts } from '#main/demo/media/render/card-drawing.ts'
import {
  type CardFlaw,
  type CardPose,
  type CardTexture,
  cardTexture,
  drawHeldCard,
  noFlaw,
} from '#main/demo/media/render/held-card.ts'
import { badLight, goodLight, openLens } from '#main/demo/media/render/lens.ts'
import { canvasOf, ease, type Picture, paint, sway } from '#main/demo/media/render/picture.ts'
import { openRoomScene, type RoomScene, swing } from '#main/demo/media/render/room-scene.ts'
import type { Shot } from '#main/demo/media/render/shots.ts'
import { type Bystander, between, openStage, stageHeight, stageWidth } from '#main/demo/media/render/stage.ts'
import { type PuppetId, puppetCard } from './people.ts'
import { loadPuppet, type PuppetPose, puppetFar, puppetNear } from './puppet.ts'

/** What one puppet's footage shows; the card is always its own but for the face printed on it. */
export type PuppetLook = {
  puppet: PuppetId
  portraitOf: PuppetId
  flaw: Partial<CardFlaw>
  /** Man B of the real footage looks over the shoulder while the face is filmed. */
  bystander?: true
  light?: 'bad'
  /** Somebody holds the puppet's photograph before the camera instead: on paper, or on a screen with its border and grid. */
  instead?: 'print' | 'screen'
}

const heldWidthPx = 640
const roomCardWidthPx = 330
const angles = { left: [20, 0], right: [-20, 0], up: [0, 18], down: [0, -18] } as const

/** There, held for half a second, and back. */
const turned01 = (index: number, frames: number): number => ease(Math.min(index, frames - 1 - index) / 17)

/** Digits take half a second; the mouth opens a little before it sounds and twice as wide in every other take. */
const openAt = (index: number, take: number): number => {
  const share = (index / 25 - 0.1) / 0.56
  return share <= 0 || share >= 1 ? 0 : Math.sin(Math.PI * share) * (take % 2 === 0 ? 0.75 : 1)
}

/** Somebody who waits moves his head a little; still at both ends of a clip, so that clips join. */
const waiting = (seed: number, index: number, frames: number): PuppetPose => {
  const still = Math.sin((Math.PI * index) / (frames - 1))
  const seconds = index / 12.5
  return { yawDeg: 2.2 * still * sway(seed)(seconds), pitchDeg: 1.6 * still * sway(seed + 1)(seconds), open01: 0 }
}

const poseOf = (shot: Shot, index: number, seed: number): PuppetPose => {
  if (shot.name === 'speak') return { yawDeg: 0, pitchDeg: 0, open01: openAt(index, shot.take) }
  if (!shot.name.startsWith('turn-')) return waiting(seed, index, shot.frames)
  const [yaw, pitch] = angles[shot.name.slice(5) as keyof typeof angles]
  const strength = turned01(index, shot.frames)
  return { yawDeg: yaw * strength, pitchDeg: pitch * strength, open01: 0 }
}

const cardPose = (seed: number, seconds: number, still: number, lifted01: number): CardPose => {
  const at = (no: number) => still * sway(seed + no)(seconds)
  return {
    x: stageWidth / 2 + 8 * at(2),
    y: 466 + 5 * at(3) + (1 - lifted01) * 520,
    width: heldWidthPx * (1 + 0.012 * at(4)),
    yawDeg: 4 + 4 * at(5),
    pitchDeg: -3 + 4 * at(6),
    rollDeg: 1.2 + 1.6 * at(7) - (1 - lifted01) * 14,
  }
}

/** Head and shoulders of the photograph, in pixels of the puppet's frame; as large before the camera as the head would be. */
const photo = { left: 110, top: 40, width: 220, height: 280 } as const
const photoWidthPx = photo.width * puppetNear.scale

const photoTexture = (still: Picture): CardTexture => {
  const width = Math.round(photoWidthPx)
  const height = Math.round((width * photo.height) / photo.width)
  const print = paint(width, height, (g) => {
    g.imageSmoothingQuality = 'high'
    // Where the photograph ends, there is paper.
    g.fillStyle = '#d8d6d2'
    g.fillRect(0, 0, width, height)
    g.drawImage(canvasOf(still), photo.left, photo.top, photo.width, photo.height, 0, 0, width, height)
  })
  return cardTexture(print, photoWidthPx)
}

/** Held upright in one hand, which is never quite still. */
const photoPose = (seed: number, seconds: number): CardPose => {
  const at = (no: number) => sway(seed + no)(seconds)
  return {
    x: stageWidth / 2 + 9 * at(2),
    y: 372 + 7 * at(3),
    width: photoWidthPx * (1 + 0.012 * at(4)),
    yawDeg: 2 + 3 * at(5),
    pitchDeg: -2 + 3 * at(6),
    rollDeg: 1.4 * at(7),
  }
}

/** He stands beside the puppet's photograph, whose own surroundings hide everything behind them. */
const behind = (actor: Actor, shot: Shot, index: number): Bystander => {
  const share = index / shot.frames
  const outAndBack = Math.min(index, shot.frames - index) * (25 / shot.framesPerSecond)
  return {
    actor,
    frame: Math.round(20 + outAndBack),
    x: 1176 + 16 * Math.sin(2 * Math.PI * share),
    y: 150 + 12 * Math.sin(4 * Math.PI * share),
    scale: 1.05,
  }
}

const seedOf = (look: PuppetLook, shot: Shot): number =>
  [...`${look.puppet} ${shot.name}/${shot.take}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65521, 7)

/** The room is the same for all and costs a second; one process opens it once. */
let room: RoomScene | null = null

/** One frame of a puppet's shot as planar 4:2:0, 1280 × 720. */
export const openPuppetScene = async (
  sourcesDir: string,
  photosDir: string,
  look: PuppetLook,
): Promise<(shot: Shot, index: number) => Uint8Array> => {
  loadCardFonts(sourcesDir)
  const { actor, pictureOf } = await loadPuppet(photosDir, look.puppet)
  const printed = look.portraitOf === look.puppet ? actor : (await loadPuppet(photosDir, look.portraitOf)).actor
  const card = puppetCard(look.puppet)
  const flaw = { ...noFlaw, ...look.flaw }
  const [front, back] = [drawCardFront(card, printed.portrait), drawCardBack(card)]
  const held: Record<'front' | 'back', CardTexture> = {
    front: cardTexture(front, heldWidthPx, flaw.blurPx),
    back: cardTexture(back, heldWidthPx, flaw.blurPx),
  }
  const inRoom = cardTexture(front, roomCardWidthPx)
  const onlooker = look.bystander ? await loadActor(sourcesDir, 'b') : null
  const photograph = look.instead ? photoTexture(pictureOf({ yawDeg: 0, pitchDeg: 0, open01: 0 })) : null
  const stage = openStage()
  const lens = openLens(stageWidth, stageHeight)

  const roomPixels = (walked: number, seed: number, seconds: number, still: number): Uint8ClampedArray => {
    room ??= openRoomScene()
    const at = (no: number) => still * sway(seed + no)(seconds)
    const pixels = room(
      walked * 2 * Math.PI + 0.012 * at(1),
      -0.06 + 0.02 * at(2) + 0.02 * Math.sin(walked * 15),
      0.012 * at(3),
    )
    const hand = { x: 940 + 10 * at(4), y: 560 + 8 * at(5), yawDeg: 8 + 5 * at(6), pitchDeg: -6, rollDeg: -4 }
    drawHeldCard(pixels, inRoom, { ...hand, width: roomCardWidthPx }, noFlaw)
    return pixels
  }

  const draw = (shot: Shot, index: number, seed: number): Uint8ClampedArray => {
    const seconds = index / shot.framesPerSecond
    const still = Math.sin((Math.PI * index) / (shot.frames - 1))
    if (shot.name === 'pan') return roomPixels(ease((index - 6) / (shot.frames - 12)), seed, seconds, still)
    if (shot.name === 'room-hold') return roomPixels(1, seed, seconds, still)
    if (photograph) {
      const pixels = stage.draw({ actor, layers: [], framing: puppetFar, bystander: null })
      drawHeldCard(pixels, photograph, photoPose(seed, seconds), { ...noFlaw, screen: look.instead === 'screen' })
      return pixels
    }
    const layers = [{ picture: pictureOf(poseOf(shot, index, seed)), opacity01: 1, shiftX: 0, shiftY: 0 }]
    const bystander = onlooker && behind(onlooker, shot, index)
    const side = shot.name.startsWith('front') ? 'front' : shot.name.startsWith('back') ? 'back' : null
    if (!side) {
      const desk = stage.draw({ actor, layers, framing: puppetNear, bystander })
      return shot.name === 'room-in'
        ? swing(desk, roomPixels(0, seed, 0, 0), ease((index + 1) / (shot.frames + 1)))
        : desk
    }
    // The puppet leans back while the card comes up, and forward again when it goes.
    const moved = (index + 1) / (shot.frames + 1)
    const lifted = shot.name.endsWith('-in') ? moved : shot.name.endsWith('-out') ? 1 - moved : 1
    const framing = between(puppetNear, puppetFar, ease(lifted * 1.25))
    const pixels = stage.draw({ actor, layers, framing, bystander })
    const raised = ease((lifted - 0.25) / 0.75)
    if (raised > 0.02)
      drawHeldCard(pixels, held[side], cardPose(seed, seconds, shot.from === shot.to ? still : 0, raised), flaw)
    return pixels
  }

  const light = look.light === 'bad' ? badLight : goodLight
  return (shot, index) => {
    const seed = seedOf(look, shot)
    const exposure = light.exposure * (1 + 0.012 * Math.sin(index / 7 + seed))
    return lens(draw(shot, index, seed), { ...light, exposure }, seed * 8191 + index)
  }
}
