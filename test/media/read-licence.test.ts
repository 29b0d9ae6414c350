import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LicenceRead } from '#inspection/evidence.ts'
import { openModels } from '#inspection/models/load.ts'
import { fitHomography } from '#inspection/vision/homography.ts'
import type { Point, Quad, RgbImage } from '#inspection/vision/image.ts'
import { type LicenceLook, lookAtLicence } from '#inspection/vision/licence-look.ts'
import { licenceParts } from '#inspection/vision/licence-text.ts'
import { warpRgb } from '#inspection/vision/warp.ts'
import { ensureSources } from '#main/demo/media/media-packages.ts'
import { loadCardFonts } from '#main/demo/media/render/card-drawing.ts'
import { inventedCard, inventedLicence, type LicenceFields } from '#main/demo/media/render/invented-identity.ts'
import { drawLicence } from '#main/demo/media/render/licence-drawing.ts'
import type { Picture } from '#main/demo/media/render/picture.ts'
import { modelsDir } from '#main/models-dir.ts'
import { mediaCacheDir } from './media-cache.ts'

/** Drawn licences laid into a picture at poses two hands would hold them, read by the real models. */
const models = openModels(modelsDir())
beforeAll(async () => loadCardFonts(await ensureSources(mediaCacheDir)))
afterAll(() => models.release())

const longScope =
  '服装服饰零售；鞋帽零售；箱包零售；日用百货销售；互联网销售（除销售需要许可的商品）；货物进出口；技术进出口。（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）'

const upright: Quad = [
  [170, 24],
  [1118, 24],
  [1118, 693],
  [170, 693],
]
const poses: Record<string, Quad> = {
  upright,
  'turned by three degrees': [
    [186, 4],
    [1130, 54],
    [1096, 716],
    [152, 666],
  ],
  'tilted away on the right': [
    [150, 20],
    [1090, 60],
    [1086, 664],
    [144, 704],
  ],
}

const lookAt = async (changes: Partial<LicenceFields>, pose: Quad): Promise<LicenceLook> => {
  const sheet = plainOf(drawLicence(inventedLicence(inventedCard('a'), changes)))
  const map = fitHomography(pose, cornersOf(sheet))
  if (!map) throw new Error('no such pose')
  return lookAtLicence(models, onDesk(sheet, map))
}
const readAt = async (changes: Partial<LicenceFields>, pose: Quad): Promise<LicenceRead | null> =>
  (await lookAt(changes, pose)).read

describe.each(Object.entries(poses))('[CK2] a licence held %s', (_name, pose) => {
  test('[CK2] its parts, fields and seal are found', async () => {
    const changes = { scope: longScope, term: { from: '2016-03-01', to: '2036-02-29' } }
    const wanted = inventedLicence(inventedCard('a'), changes)
    const read = await readAt(changes, pose)
    expect(read?.parts).toEqual([...licenceParts])
    expect(textsOf(read)).toMatchObject({
      creditCode: wanted.creditCode,
      companyName: wanted.name,
      companyType: wanted.type,
      representative: wanted.legalRepresentative,
      capital: wanted.capital,
      founded: wanted.founded,
      term: '2016-03-01/2036-02-29',
      address: wanted.address,
      issued: wanted.issuedOn,
    })
    expect(lettersOf(textsOf(read).scope)).toBe(lettersOf(longScope))
    expect(read?.seal?.ring01).toBeGreaterThan(0.9)
    expect(read?.duplicate).toBeNull()
  })
})

test('[CK2] a sheet without a seal has none, one that says 副本 is known as the duplicate', async () => {
  const read = await readAt({ sealed: false, duplicate: true }, upright)
  expect(read?.seal?.ring01 ?? 0).toBeLessThan(0.35)
  expect(read?.duplicate).not.toBeNull()
})

test('[CK2] print that the picture cuts off is counted, print too far away is let go or known as small', async () => {
  const cut: Quad = [
    [500, 24],
    [1448, 24],
    [1448, 693],
    [500, 693],
  ]
  expect((await lookAt({}, cut)).print?.cutLines).toBeGreaterThanOrEqual(3)
  const far: Quad = [
    [420, 200],
    [860, 200],
    [860, 511],
    [420, 511],
  ]
  expect((await readAt({}, far))?.widthPx ?? 0).toBeLessThan(600)
})

test('[EL4] a newer form prints no term, and none is read', async () => {
  const texts = textsOf(await readAt({ term: 'not-printed', scope: longScope }, upright))
  expect(texts.term).toBeUndefined()
  expect(texts).toMatchObject({ capital: '壹佰万元整', founded: '2019-01-12' })
  expect(texts.address).toBe(inventedLicence(inventedCard('a')).address)
})

const textsOf = (read: LicenceRead | null): Partial<Record<keyof LicenceRead['fields'], string>> =>
  Object.fromEntries(Object.entries(read?.fields ?? {}).map(([name, field]) => [name, field.text]))

const lettersOf = (text: string | undefined) => text?.normalize('NFKC').replace(/[\p{P}\p{S}]/gu, '')

const cornersOf = ({ width, height }: RgbImage): Point[] => [
  [0, 0],
  [width - 1, 0],
  [width - 1, height - 1],
  [0, height - 1],
]

/** Smaller first by whole steps, or the laid-in sheet would lose every other stroke. */
const plainOf = ({ data, width, height }: Picture): RgbImage => {
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let k = 0; k < 3; k += 1) {
        const [right, below] = [Math.min(width - 1, x + 1), Math.min(height - 1, y + 1)]
        const at = (column: number, row: number) => data[4 * (row * width + column) + k]!
        rgb[3 * (y * width + x) + k] = (at(x, y) + at(right, y) + at(x, below) + at(right, below)) / 4
      }
  return { data: rgb, width, height }
}

/** A brown desk, so that the camera is seen to see colours. */
const onDesk = (sheet: RgbImage, map: Parameters<typeof warpRgb>[3]): RgbImage => {
  const picture = warpRgb(sheet, 1280, 720, map)
  for (let i = 0; i < picture.data.length; i += 3)
    if (picture.data[i] === 0 && picture.data[i + 1] === 0) picture.data.set([122, 92, 70], i)
  return picture
}
