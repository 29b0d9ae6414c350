import { describe, expect, test } from 'vitest'
import { chooseHint, type Measures } from './choose-hint.ts'
import { printOf, textureOf } from './detail.ts'
import { loadFaceCascade } from './face-cascade.ts'
import { findCard } from './find-card.ts'
import { findFaces } from './find-faces.ts'
import { glareCorner } from './glare.ts'
import { type Grey, greyOf, halve } from './grey.ts'
import { type Box, cardGuide, cardRatio, closeView, faceGuide } from './guides.ts'
import { lightOf } from './light.ts'
import { createLook } from './look.ts'
import { motionBetween } from './motion.ts'
import { holdGauge, steadyHint } from './steady-hint.ts'
import { turnBetween } from './turn.ts'

const width = 320
const height = 180

const paint = (at: (x: number, y: number) => number): Grey => {
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data[y * width + x] = at(x, y)
  return { width, height, data }
}
const within = (box: Box, x: number, y: number) =>
  x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height

/** Noise that is the same in every run. */
const grain = (x: number, y: number) => (((x * 73_856_093) ^ (y * 19_349_663)) >>> 5) % 9
const guide = cardGuide(width, height)

/** A pale card with lines of print before a darker room; `scale` is its size against the outline. */
const cardAt = (scale: number, print = true, blown: Box | null = null): Grey => {
  const box = {
    x: guide.x + (guide.width * (1 - scale)) / 2,
    y: guide.y + (guide.height * (1 - scale)) / 2,
    width: guide.width * scale,
    height: guide.height * scale,
  }
  return paint((x, y) => {
    if (blown && within(blown, x, y)) return 255
    if (!within(box, x, y)) return 90 + grain(x, y)
    const line = print && Math.floor((y - box.y) / 8) % 2 === 0 && (x * 7) % 5 < 2
    return line ? 70 : 190 + grain(x, y)
  })
}

/** The outline's content in a camera's own pixels. */
const close = { width: 640, height: 404 }
const paintClose = (at: (x: number, y: number) => number): Grey => {
  const data = new Uint8Array(close.width * close.height)
  for (let y = 0; y < close.height; y += 1)
    for (let x = 0; x < close.width; x += 1) data[y * close.width + x] = Math.max(0, Math.min(255, at(x, y)))
  return { ...close, data }
}
/** A card's paper with strokes of print three pixels wide; `lit` makes it as bright as the light on it. */
const closeCard = (lit = (_x: number, _y: number) => 0, paper = 205): Grey =>
  paintClose((x, y) => {
    const isPrint = Math.floor(y / 20) % 2 === 0 && Math.floor(x / 3) % 3 === 0
    return (isPrint ? 60 : paper) + grain(x, y) - 4 + lit(x, y)
  })
/** Box blur, as a lens out of focus does. */
const blurred = ({ data }: Grey, radius: number): Grey =>
  paintClose((x, y) => {
    let sum = 0
    for (let dy = -radius; dy <= radius; dy += 1)
      for (let dx = -radius; dx <= radius; dx += 1) {
        const row = Math.min(close.height - 1, Math.max(0, y + dy))
        sum += data[row * close.width + Math.min(close.width - 1, Math.max(0, x + dx))] as number
      }
    return Math.round(sum / (2 * radius + 1) ** 2)
  })
/** Print in strokes eleven pixels wide. */
const letters = paintClose((x, y) => (Math.floor(y / 20) % 2 === 0 && Math.floor(x / 11) % 2 === 0 ? 60 : 205))
/** A lamp's reflection: strongest at its middle, fading out over the paper. */
const lampAt = (cx: number, cy: number, reach: number) => (x: number, y: number) =>
  Math.max(0, 400 * (1 - Math.hypot(x - cx, y - cy) / reach))

describe('[CP4] the card in its outline', () => {
  test('the outline has the shape of a card and lies inside the picture', () => {
    for (const [w, h] of [
      [1280, 720],
      [640, 480],
      [720, 1280],
    ] as const) {
      const box = cardGuide(w, h)
      expect(box.width / box.height).toBeCloseTo(cardRatio)
      expect(box.x).toBeGreaterThan(0)
      expect(box.y).toBeGreaterThan(0)
      expect(box.y + box.height).toBeLessThan(h)
    }
  })

  test('a card that fills the outline is found with its size', () => {
    const found = findCard(cardAt(1), guide)
    expect(found.sides).toBe(4)
    expect(found.sizeOverGuide).toBeCloseTo(1, 1)
    expect(findCard(cardAt(0.8), guide).sizeOverGuide).toBeCloseTo(0.8, 1)
  })

  test('an empty room has no card', () => {
    expect(
      findCard(
        paint((x, y) => 90 + grain(x, y)),
        guide,
      ).sides,
    ).toBe(0)
  })

  test('a reflection is named by the corner in which the person sees it', () => {
    const reflecting = closeCard(lampAt(130, 110, 170))
    expect(glareCorner(reflecting, false)).toBe('top-left')
    expect(glareCorner(reflecting, true)).toBe('top-right')
    expect(glareCorner(closeCard(lampAt(520, 320, 170)), true)).toBe('bottom-left')
    expect(glareCorner(closeCard(), true)).toBeNull()
  })

  test('white paper is no reflection, nor a small spot, nor a window behind the card', () => {
    expect(glareCorner(closeCard(undefined, 246), true)).toBeNull()
    expect(glareCorner(closeCard(lampAt(130, 110, 60)), true)).toBeNull()
    // A blank sheet, blown out, that ends at its edge before a dark room.
    expect(
      glareCorner(
        paintClose((x) => (x < 300 ? 255 : 80)),
        true,
      ),
    ).toBeNull()
    expect(
      glareCorner(
        paintClose(() => 255),
        true,
      ),
    ).toBeNull()
  })

  test('what is looked at closely is the outline, and never larger than is of use', () => {
    expect(closeView(1280, 720)).toMatchObject({ width: 639, scaledWidth: 639 })
    const large = closeView(3840, 2160)
    expect(large.scaledWidth).toBe(640)
    expect(large.scaledWidth / large.scaledHeight).toBeCloseTo(cardRatio, 1)
    expect(large.x + large.width).toBeLessThan(3840)
  })

  test('print that is blurred loses its sharpness', () => {
    const sharp = printOf(letters)
    const soft = printOf(blurred(letters, 4))
    expect(Math.min(sharp.print01, soft.print01)).toBeGreaterThan(0.02)
    expect(sharp.sharp01).toBeGreaterThan(0.3)
    expect(soft.sharp01).toBeLessThan(0.26)
    expect(printOf(paintClose((x, y) => 200 + grain(x, y))).print01).toBe(0)
    expect(textureOf(cardAt(1), guide)).toBeGreaterThan(textureOf(cardAt(1, false), guide) + 3)
  })
})

describe('[CP4] light, movement and turning', () => {
  const region = { x: 100, y: 40, width: 120, height: 100 }

  test('brightness is measured in the region and against its surroundings', () => {
    const backlit = paint((x, y) => (within(region, x, y) ? 40 : 200))
    expect(lightOf(backlit, region).insideMean).toBe(40)
    expect(lightOf(backlit, region).insideOverOutside).toBeCloseTo(0.2)
    const wall = paint((x, y) => (within(region, x, y) ? 120 : 255))
    expect(lightOf(wall, region).blown01).toBe(0)
  })

  test('movement is seen, a change of the light as a whole is not', () => {
    const still = cardAt(1)
    const lighter = paint((x, y) => (still.data[y * width + x] ?? 0) + 10)
    const moved = paint((x, y) => still.data[y * width + Math.min(width - 1, x + 20)] ?? 0)
    expect(motionBetween(still, lighter, guide)).toBeLessThan(1)
    expect(motionBetween(still, moved, guide)).toBeGreaterThan(7)
  })

  test('a turn is measured with its direction, a bare wall is not', () => {
    const room = (shift: number) => paint((x) => 80 + 60 * Math.sin((x - shift) / 11) + 30 * Math.sin((x - shift) / 29))
    const turn = turnBetween(room(0), room(16))
    expect(turn).toMatchObject({ sure: true })
    expect(turn.degrees).toBeCloseTo((16 / width) * 62, 0)
    expect(turnBetween(room(16), room(0)).degrees).toBeCloseTo(-turn.degrees, 5)
    const wall = paint((x, y) => 120 + (grain(x, y) % 2))
    expect(turnBetween(wall, wall)).toEqual({ degrees: 0, sure: false })
  })
})

describe('[CP4] faces', () => {
  /** A face as a drawing: pale, with dark eyes under brows, a nose's light and a mouth. */
  const drawnFace = (cx: number, cy: number, size: number) =>
    paint((x, y) => {
      const u = (x - cx) / size
      const v = (y - cy) / size
      if (u * u * 1.5 + v * v > 0.42) return 105 + grain(x, y)
      const eye = Math.abs(Math.abs(u) - 0.2) < 0.1 && Math.abs(v + 0.12) < 0.055
      const brow = Math.abs(Math.abs(u) - 0.2) < 0.13 && Math.abs(v + 0.22) < 0.03
      const mouth = Math.abs(u) < 0.16 && Math.abs(v - 0.28) < 0.035
      const nose = Math.abs(u) < 0.05 && v > -0.1 && v < 0.15
      return eye ? 50 : brow ? 80 : mouth ? 95 : nose ? 225 : 195
    })

  test('the cascade is whole', async () => {
    const cascade = await loadFaceCascade()
    expect(cascade.windowPx).toBe(20)
    expect(cascade.stages.length).toBeGreaterThan(15)
    expect(cascade.stages.at(-1)?.to).toBe(cascade.stumps.length / 3)
  })

  test('a face is found where it is, and an empty room has none', async () => {
    const cascade = await loadFaceCascade()
    const [found] = findFaces(cascade, drawnFace(160, 90, 90), 40)
    expect(found).toBeDefined()
    expect(Math.abs((found?.x ?? 0) + (found?.size ?? 0) / 2 - 160)).toBeLessThan(15)
    expect(Math.abs((found?.y ?? 0) + (found?.size ?? 0) / 2 - 90)).toBeLessThan(20)
    expect(
      findFaces(
        cascade,
        paint((x, y) => 105 + grain(x, y)),
        40,
      ),
    ).toEqual([])
  })
})

describe('[CP4] one hint at a time', () => {
  const light = { mean: 120, insideMean: 120, blown01: 0, insideOverOutside: 1 }
  const base: Measures = { light, motion: 0, card: null, faces: null, turnDegreesPerSecond: null }
  const oval = faceGuide(160, 90)
  const face = (part: Partial<{ x: number; y: number; size: number }> = {}) => {
    const size = part.size ?? oval.ry * 2 * 0.72
    return { x: oval.cx - size / 2, y: oval.cy - size / 2, size, votes: 9, ...part }
  }
  const card: NonNullable<Measures['card']> = {
    found: { sides: 4, sizeOverGuide: 1 },
    texture: 8,
    glare: null,
    print: { print01: 0.1, sharp01: 0.4 },
  }

  test('light comes before everything, since nothing else can be seen without it', () => {
    expect(chooseHint({ ...base, light: { ...light, mean: 20 }, card: { ...card, glare: 'top-left' } })).toBe(
      'too-dark',
    )
    expect(chooseHint({ ...base, light: { ...light, blown01: 0.7 } })).toBe('too-bright')
    // White paper may be as bright as a face that is blown out.
    const pale = { ...light, insideMean: 230 }
    expect(chooseHint({ ...base, light: pale, card })).toBe('good')
    expect(chooseHint({ ...base, light: pale, faces: { found: [face()], oval } })).toBe('too-bright')
    expect(chooseHint({ ...base, light: { ...light, insideOverOutside: 0.3 }, faces: { found: [face()], oval } })).toBe(
      'backlit',
    )
  })

  test('a card: there, near enough, without reflection, still, sharp', () => {
    const hint = (part: Partial<typeof card>, motion = 0) => chooseHint({ ...base, motion, card: { ...card, ...part } })
    expect(hint({ found: { sides: 1, sizeOverGuide: null } })).toBe('no-card')
    expect(hint({ texture: 1 })).toBe('no-card')
    expect(hint({ found: { sides: 4, sizeOverGuide: 0.6 } })).toBe('card-too-small')
    expect(hint({ found: { sides: 4, sizeOverGuide: 1.4 } })).toBe('card-too-large')
    expect(hint({ glare: 'top-left' })).toBe('glare-top-left')
    expect(hint({}, 20)).toBe('hold-still')
    expect(hint({ print: { print01: 0.1, sharp01: 0.2 } })).toBe('blurred')
    // Hardly any print, or none seen closely: nothing to be sharp.
    expect(hint({ print: { print01: 0.01, sharp01: 0.2 } })).toBe('good')
    expect(hint({ print: null })).toBe('good')
    expect(hint({})).toBe('good')
  })

  test('a face: there, alone, near enough, in the middle', () => {
    const hint = (found: ReturnType<typeof face>[]) => chooseHint({ ...base, faces: { found, oval } })
    expect(hint([])).toBe('no-face')
    expect(hint([face(), face({ x: 0, y: 0 })])).toBe('several-faces')
    // The portrait on a held card is no second person.
    expect(hint([face(), face({ x: 0, y: 0, size: 12 })])).toBe('good')
    expect(hint([face({ size: 18 })])).toBe('face-too-small')
    expect(hint([face({ size: 70 })])).toBe('face-too-large')
    expect(hint([face({ x: 5 })])).toBe('face-off-centre')
  })

  test('a turn that is too fast to see', () => {
    expect(chooseHint({ ...base, turnDegreesPerSecond: -90 })).toBe('too-fast')
    expect(chooseHint({ ...base, turnDegreesPerSecond: 20 })).toBeNull()
  })

  test('hints come and go at once; only from one complaint to another a second picture is asked', () => {
    const steady = steadyHint()
    expect(steady('too-dark')).toBe('too-dark')
    expect(steady('no-card')).toBe('too-dark')
    expect(steady('no-card')).toBe('no-card')
    expect(steady('good')).toBe('good')
    expect(steady('glare-top-left')).toBe('glare-top-left')
    expect(steady(null)).toBeNull()
  })

  test('holding counts only while everything is right', () => {
    const held = holdGauge(2000)
    expect(held('good', 1000)).toBe(0)
    expect(held('good', 2000)).toBe(0.5)
    expect(held('hold-still', 2100)).toBe(0)
    expect(held('good', 2200)).toBe(0)
    expect(held('good', 4200)).toBe(1)
  })
})

test('[CP4] a look at whole pictures says what a person would say', () => {
  const look = createLook(() => null)
  const at = { kind: 'id-front' as const, turning: false }
  expect(
    look(
      paint(() => 10),
      at,
      0,
      null,
    ).hint,
  ).toBe('too-dark')
  expect(
    look(
      paint((x, y) => 110 + grain(x, y)),
      at,
      100,
      null,
    ).hint,
  ).toBe('no-card')
  look(cardAt(1), at, 2000, closeCard())
  expect(look(cardAt(1), at, 2100, closeCard()).hint).toBe('good')
  expect(look(cardAt(1), at, 4000, blurred(letters, 4)).hint).toBe('blurred')
  expect(look(cardAt(1), at, 6000, closeCard(lampAt(130, 110, 170))).hint).toBe('glare-top-right')
})

test('grey and half size are what they say', () => {
  const grey = greyOf(new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 255, 0, 0, 255, 0, 0, 255, 255]), 2, 2)
  expect([...grey.data]).toEqual([255, 0, 76, 28])
  expect([...halve(grey).data]).toEqual([90])
})
