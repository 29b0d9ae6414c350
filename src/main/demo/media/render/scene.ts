import { type Actor, loadActor } from './actors.ts'
import { drawCardBack, drawCardFront, loadCardFonts } from './card-drawing.ts'
import { calmLayer, faceLayers } from './face-scene.ts'
import { type CardPose, type CardTexture, cardTexture, drawHeldCard, noFlaw } from './held-card.ts'
import { badLight, goodLight, openLens } from './lens.ts'
import { drawLicence } from './licence-drawing.ts'
import { ease, type Picture, seededRandom } from './picture.ts'
import { openRoomScene, swing } from './room-scene.ts'
import type { Look, Shot } from './shots.ts'
import { between, farFraming, nearFraming, openStage, stageHeight, stageWidth } from './stage.ts'

/** One frame of a shot as planar 4:2:0, 1280 × 720. */
export type Scene = { frame(shot: Shot, index: number): Uint8Array }

type HeldPlace = { widthPx: number; x: number; y: number; comesUpPx: number }
/** A card is held before the chest; a licence fills the picture, as its print is no larger than the card's. */
const heldPlaces: Record<Held, HeldPlace> = {
  front: { widthPx: 640, x: stageWidth / 2, y: 466, comesUpPx: 520 },
  back: { widthPx: 640, x: stageWidth / 2, y: 466, comesUpPx: 520 },
  licence: { widthPx: 948, x: stageWidth / 2, y: 364, comesUpPx: 760 },
}
const roomCardWidthPx = 330

type Held = 'front' | 'back' | 'licence'
const heldIn = (name: Shot['name']): Held | null =>
  (['front', 'back', 'licence'] as const).find((held) => name.startsWith(held)) ?? null

/** How a hand trembles: periodic over a clip, so that the end meets the beginning, and still at both. */
const tremble = (seed: number, share: number): number[] => {
  const random = seededRandom(seed)
  return Array.from({ length: 6 }, () => {
    const [a, b] = [random() - 0.5, random() - 0.5]
    const once = Math.sin(2 * Math.PI * share)
    const thrice = Math.sin(6 * Math.PI * share)
    return (a * once + b * thrice * 0.5) * Math.sin(Math.PI * share) ** 0.5 * 2
  })
}

const heldPose = (held: Held, seed: number, share: number, lifted01: number): CardPose => {
  const place = heldPlaces[held]
  const [x, y, yaw, pitch, roll, size] = tremble(seed, share) as [number, number, number, number, number, number]
  return {
    x: place.x + 8 * x,
    y: place.y + 5 * y + (1 - lifted01) * place.comesUpPx,
    width: place.widthPx * (1 + 0.012 * size),
    yawDeg: 4 + 4 * yaw,
    pitchDeg: -3 + 4 * pitch,
    rollDeg: 1.2 + 1.6 * roll - (1 - lifted01) * 14,
  }
}

/** Opens everything that the shots of one look need. */
export const openScene = async (sourcesDir: string, look: Look): Promise<Scene> => {
  loadCardFonts(sourcesDir)
  const actor = await loadActor(sourcesDir, look.person)
  const others = new Map<string, Actor>([[look.person, actor]])
  const other = async (person: Look['person']): Promise<Actor> => {
    const known = others.get(person) ?? (await loadActor(sourcesDir, person))
    others.set(person, known)
    return known
  }
  const printed = await other(look.portraitOf)
  const behind = look.bystander ? await other(look.person === 'a' ? 'b' : 'a') : null
  const stage = openStage()
  const lens = openLens(stageWidth, stageHeight)
  const light = look.light === 'good' ? goodLight : badLight
  const front = drawCardFront(look.card, printed.portrait)
  const textures = new Map<string, CardTexture>()
  const drawn = (held: Held): Picture => {
    if (held === 'front') return front
    if (held === 'back') return drawCardBack(look.card)
    if (!look.licence) throw new Error('This seller brought no licence')
    return drawLicence(look.licence)
  }
  const texture = (held: Held, widthPx: number): CardTexture => {
    const key = `${held} ${widthPx}`
    const made = textures.get(key) ?? cardTexture(drawn(held), widthPx, look.flaw.blurPx)
    textures.set(key, made)
    return made
  }
  const [near, far] = [nearFraming[look.person], farFraming[look.person]]

  /** Somebody alive who looks on: he nods, smiles and shifts from one foot to the other. */
  const bystanderAt = (shot: Shot, index: number) => {
    if (!behind) return null
    const share = index / shot.frames
    const outAndBack = Math.min(index, shot.frames - index) * (25 / shot.framesPerSecond)
    return {
      actor: behind,
      frame: Math.round(20 + outAndBack),
      x: 1050 + 55 * Math.sin(2 * Math.PI * share),
      y: 170 + 12 * Math.sin(4 * Math.PI * share),
      scale: 1.15,
    }
  }

  const room = lazily(openRoomScene)
  /** The room with the card in hand, `walked` of the way round. */
  const roomPixels = (walked: number, seed: number, share: number): Uint8ClampedArray => {
    const [x, y, yaw, pitch, roll] = tremble(seed, share) as [number, number, number, number, number]
    const pixels = room()(
      (walked * look.panDegrees * Math.PI) / 180 + 0.012 * x,
      -0.06 + 0.02 * pitch + 0.02 * Math.sin(walked * 15),
      0.012 * roll,
    )
    const hand = { x: 940 + 10 * x, y: 560 + 8 * y, yawDeg: 8 + 5 * yaw, pitchDeg: -6, rollDeg: -4 }
    drawHeldCard(pixels, texture('front', roomCardWidthPx), { ...hand, width: roomCardWidthPx }, noFlaw)
    return pixels
  }

  const draw = (shot: Shot, index: number, seed: number): Uint8ClampedArray => {
    const share = index / shot.frames
    const held = heldIn(shot.name)
    if (shot.name === 'pan') return roomPixels(ease((index - 6) / (shot.frames - 12)), seed, share)
    if (shot.name === 'room-hold') return roomPixels(1, seed, share)
    const bystander = bystanderAt(shot, index)
    if (shot.name === 'room-in' || shot.name === 'room-out') {
      const swung = ease((index + 1) / (shot.frames + 1))
      const desk = stage.draw({ actor, layers: [calmLayer(actor, index, shot.frames / 2)], framing: near, bystander })
      return shot.name === 'room-in'
        ? swing(desk, roomPixels(0, seed, 0), swung)
        : swing(desk, roomPixels(1, seed, 0), 1 - swung)
    }
    if (!held) {
      const layers = faceLayers(actor, shot.name, shot.take, index)
      return stage.draw({ actor, layers, framing: near, bystander })
    }
    // The man leans back while the card comes up, and forward again when it goes.
    const moved = (index + 1) / (shot.frames + 1)
    const lifted = shot.name.endsWith('-in') ? moved : shot.name.endsWith('-out') ? 1 - moved : 1
    const step = Math.round(25 / shot.framesPerSecond)
    const layers = [calmLayer(actor, index * step, (shot.frames * step) / 2)]
    const pixels = stage.draw({ actor, layers, framing: between(near, far, ease(lifted * 1.25)), bystander })
    const raised = ease((lifted - 0.25) / 0.75)
    const still = shot.from === shot.to ? share : 0
    if (raised > 0.02)
      drawHeldCard(pixels, texture(held, heldPlaces[held].widthPx), heldPose(held, seed, still, raised), look.flaw)
    return pixels
  }

  return {
    frame(shot, index) {
      const seed = seedOf(shot)
      const flicker = 1 + 0.012 * Math.sin(index / 7 + seed)
      return lens(draw(shot, index, seed), { ...light, exposure: light.exposure * flicker }, seed * 8191 + index)
    },
  }
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const seedOf = (shot: Shot): number =>
  [...`${shot.name}/${shot.take}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65521, 7)
