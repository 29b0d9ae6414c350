import { beforeAll, expect, test } from 'vitest'
import { cosine } from '#inspection/vision/face-embed.ts'
import { type WatchedFace, watchFaces } from './watch-faces.ts'
import { wholeRunOf } from './whole-runs.ts'

/**
 * The proof that generated footage is taken for genuine by the models that judge real sellers: without it a journey
 * that passes would say nothing. Limits are those of the program, with room.
 */
const watched = async (person: 'a' | 'b') => {
  const run = await wholeRunOf({
    person,
    turns: ['left', 'up', 'right', 'down'],
    without: ['id-back', 'digits', 'pan'],
  })
  const { looks } = await watchFaces(run.recordingFile, 4)
  const { truth } = run
  const during = (shot: string) => {
    const spans = truth.pieces.filter((piece) => piece.shot === shot)
    return looks.filter(({ atMs }) => spans.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs))
  }
  return { looks, during }
}

type Watched = Awaited<ReturnType<typeof watched>>
let men: Record<'a' | 'b', Watched>

beforeAll(async () => {
  men = { a: await watched('a'), b: await watched('b') }
})

const median = (values: number[]): number => values.toSorted((x, y) => x - y)[values.length >> 1] ?? Number.NaN
const facesOf = (looks: { faces: WatchedFace[] }[]): WatchedFace[] => looks.flatMap(({ faces }) => faces.slice(0, 1))
const likeness = (some: WatchedFace[], others: WatchedFace[]): number =>
  median(some.flatMap((one) => others.map((other) => cosine(one.embedding, other.embedding))))

for (const name of ['a', 'b'] as const) {
  test(`[CK4] man ${name} is one face in every picture of the face step, large enough to compare`, () => {
    const looks = men[name].during('idle')
    expect(looks.length).toBeGreaterThan(5)
    expect(looks.map(({ faces }) => faces.length)).toEqual(looks.map(() => 1))
    expect(Math.min(...facesOf(looks).map(({ widthPx }) => widthPx))).toBeGreaterThan(120)
  })

  test(`[CK4] man ${name} looks live to the passive liveness model`, () => {
    const live = facesOf(men[name].during('idle')).map(({ live01 }) => live01)
    expect(median(live)).toBeGreaterThan(0.8)
  })

  test(`[CK4] man ${name} is like the portrait on his card`, () => {
    const held = men[name].during('front-hold').filter(({ faces }) => faces.length === 2)
    expect(held.length).toBeGreaterThan(10)
    const portraits = held.map(({ faces }) => faces.toSorted((x, y) => x.widthPx - y.widthPx)[0]!)
    expect(median(portraits.map(({ widthPx }) => widthPx))).toBeGreaterThan(80)
    expect(likeness(portraits, facesOf(men[name].during('idle')))).toBeGreaterThan(0.42)
  })

  test(`[CK4] man ${name} turns his head as asked, seen from himself`, () => {
    const level = facesOf(men[name].during('idle'))
    const [yaw, pitch] = [median(level.map((face) => face.yawDeg)), median(level.map((face) => face.pitchDeg))]
    const furthest = (shot: string, angle: (face: WatchedFace) => number, way: 1 | -1) =>
      Math.max(...facesOf(men[name].during(shot)).map((face) => angle(face) * way))
    // To the pose model a head that turns to its own left has a falling yaw.
    expect(furthest('turn-left', (face) => face.yawDeg - yaw, -1)).toBeGreaterThan(14)
    expect(furthest('turn-right', (face) => face.yawDeg - yaw, 1)).toBeGreaterThan(14)
    expect(furthest('turn-up', (face) => face.pitchDeg - pitch, 1)).toBeGreaterThan(11)
    expect(furthest('turn-down', (face) => face.pitchDeg - pitch, -1)).toBeGreaterThan(14)
  })
}

test('[CK4] the two men are not alike', () => {
  expect(likeness(facesOf(men.a.during('idle')), facesOf(men.b.during('idle')))).toBeLessThan(0.2)
})
