import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SKRSContext2D } from '@napi-rs/canvas'
import sharp from 'sharp'
import { type Actor, world } from '#main/demo/media/render/actors.ts'
import { turnHead } from '#main/demo/media/render/head-warp.ts'
import { canvasOf, emptyPicture, type Picture, paint } from '#main/demo/media/render/picture.ts'
import type { Framing } from '#main/demo/media/render/stage.ts'
import { faceOf, type PhotoFace, type PuppetId } from './people.ts'

/** How a puppet holds its head and mouth: degrees to its left and upwards, and 0 (shut) to 1 (wide open). */
export type PuppetPose = { yawDeg: number; pitchDeg: number; open01: number }

/**
 * A photograph that turns its head and opens its mouth; it neither blinks nor moves anything else. Each photograph is
 * first turned about the face until its eyes are level: heads turn about their own neck, and a puppet that was
 * photographed with the head on one side would turn and speak across its face.
 */
export type Puppet = { actor: Actor; pictureOf(pose: PuppetPose): Picture }

/** The face is scaled to the size that the footage of the two men has, so that the same framings fit. */
const frame = { width: 440, height: 400, faceX: 220, faceY: 170, faceWidth: 130 } as const
const featherPx = 26

export const puppetNear: Framing = { scale: 2.1, centreX: frame.faceX, topY: 27 }
export const puppetFar: Framing = { scale: 1.2, centreX: frame.faceX, topY: 46 }

export const loadPuppet = async (photosDir: string, id: PuppetId): Promise<Puppet> => {
  const photo = await decoded(await readFile(join(photosDir, `${id}.jpg`)))
  const face = faceOf(id)
  const [x0, y0, x1, y1] = face.box
  const scale = frame.faceWidth / (x1 - x0)
  const left = frame.faceX - ((x0 + x1) / 2) * scale
  const top = frame.faceY - ((y0 + y1) / 2) * scale
  const [width, height] = [photo.width * scale, photo.height * scale]
  const lean = (face.leanDeg * Math.PI) / 180
  const still = paint(frame.width, frame.height, (g) => {
    g.imageSmoothingQuality = 'high'
    turnAbout(g, frame.faceX, frame.faceY, -lean)
    g.drawImage(canvasOf(photo), left, top, width, height)
  })
  const rest = feathered(still, { left, top, right: left + width, bottom: top + height }, lean)
  const mouth = mouthIn(face, scale, left, top)
  const head = {
    x: frame.faceX,
    y: frame.faceY,
    radiusX: frame.faceWidth / 2,
    radiusY: ((y1 - y0) * scale) / 2 + 8,
  }
  const span = { from: 0, to: 0, peak: 0 }
  const moves = { left: span, right: span, up: span, down: span, 'speak-short': span, 'speak-wide': span }
  const actor: Actor = {
    // Whose script a scene of the two men would take; the stage does not ask.
    person: 'a',
    script: {
      file: `${id}.jpg`,
      framesPerSecond: 25,
      calm: { from: 0, rest: 0 },
      moves,
      extraTurnDeg: { left: 20, right: 20, up: 18, down: 18 },
      head,
      chest: { ...shoulders, shirt: colourAt(still, frame.faceX, frame.height - 12), skin: '#a5704f' },
      portrait: { frame: 0, x: 0, y: 0, width: 0 },
    },
    frame: () => rest,
    wall: await wallOf(photo, scale, left, top),
    portrait: portraitOf(photo, face),
  }
  return {
    actor,
    pictureOf: ({ yawDeg, pitchDeg, open01 }) =>
      turnHead(open01 < 0.02 ? rest : withOpenMouth(rest, mouth, open01), head, yawDeg, pitchDeg),
  }
}

const shoulders = { left: 70, right: 370, neck: frame.faceX, neckHalfWidth: 0 } as const

const decoded = async (bytes: Uint8Array): Promise<Picture> => {
  const { data, info } = await sharp(bytes)
    .rotate()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height }
}

type Area = { left: number; top: number; right: number; bottom: number }

const turnAbout = (g: SKRSContext2D, x: number, y: number, radians: number): void => {
  g.translate(x, y)
  g.rotate(radians)
  g.translate(-x, -y)
}

/** Where a point comes to lie when the picture is turned back by a lean about a centre. */
const uprightPoint = ([x, y]: readonly [number, number], [cx, cy]: readonly [number, number], lean: number) => {
  const [cos, sin] = [Math.cos(lean), Math.sin(lean)]
  return [cx + (x - cx) * cos + (y - cy) * sin, cy - (x - cx) * sin + (y - cy) * cos] as const
}

/** Towards its edges the photograph, which lies in the frame turned by `lean`, fades into the blurred wall behind it. */
const feathered = (still: Picture, area: Area, lean: number): Picture => {
  const data = new Uint8ClampedArray(still.data)
  for (let y = 0; y < still.height; y++)
    for (let x = 0; x < still.width; x++) {
      const [px, py] = uprightPoint([x, y], [frame.faceX, frame.faceY], -lean)
      const toPhoto = Math.min(px - area.left, area.right - 1 - px, py - area.top, area.bottom - 1 - py)
      const inside = Math.min(x, still.width - 1 - x, y, still.height - 1 - y, toPhoto) / featherPx
      const at = (y * still.width + x) * 4 + 3
      data[at] = data[at]! * Math.min(1, Math.max(0, inside))
    }
  return { ...still, data }
}

/** The photograph's own surroundings carried on beyond its edges and blurred, of the world's size. */
const wallOf = async (photo: Picture, scale: number, left: number, top: number): Promise<Picture> => {
  const width = frame.width + world.left + world.right
  const height = frame.height + world.top + world.bottom
  // At a quarter of the size: nothing sharp is left of it anyway.
  const small = (length: number) => Math.max(1, Math.round(length / 4))
  const [x, y] = [small(world.left + left), small(world.top + top)]
  const [w, h] = [small(photo.width * scale), small(photo.height * scale)]
  const [W, H] = [small(width), small(height)]
  const resized = await sharp(photo.data, { raw: { width: photo.width, height: photo.height, channels: 4 } })
    .removeAlpha()
    .resize(w, h, { fit: 'fill' })
    .png()
    .toBuffer()
  const extended = await sharp(resized)
    .extend({ left: x, top: y, right: Math.max(0, W - x - w), bottom: Math.max(0, H - y - h), extendWith: 'copy' })
    .png()
    .toBuffer()
  const { data, info } = await sharp(extended)
    .extract({ left: 0, top: 0, width: W, height: H })
    .blur(9)
    .resize(width, height, { fit: 'fill' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height }
}

const colourAt = ({ data, width }: Picture, x: number, y: number): string => {
  const at = (y * width + x) * 4
  return data[at + 3] === 0 ? '#5e5f60' : `rgb(${data[at]},${data[at + 1]},${data[at + 2]})`
}

const portraitOf = (photo: Picture, { box: [x0, y0, x1, y1], leanDeg }: PhotoFace): Picture => {
  const width = (x1 - x0) * 1.6
  const height = (width * 350) / 278
  return paint(278, 350, (g) => {
    g.fillStyle = '#e9edf0'
    g.fillRect(0, 0, 278, 350)
    g.imageSmoothingQuality = 'high'
    g.filter = 'brightness(1.05) saturate(0.9)'
    const [x, y] = [(x0 + x1) / 2 - width / 2, (y0 + y1) / 2 - height * 0.52]
    turnAbout(g, 139, 0.52 * 350, (-leanDeg * Math.PI) / 180)
    g.drawImage(
      canvasOf(photo),
      (-x * 278) / width,
      (-y * 278) / width,
      (photo.width * 278) / width,
      (photo.height * 278) / width,
    )
  })
}

/** The line between the lips, which may lean, and how far down the chin lies. */
type Mouth = { x: number; y: number; halfWidth: number; slope: number; chin: number }

const mouthIn = ({ box, leanDeg, mouth }: PhotoFace, scale: number, dx: number, dy: number): Mouth => {
  const [x0, y0, x1, y1] = box
  const inFrame = (point: readonly [number, number]) => {
    const [x, y] = uprightPoint(point, [(x0 + x1) / 2, (y0 + y1) / 2], (leanDeg * Math.PI) / 180)
    return [x * scale + dx, y * scale + dy] as const
  }
  const [left, right, lowerLip, chin] = [mouth.left, mouth.right, mouth.lowerLip, mouth.chin].map(inFrame) as [
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ]
  return {
    x: (left[0] + right[0]) / 2,
    y: lowerLip[1],
    halfWidth: (right[0] - left[0]) / 2,
    slope: (right[1] - left[1]) / (right[0] - left[0]),
    chin: Math.max(12, chin[1] - lowerLip[1]),
  }
}

const darkInside = [58, 22, 24] as const

/** Lower lip and chin go down; what opens is dark. Below the chin the movement dies away. */
const withOpenMouth = (picture: Picture, mouth: Mouth, open01: number): Picture => {
  const { width, height, data: source } = picture
  const out = { ...emptyPicture(width, height), data: new Uint8ClampedArray(source) }
  const widest = open01 * mouth.chin * 0.55
  const reach = mouth.halfWidth * 1.9
  for (let x = Math.max(0, Math.floor(mouth.x - reach)); x < Math.min(width, mouth.x + reach); x++) {
    const across = (x - mouth.x) / mouth.halfWidth
    const lineY = mouth.y + (x - mouth.x) * mouth.slope
    const lip = widest * Math.max(0, 1 - across * across)
    const jaw = widest * Math.max(0, Math.cos((Math.min(1, Math.abs(across) / 1.9) * Math.PI) / 2)) ** 2
    const end = lineY + mouth.chin * 2
    for (let y = Math.max(0, Math.ceil(lineY)); y < Math.min(height - 1, end); y++) {
      const to = (y * width + x) * 4
      if (y < lineY + lip) {
        for (let c = 0; c < 3; c++) out.data[to + c] = darkInside[c]!
        continue
      }
      const gap = Math.max(lip, jaw)
      const from =
        lip >= 1
          ? lineY + ((y - lineY - lip) * (end - lineY)) / (end - lineY - lip)
          : y - gap * Math.min(1, (end - y) / mouth.chin)
      const sy = Math.min(height - 1.001, Math.max(0, from))
      const upper = Math.floor(sy)
      const share = sy - upper
      const at = (upper * width + x) * 4
      for (let c = 0; c < 4; c++) out.data[to + c] = source[at + c]! * (1 - share) + source[at + width * 4 + c]! * share
    }
  }
  return out
}
