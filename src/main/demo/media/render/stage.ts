import { type Canvas, createCanvas } from '@napi-rs/canvas'
import { type Actor, world } from './actors.ts'
import { canvasOf, type Picture } from './picture.ts'

export const stageWidth = 1280
export const stageHeight = 720

/** What the virtual camera sees of the world: which footage point is in the middle at the top, and how large. */
export type Framing = { scale: number; centreX: number; topY: number }

/** Head and shoulders, for the steps that show a face. */
export const nearFraming: Record<Actor['person'], Framing> = {
  a: { scale: 2.42, centreX: 203, topY: 0 },
  b: { scale: 2.2, centreX: 186, topY: -40 },
}

/** Further back, so that a card fits before the chest without hiding the chin. */
export const farFraming: Record<Actor['person'], Framing> = {
  a: { scale: 1.5, centreX: 203, topY: 70 },
  b: { scale: 1.13, centreX: 186, topY: 18 },
}

export const between = (a: Framing, b: Framing, share01: number): Framing => ({
  scale: a.scale + (b.scale - a.scale) * share01,
  centreX: a.centreX + (b.centreX - a.centreX) * share01,
  topY: a.topY + (b.topY - a.topY) * share01,
})

/** A second man who stands behind, in stage pixels of his own footage's top middle. */
export type Bystander = { actor: Actor; frame: number; x: number; y: number; scale: number }

/** One stage that is drawn over and over; the pixels it answers are valid until the next drawing. */
export type Stage = {
  draw(people: {
    actor: Actor
    layers: { picture: Picture; opacity01: number; shiftX: number; shiftY: number }[]
    framing: Framing
    bystander: Bystander | null
  }): Uint8ClampedArray
}

const walls = new WeakMap<Actor, Canvas>()
const wallOf = (actor: Actor): Canvas => {
  let wall = walls.get(actor)
  if (!wall) {
    wall = canvasOf(actor.wall)
    walls.set(actor, wall)
  }
  return wall
}

export const openStage = (): Stage => {
  const canvas = createCanvas(stageWidth, stageHeight)
  const g = canvas.getContext('2d')
  g.imageSmoothingQuality = 'medium'
  /** Shoulders and neck below the footage's lower edge; a card or a transition hides most of it. */
  const drawChest = (actor: Actor, place: (x: number, y: number) => [number, number]) => {
    const { left, right, neck, neckHalfWidth, shirt, skin } = actor.script.chest
    const edge = actor.frame(actor.script.calm.rest).height - 5
    g.fillStyle = shirt
    g.beginPath()
    g.moveTo(...place(left, edge))
    g.lineTo(...place(right, edge))
    g.quadraticCurveTo(...place(right + 26, edge + 30), ...place(right + 30, edge + 300))
    g.lineTo(...place(left - 30, edge + 300))
    g.quadraticCurveTo(...place(left - 26, edge + 30), ...place(left, edge))
    g.fill()
    if (neckHalfWidth === 0) return
    const [x, y] = place(neck, edge)
    const [reach] = place(neck + neckHalfWidth, edge)
    g.fillStyle = skin
    g.beginPath()
    g.ellipse(x, y, reach - x, (reach - x) * 0.45, 0, 0, Math.PI)
    g.fill()
  }
  return {
    draw({ actor, layers, framing: { scale, centreX, topY }, bystander }) {
      const place = (x: number, y: number): [number, number] => [
        stageWidth / 2 + (x - centreX) * scale,
        (y - topY) * scale,
      ]
      const wall = wallOf(actor)
      g.globalAlpha = 1
      g.drawImage(wall, ...place(-world.left, -world.top), wall.width * scale, wall.height * scale)
      if (bystander) {
        const other = canvasOf(bystander.actor.frame(bystander.frame))
        const [width, height] = [other.width * bystander.scale, other.height * bystander.scale]
        drawChest(bystander.actor, (x, y) => [
          bystander.x + (x - other.width / 2) * bystander.scale,
          bystander.y + y * bystander.scale,
        ])
        g.drawImage(other, bystander.x - width / 2, bystander.y, width, height)
      }
      drawChest(actor, place)
      for (const { picture, opacity01, shiftX, shiftY } of layers) {
        const layer = canvasOf(picture)
        const [x, y] = place(shiftX, shiftY)
        g.globalAlpha = opacity01
        g.drawImage(
          layer,
          0,
          0,
          picture.width,
          picture.height - 3,
          x,
          y,
          picture.width * scale,
          (picture.height - 3) * scale,
        )
      }
      g.globalAlpha = 1
      return new Uint8ClampedArray(canvas.data().buffer, canvas.data().byteOffset, stageWidth * stageHeight * 4)
    },
  }
}
