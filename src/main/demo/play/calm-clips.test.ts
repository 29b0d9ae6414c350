import { expect, test } from 'vitest'
import { openCalmClips, unnoticedGapMs } from './calm-clips.ts'

const lengths = [960, 1920, 2880, 1280, 2400]
const clips = lengths.map((durationMs) => ({ durationMs }))
const given = (calm: ReturnType<typeof openCalmClips<{ durationMs: number }>>, forMs: number) =>
  calm.fill(forMs).map((clip) => clip.durationMs)

test('the shortest clip that is long enough is taken, and none twice while there are others', () => {
  const calm = openCalmClips(clips)
  expect(given(calm, 2400)).toEqual([1920])
  expect(given(calm, 2400)).toEqual([2400])
  expect(given(calm, 2400)).toEqual([2880])
  expect(given(calm, 2400)).toEqual([1280, 960])
  expect(given(calm, 900)).toEqual([960])
})

test('what is left unfilled is short enough not to be noticed', () => {
  const calm = openCalmClips(clips)
  for (let forMs = 0; forMs < 8000; forMs += 333) {
    const filledMs = given(calm, forMs).reduce((sum, ms) => sum + ms, 0)
    expect(forMs - filledMs).toBeLessThanOrEqual(unnoticedGapMs / 2)
  }
})
