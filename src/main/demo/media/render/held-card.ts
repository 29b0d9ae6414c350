import { createCanvas } from '@napi-rs/canvas'
import { type Homography, rectangleToQuad } from '#inspection/vision/homography.ts'
import { type Point, type Quad, quadSize } from '#inspection/vision/image.ts'
import { canvasOf, type Picture } from './picture.ts'
import { stageHeight, stageWidth } from './stage.ts'

/** Where a card is held: centre and width in stage pixels, turned by three angles in degrees. */
export type CardPose = { x: number; y: number; width: number; yawDeg: number; pitchDeg: number; rollDeg: number }

/**
 * What spoils the view of it: glare 0..1 over the fields, blur in card pixels, a finger over the number, the share of
 * its width that is out of the picture on the right, a shadow 0..1 over its lower third, a screen that shows it (with
 * its grid and its border), a copy in black and white.
 */
export type CardFlaw = {
  glare01: number
  blurPx: number
  fingerOver: boolean
  cropped01: number
  shadow01: number
  screen: boolean
  grey: boolean
}

export const noFlaw: CardFlaw = {
  glare01: 0,
  blurPx: 0,
  fingerOver: false,
  cropped01: 0,
  shadow01: 0,
  screen: false,
  grey: false,
}

const degrees = Math.PI / 180
const skin = [206, 158, 132] as const

/** The four corners of a held card, clockwise from its top left, seen by a camera as far away as 1.2 stage widths. */
export const cardCorners = ({ x, y, width, yawDeg, pitchDeg, rollDeg }: CardPose, aspect: number): Quad => {
  const [yaw, pitch, roll] = [yawDeg * degrees, pitchDeg * degrees, rollDeg * degrees]
  const corner = (a: number, b: number): Point => {
    const [across, down] = [(a * width) / 2, (b * width * aspect) / 2]
    const X = across * Math.cos(yaw)
    const depth = across * Math.sin(yaw)
    const Y = down * Math.cos(pitch) - depth * Math.sin(pitch)
    const Z = down * Math.sin(pitch) + depth * Math.cos(pitch)
    const near = 1 / (1 + Z / (stageWidth * 1.2))
    return [x + (X * Math.cos(roll) - Y * Math.sin(roll)) * near, y + (X * Math.sin(roll) + Y * Math.cos(roll)) * near]
  }
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
}

/** A card picture made ready for one size on the stage, so that drawing it needs no further averaging. */
export type CardTexture = { picture: Picture; aspect: number }

export const cardTexture = (card: Picture, widthPx: number, blurPx = 0): CardTexture => {
  const width = Math.round(widthPx * 1.15)
  const height = Math.round((width * card.height) / card.width)
  const canvas = createCanvas(width, height)
  const g = canvas.getContext('2d')
  g.imageSmoothingQuality = 'high'
  if (blurPx > 0) g.filter = `blur(${(blurPx * width) / card.width}px)`
  g.drawImage(canvasOf(card), 0, 0, width, height)
  const { data } = g.getImageData(0, 0, width, height)
  return { picture: { data: new Uint8ClampedArray(data), width, height }, aspect: card.height / card.width }
}

const invert = ([a, b, c, d, e, f, g, h]: Homography): number[] => [
  e - f * h,
  c * h - b,
  b * f - c * e,
  f * g - d,
  a - c * g,
  c * d - a * f,
  d * h - e * g,
  b * g - a * h,
  a * e - b * d,
]

const bounds = (quad: Quad, margin: number) => {
  const xs = quad.map((point) => point[0])
  const ys = quad.map((point) => point[1])
  return {
    x0: Math.max(0, Math.floor(Math.min(...xs) - margin)),
    x1: Math.min(stageWidth - 1, Math.ceil(Math.max(...xs) + margin)),
    y0: Math.max(0, Math.floor(Math.min(...ys) - margin)),
    y1: Math.min(stageHeight - 1, Math.ceil(Math.max(...ys) + margin)),
  }
}

/** Draws the card into a stage's pixels, with a thumb at each side and a shadow on the shirt. */
export const drawHeldCard = (stage: Uint8ClampedArray, texture: CardTexture, held: CardPose, flaw: CardFlaw): void => {
  const pose = flaw.cropped01 > 0 ? { ...held, x: stageWidth - held.width / 2 + flaw.cropped01 * held.width } : held
  const quad = cardCorners(pose, texture.aspect)
  const { picture } = texture
  const map = rectangleToQuad(picture.width, picture.height, quad)
  if (!map) return
  const m = invert(map)
  const { x0, x1, y0, y1 } = bounds(quad, flaw.screen ? 60 : 30)
  const { data, width, height } = picture
  const softness = width / quadSize(quad).width
  const glare = 300 * flaw.glare01
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++) {
      const z = 1 / (m6 * x + m7 * y + m8)
      const sx = (m0 * x + m1 * y + m2) * z
      const sy = (m3 * x + m4 * y + m5) * z
      const to = (y * stageWidth + x) * 4
      const outside = Math.max(-sx, sx - (width - 1), -sy, sy - (height - 1))
      if (flaw.screen && outside >= 0 && outside < borderShare01 * width) {
        for (let c = 0; c < 3; c++) stage[to + c] = borderGrey
        continue
      }
      if (outside >= 0) {
        const shadow = Math.max(0, 1 - outside / (24 * softness)) * 0.35
        for (let c = 0; c < 3; c++) stage[to + c]! *= 1 - shadow
        continue
      }
      const left = Math.min(width - 2, sx | 0)
      const top = Math.min(height - 2, sy | 0)
      const fx = sx - left
      const fy = sy - top
      const at = (top * width + left) * 4
      const below = at + width * 4
      const w00 = (1 - fx) * (1 - fy)
      const w10 = fx * (1 - fy)
      const w01 = (1 - fx) * fy
      const w11 = fx * fy
      const opacity =
        (data[at + 3]! * w00 + data[at + 7]! * w10 + data[below + 3]! * w01 + data[below + 7]! * w11) / 255
      const u = sx / width
      const v = sy / height
      const shine = glare === 0 ? 0 : glare * Math.exp(-((u - 0.55) ** 2) / 0.05 - (v - 0.8) ** 2 / 0.04)
      const light = (0.93 + 0.05 * (u - v)) * shadeAt(v, flaw.shadow01) * (flaw.screen ? gridAt(u, v) : 1)
      const inkOf = (c: number) =>
        data[at + c]! * w00 + data[at + 4 + c]! * w10 + data[below + c]! * w01 + data[below + 4 + c]! * w11
      const grey = flaw.grey ? 0.299 * inkOf(0) + 0.587 * inkOf(1) + 0.114 * inkOf(2) : null
      for (let c = 0; c < 3; c++)
        stage[to + c] = stage[to + c]! * (1 - opacity) + ((grey ?? inkOf(c)) * light + shine) * opacity
    }
  const along = (a: Point, b: Point, share: number): Point => [
    a[0] + (b[0] - a[0]) * share,
    a[1] + (b[1] - a[1]) * share,
  ]
  const size = pose.width / 640
  const thumb = (side: Point, tilt: number) => drawFinger(stage, side[0], side[1], 24 * size, 60 * size, tilt)
  const [leftEdge, rightEdge] = [along(quad[0], quad[3], 0.72), along(quad[1], quad[2], 0.72)]
  thumb([leftEdge[0] - 8 * size, leftEdge[1] + 26 * size], 0.9)
  thumb([rightEdge[0] + 8 * size, rightEdge[1] + 26 * size], -0.9)
  if (flaw.fingerOver) {
    const over = along(along(quad[3], quad[2], 0.55), along(quad[0], quad[1], 0.55), 0.14)
    drawFinger(stage, over[0], over[1] + 40 * size, 34 * size, 95 * size, 0.2)
  }
}

/** A phone's border, and how its pixels beat with the camera's: some thirty ripples across the card. */
const borderShare01 = 0.045
const borderGrey = 14
const gridAt = (u: number, v: number): number => 1 + 0.09 * Math.sin(u * 360 + 40 * v) * Math.sin(v * 260)

/** A shadow with a soft edge, as a head or a shelf casts it. */
const shadeAt = (v: number, shadow01: number): number =>
  shadow01 === 0 ? 1 : 1 - shadow01 * Math.min(1, Math.max(0, (v - 0.62) / 0.08))

const drawFinger = (stage: Uint8ClampedArray, cx: number, cy: number, rx: number, ry: number, tilt: number): void => {
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)]
  for (let y = Math.max(0, Math.floor(cy - ry)); y < Math.min(stageHeight, cy + ry); y++)
    for (let x = Math.max(0, Math.floor(cx - ry)); x < Math.min(stageWidth, cx + ry); x++) {
      const u = ((x - cx) * cos + (y - cy) * sin) / rx
      const v = (-(x - cx) * sin + (y - cy) * cos) / ry
      const inside = 1 - u * u - v * v
      if (inside <= 0) continue
      const opacity = Math.min(1, inside * 6)
      const shade = 0.66 + 0.34 * Math.sqrt(inside) - 0.1 * u
      const to = (y * stageWidth + x) * 4
      for (let c = 0; c < 3; c++) stage[to + c] = stage[to + c]! * (1 - opacity) + skin[c]! * shade * opacity
    }
}
