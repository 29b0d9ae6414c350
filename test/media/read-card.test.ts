import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CardRead } from '#inspection/evidence.ts'
import { openModels } from '#inspection/models/load.ts'
import { fitHomography } from '#inspection/vision/homography.ts'
import type { Point, Quad, RgbImage } from '#inspection/vision/image.ts'
import { lookAtFrame } from '#inspection/vision/look-at-frame.ts'
import { warpRgb } from '#inspection/vision/warp.ts'
import { ensureSources } from '#main/demo/media/media-packages.ts'
import { drawCardBack, drawCardFront, loadCardFonts } from '#main/demo/media/render/card-drawing.ts'
import { inventedCard } from '#main/demo/media/render/invented-identity.ts'
import { emptyPicture, type Picture } from '#main/demo/media/render/picture.ts'
import { modelsDir } from '#main/models-dir.ts'
import { mediaCacheDir } from './media-cache.ts'

/** Drawn cards laid into a picture at poses a hand would hold them, read by the real models. */
const models = openModels(modelsDir())
const card = inventedCard('a', { name: '欧阳样本', validTo: null })
let sides: { front: RgbImage; back: RgbImage }

beforeAll(async () => {
  loadCardFonts(await ensureSources(mediaCacheDir))
  sides = { front: onPaper(drawCardFront(card, emptyPicture(278, 350))), back: onPaper(drawCardBack(card)) }
})
afterAll(() => models.release())

const poses: Record<string, Quad> = {
  'half of the picture, upright': [
    [330, 160],
    [970, 160],
    [970, 563],
    [330, 563],
  ],
  'a third of the picture': [
    [700, 300],
    [1090, 300],
    [1090, 546],
    [700, 546],
  ],
  'turned by ten degrees': [
    [392, 100],
    [1012, 209],
    [943, 600],
    [323, 491],
  ],
  'tilted away on the right': [
    [280, 110],
    [960, 180],
    [955, 560],
    [270, 610],
  ],
}

const readAt = async (side: RgbImage, pose: Quad): Promise<CardRead> => {
  const toCard = fitHomography(pose, cornersOf(side))
  if (!toCard) throw new Error('no such pose')
  const picture = warpRgb(side, 1280, 720, toCard)
  const wishes = {
    faces: false,
    likeness: false,
    pose: false,
    card: 'read',
    cardNear: null,
    keepPicture: 'no',
  } as const
  const { look } = await lookAtFrame(models, picture, 0, wishes)
  if (!look.card) throw new Error('no card was found')
  return look.card
}

describe.each(Object.entries(poses))('[CK1] a card held %s', (_name, pose) => {
  test('[CK1] front: side, fields and corners', async () => {
    const read = await readAt(sides.front, pose)
    expect(read.side).toBe('front')
    expect(textsOf(read)).toMatchObject({
      name: '欧阳样本',
      sex: '男',
      ethnicity: card.ethnicity,
      birth: card.birth,
      number: card.idNumber,
    })
    expect(farthestCorner(read.quad, pose)).toBeLessThan(0.04 * read.widthPx)
  })

  // The back has fewer words, all right of the middle, so its left corners are less certain.
  test('[CK1] [EL3] back: a term without end, and the corners', async () => {
    const read = await readAt(sides.back, pose)
    expect(read.side).toBe('back')
    expect(textsOf(read).validity).toBe(`${card.validFrom}/`)
    expect(farthestCorner(read.quad, pose)).toBeLessThan(0.08 * read.widthPx)
  })
})

test('[CK4] a card without a portrait has none, whatever face is behind it', async () => {
  expect((await readAt(sides.front, poses['half of the picture, upright']!)).portrait).toBeNull()
})

const textsOf = (read: CardRead) =>
  Object.fromEntries(Object.entries(read.fields).map(([name, field]) => [name, field.text]))

const farthestCorner = (found: Quad, truth: Quad): number =>
  Math.max(...found.map(([x, y], i) => Math.hypot(x - truth[i]![0], y - truth[i]![1])))

const cornersOf = ({ width, height }: RgbImage): Point[] => [
  [0, 0],
  [width - 1, 0],
  [width - 1, height - 1],
  [0, height - 1],
]

/** Without transparency: the rounded corners of the drawing become white. */
const onPaper = ({ data, width, height }: Picture): RgbImage => {
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i += 1) {
    const alpha = data[4 * i + 3]! / 255
    for (let k = 0; k < 3; k += 1) rgb[3 * i + k] = data[4 * i + k]! * alpha + 255 * (1 - alpha)
  }
  return { data: rgb, width, height }
}
