import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { giveBackTensor, takeTensor } from '../models/tensor-memory.ts'
import { cardCorners, registerCard } from './card-anchor.ts'
import { cardPlane } from './card-layout.ts'
import { fitHomography, fitSimilarity, type Homography, project, rectangleToQuad } from './homography.ts'
import { readCardText } from './id-card-fields.ts'
import { boxOverlap01, insideQuad, type Point, type Quad } from './image.ts'
import { smallestRectangle } from './smallest-rectangle.ts'
import { textLine } from './text-line.ts'
import { cropMap, warpRgb, warpTensor } from './warp.ts'

const quad: Quad = [
  [300, 120],
  [980, 180],
  [960, 600],
  [280, 560],
]

const closeTo = (point: Point, wanted: Point, within = 1e-6) => {
  expect(Math.abs(point[0] - wanted[0])).toBeLessThan(within)
  expect(Math.abs(point[1] - wanted[1])).toBeLessThan(within)
}

describe('maps', () => {
  test('four pairs fix a homography exactly', () => {
    const map = rectangleToQuad(1012, 638, quad)!
    closeTo(project(map, [0, 0]), quad[0], 1e-4)
    closeTo(project(map, [1011, 637]), quad[2], 1e-4)
  })

  test('points in one line fix none', () => {
    const line: Point[] = [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]
    expect(fitHomography(line, line)).toBeNull()
    expect(fitHomography(line.slice(0, 3), line.slice(0, 3))).toBeNull()
  })

  test('a similarity is found whatever the turn, size and shift', () => {
    const double = fc.double({ min: -100, max: 100, noNaN: true })
    fc.assert(
      fc.property(double, double, fc.double({ min: 0.2, max: 5, noNaN: true }), double, (dx, dy, size, angle) => {
        const from: Point[] = [
          [0, 0],
          [10, 0],
          [3, 8],
          [-4, 5],
        ]
        const [cos, sin] = [size * Math.cos(angle), size * Math.sin(angle)]
        const to = from.map(([x, y]): Point => [cos * x - sin * y + dx, sin * x + cos * y + dy])
        const map = fitSimilarity(from, to)
        for (const [i, point] of from.entries()) closeTo(project(map, point), to[i]!)
      }),
    )
  })
})

describe('pictures', () => {
  const gradient = {
    data: Uint8Array.from({ length: 8 * 4 * 3 }, (_, i) => 10 * (Math.floor(i / 3) % 8) + (i % 3)),
    width: 8,
    height: 4,
  }

  test('a crop at its own size is the crop, and outside is black', () => {
    const crop = warpRgb(gradient, 4, 2, cropMap(6, 1, 4, 2, 4, 2))
    expect([...crop.data.subarray(0, 6)]).toEqual([60, 61, 62, 70, 71, 72])
    expect([...crop.data.subarray(9, 12)]).toEqual([0, 0, 0])
  })

  test('a tensor comes in planes, in the order asked for', () => {
    const format = { mean: [0, 0, 0], std: [1, 1, 1] } as const
    const whole = cropMap(0, 0, 8, 4, 8, 4)
    const rgb = warpTensor(gradient, 8, 4, whole, { ...format, order: 'rgb' })
    const bgr = warpTensor(gradient, 8, 4, whole, { ...format, order: 'bgr' })
    expect([rgb[1], rgb[32 + 1], rgb[64 + 1]]).toEqual([10, 11, 12])
    expect([bgr[1], bgr[32 + 1], bgr[64 + 1]]).toEqual([12, 11, 10])
  })

  test('an upright cut, which is worked out faster, is the same to the bit as any other', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: 9, noNaN: true }),
        fc.double({ min: -3, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 12, noNaN: true }),
        (left, top, size) => {
          const upright = cropMap(left, top, size, size / 2, 7, 5)
          // So small a tilt changes no number, but is a tilt.
          const tilted = upright.with(6, 1e-300) as unknown as Homography
          expect(warpRgb(gradient, 7, 5, upright)).toEqual(warpRgb(gradient, 7, 5, tilted))
        },
      ),
    )
  })

  test('a tensor with longer rows holds the picture and then nothing, whatever was in its memory', () => {
    const format = { mean: [0, 0, 0], std: [1, 1, 1], order: 'rgb' } as const
    const map = cropMap(0, 0, 8, 4, 8, 4)
    giveBackTensor(takeTensor(3 * 10 * 4).fill(99))
    const [plain, padded] = [warpTensor(gradient, 8, 4, map, format), warpTensor(gradient, 8, 4, map, format, 10)]
    for (let row = 0; row < 12; row += 1) {
      expect(padded.subarray(row * 10, row * 10 + 8)).toEqual(plain.subarray(row * 8, row * 8 + 8))
      expect([...padded.subarray(row * 10 + 8, row * 10 + 10)]).toEqual([0, 0])
    }
  })

  test('overlap and insideness', () => {
    expect(boxOverlap01([0, 0, 10, 10], [5, 0, 15, 10])).toBeCloseTo(1 / 3)
    expect(boxOverlap01([0, 0, 1, 1], [2, 2, 3, 3])).toBe(0)
    expect(insideQuad(quad, [600, 400])).toBe(true)
    expect(insideQuad(quad, [290, 130])).toBe(false)
  })

  test('the smallest rectangle around turned points is turned like them', () => {
    const turned: Point[] = []
    for (let u = 0; u <= 40; u += 2)
      for (let v = 0; v <= 10; v += 2) turned.push([100 + u * 0.8 - v * 0.6, 50 + u * 0.6 + v * 0.8])
    const found = smallestRectangle(turned)!
    expect([found.width, found.height].map(Math.round).sort((a, b) => a - b)).toEqual([11, 41])
    const [topLeft] = found.corners(0)
    expect(Math.hypot(topLeft[0] - 94, topLeft[1] - 58)).toBeLessThan(12)
    expect(smallestRectangle([])).toBeNull()
  })
})

/** Lines as the reader would give them for a card laid out in the card plane and seen through `map`. */
const printed = (texts: [string, number, number, number, number][]) => {
  const map = rectangleToQuad(cardPlane.width, cardPlane.height, quad)!
  return texts.map(([text, x, y, width, height]) => {
    const corners = [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ] as const
    const characters = [...text].map((char) => ({ char, score01: 0.99, candidates: [{ char, score01: 0.99 }] }))
    const [a, b, c, d] = corners.map((corner) => project(map, corner))
    return textLine({ text, score01: 0.99, characters }, [a!, b!, c!, d!])
  })
}

const front: [string, number, number, number, number][] = [
  ['姓名沈测试', 62, 82, 230, 30],
  ['性别', 62, 156, 60, 30],
  ['男', 175, 156, 34, 30],
  ['民族汉', 295, 156, 130, 30],
  ['出生', 62, 228, 60, 30],
  ['1994年2月22日', 175, 228, 320, 30],
  ['住址', 62, 302, 60, 30],
  ['示例省样本市测试区虚构路239号', 175, 302, 440, 30],
  ['14幢401室', 175, 350, 180, 30],
  ['公民身份号码', 62, 534, 180, 30],
  ['１10199199402220676', 345, 530, 603, 36],
]

describe('[CK1] the text of a card', () => {
  test('[CK1] the front is read from its labels, full-width digits folded, whatever was merged into one line', () => {
    const read = readCardText(printed(front))
    expect(read?.side).toBe('front')
    const texts = Object.fromEntries(Object.entries(read!.fields).map(([name, line]) => [name, line.text]))
    expect(texts).toEqual({
      name: '沈测试',
      sex: '男',
      ethnicity: '汉',
      birth: '1994-02-22',
      address: '示例省样本市测试区虚构路239号14幢401室',
      number: '110199199402220676',
    })
  })

  test('[CK1] letters that look like digits are digits in the number, and only there', () => {
    const lines = printed(
      front.map((line) => (line[0].startsWith('１') ? ['1lO199I99402220676', 345, 530, 603, 36] : line)),
    )
    expect(readCardText(lines)?.fields.number?.text).toBe('110199199402220676')
  })

  test('[CK1] the back’s term, with and without an end', () => {
    const back = (term: string): [string, number, number, number, number][] => [
      ['中华人民共和国', 425, 97, 350, 50],
      ['居民身份证', 390, 171, 420, 84],
      ['签发机关样本市公安局测试分局', 230, 458, 530, 32],
      ['有效期限', 230, 532, 128, 32],
      [term, 400, 532, 410, 38],
    ]
    const term = (text: string) => readCardText(printed(back(text)))?.fields.validity?.text
    expect(term('2023.06.02-2043.06.02')).toBe('2023-06-02/2043-06-02')
    expect(term('2023.06.02-长期')).toBe('2023-06-02/')
    expect(term('2023.06.02-2043.06')).toBeUndefined()
    expect(readCardText(printed(back('2023.06.02-长期')))?.fields.issuer?.text).toBe('样本市公安局测试分局')
  })

  test('[CK1] a wall with words on it is no card', () => {
    expect(
      readCardText(
        printed([
          ['姓名', 62, 82, 60, 30],
          ['出口', 300, 82, 60, 30],
          ['有限公司', 100, 400, 120, 30],
        ]),
      ),
    ).toBeNull()
    expect(readCardText([])).toBeNull()
  })

  test('[CK1] the words tell where the corners are', () => {
    const read = readCardText(printed(front))!
    const corners = cardCorners(registerCard(read.side, read.anchors)!)
    for (const [i, corner] of corners.entries()) closeTo(corner, quad[i]!, 12)
  })
})
