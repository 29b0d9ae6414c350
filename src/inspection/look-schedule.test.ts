import { expect, test } from 'vitest'
import { front, step } from '#test/inspection/hand-made-evidence.ts'
import type { FrameLook } from './evidence.ts'
import { openLookSchedule, samplingFor } from './look-schedule.ts'
import { openSampler } from './media/sampling.ts'

const settings = { sampleFps: 5, checks: {} }

test('[CK6] pictures come oftener while digits are read or a blink is due, and nowhere else', () => {
  const steps = [
    step('face', 0, 4000),
    { ...step('face', 4000, 5000, 'blinking'), action: 'blink' },
    { ...step('digits', 5000, 0), endMs: null },
  ]
  const sampler = openSampler(samplingFor(settings, steps))
  const due = Array.from({ length: 350 }, (_, i) => i * 20).filter((atMs) => sampler.isDue(atMs))
  const within = (fromMs: number, toMs: number) => due.filter((atMs) => atMs >= fromMs && atMs < toMs).length
  expect([within(0, 4000), within(4000, 5000), within(5000, 7000)]).toEqual([20, 15, 30])
})

test('[CK8] a turn with the camera is followed at eight pictures a second', () => {
  const sampler = openSampler(samplingFor(settings, [step('pan', 1000, 3000)]))
  const due = Array.from({ length: 200 }, (_, i) => i * 20).filter((atMs) => sampler.isDue(atMs))
  expect(due.filter((atMs) => atMs >= 1000 && atMs < 3000)).toHaveLength(16)
  expect(due.filter((atMs) => atMs < 1000)).toHaveLength(5)
})

test('[CK6] of those pictures the program’s own rate is looked at whole, the rest are glimpses', () => {
  const schedule = openLookSchedule(settings, [], () => true)
  const regular = Array.from({ length: 30 }, (_, i) => (i * 1000) / 15).filter(schedule.isRegular)
  expect(regular).toHaveLength(10)
  expect(schedule.glimpseWishes).toMatchObject({ faces: true, likeness: false, card: 'no' })
})

test('[CK4] in a face step every picture tells how the head is held; likeness stays rare', () => {
  const schedule = openLookSchedule(settings, [], () => true)
  const wishes = Array.from({ length: 25 }, (_, i) => schedule.wishes(step('face', 0, 5000), i * 200))
  expect(wishes.every(({ pose }) => pose)).toBe(true)
  expect(wishes.filter(({ likeness }) => likeness).length).toBeLessThan(10)
  expect(schedule.wishes(step('pan', 5000, 9000), 5000).pose).toBe(false)
})

test('[CK4] a second face is explained at most once a second and a few times a step', () => {
  const schedule = openLookSchedule(settings, [], () => true)
  const digits = step('digits', 0, 60_000)
  let tries = 0
  for (let atMs = 0; atMs < 30_000; atMs += 200) {
    if (schedule.wishes(digits, atMs).card === 'no') continue
    tries += 1
    schedule.hasExplained(digits)
  }
  expect(tries).toBe(5)
})

test('[CK1] without a step a card is searched for every second, and oftener while one shows', () => {
  const looks: FrameLook[] = []
  const schedule = openLookSchedule(settings, looks, () => false)
  const scans = () =>
    Array.from({ length: 10 }, (_, i) => schedule.wishes(null, 2000 * looks.length + i * 200)).filter(
      ({ card }) => card === 'scan',
    ).length
  expect(scans()).toBe(2)
  looks.push(front(1900))
  expect(scans()).toBeGreaterThan(2)
})

test('[CK1] [CK4] between known steps nobody looks for a card or compares faces, nor faces while the room is shown', () => {
  const wishesOf = (known: boolean, where: Parameters<ReturnType<typeof openLookSchedule>['wishes']>[0]) => {
    const schedule = openLookSchedule(settings, [], () => known)
    return Array.from({ length: 20 }, (_, i) => schedule.wishes(where, i * 200))
  }
  const asksNothing = { likeness: false, card: 'no', faces: true }
  for (const wishes of wishesOf(true, null)) expect(wishes).toMatchObject(asksNothing)
  for (const wishes of wishesOf(true, step('pan', 0, 4000))) expect(wishes).toMatchObject(asksNothing)
  expect(wishesOf(false, null).some(({ likeness }) => likeness)).toBe(true)
  expect(wishesOf(false, null).some(({ card }) => card === 'scan')).toBe(true)
  expect(wishesOf(true, step('id-front', 0, 4000)).some(({ likeness }) => likeness)).toBe(true)
})

test('[CK4] a run that is behind compares faces less often, and never goes without', () => {
  const likenesses = (behind: boolean) => {
    const schedule = openLookSchedule(settings, [], () => true)
    const wishes = Array.from({ length: 50 }, (_, i) => schedule.wishes(step('face', 0, 10_000), i * 200, behind))
    return wishes.filter(({ likeness }) => likeness).length
  }
  expect(likenesses(false)).toBeGreaterThan(11)
  expect(likenesses(true)).toBeLessThan(8)
  expect(likenesses(true)).toBeGreaterThan(4)
})
