import { afterAll, expect, test } from 'vitest'
import { invented, seenTowards } from '#test/inspection/turning-camera.ts'
import type { Grey } from './small-grey.ts'
import { openPanTracker } from './tracker.ts'
import { openTurnFollower } from './turn-follower.ts'

const tracker = openPanTracker()
afterAll(() => tracker.close())

const room = invented()

const follow = async (pictures: Grey[], everyMs = 150) => {
  const follower = openTurnFollower(tracker)
  for (const [index, grey] of pictures.entries()) await follower.add(index * everyMs, grey)
  const measured = follower.measurement()
  if (measured === null) throw new Error('nothing was measured')
  return measured
}

const sweep = (toDeg: number, stepDeg = 6, surroundings = room, fieldOfViewDeg = 72) =>
  Array.from({ length: Math.round(toDeg / stepDeg) + 1 }, (_, i) =>
    seenTowards(surroundings, i * stepDeg, { fieldOfViewDeg, pitchDeg: 1.5 * Math.sin(i / 5), seed: i }),
  )

test('[CK8] a whole turn is measured, and known for one because its first view comes back', async () => {
  const { closure, coveredDeg, lostMs } = await follow(sweep(366))
  expect(lostMs).toBe(0)
  expect(Math.abs(coveredDeg - 366)).toBeLessThan(45)
  expect(closure).not.toBeNull()
  const { measuredDeg, beyondDeg } = closure!
  expect(Math.abs(measuredDeg - beyondDeg - 360)).toBeLessThan(45)
})

test('[CK8] half a turn is half a turn, whichever lens, and nothing comes back', async () => {
  for (const fieldOfViewDeg of [60, 90]) {
    const { closure, coveredDeg } = await follow(sweep(180, 6, room, fieldOfViewDeg))
    expect(closure).toBeNull()
    expect(Math.abs(coveredDeg - 180)).toBeLessThan(27)
  }
})

test('[CK8] a camera that stands, or goes there and back, has not gone round', async () => {
  const still = await follow(Array.from({ length: 20 }, (_, i) => seenTowards(room, 40, { seed: i })))
  expect(still).toMatchObject({ closure: null, lostMs: 0 })
  expect(still.coveredDeg).toBeLessThan(3)
  const thereAndBack = await follow(
    Array.from({ length: 40 }, (_, i) => seenTowards(room, 60 * Math.sin((i * Math.PI) / 10), { seed: i })),
  )
  expect(thereAndBack.closure).toBeNull()
  expect(thereAndBack.coveredDeg).toBeLessThan(150)
})

test('[CK8] where walls are blank the camera is lost, and the time says so', async () => {
  const bare = invented({ blankFromDeg: 60, blankToDeg: 240 })
  const { lostMs, closure } = await follow(sweep(270, 6, bare))
  expect(lostMs).toBeGreaterThan(1000)
  expect(closure).toBeNull()
})

test('[CK8] a tracker that is closed says so instead of measuring nothing', async () => {
  const closed = openPanTracker()
  closed.close()
  const [one, other] = [seenTowards(room, 0), seenTowards(room, 5)]
  await expect(closed.track(one, other, { shiftPx: 0, hidden: [] })).rejects.toThrow('closed')
})
