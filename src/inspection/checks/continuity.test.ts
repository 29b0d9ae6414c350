import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProofFrame, Span } from '#domain/finding.ts'
import { seededRandom } from '#test/media/synthesise-recording.ts'
import type { DecodeSummary, FrameStamp } from '../media/decoder-types.ts'
import { answerSpans, type ContinuityEvidence, openContinuityRecord } from './continuity.ts'
import { continuityClock } from './continuity-clock.ts'
import { continuityFrameGap } from './continuity-frame-gap.ts'
import { continuityLoop, type LoopLimits } from './continuity-loop.ts'
import { continuitySplice, structureChange } from './continuity-splice.ts'

const gapLimits = { maxGapMs: 2000, maxSoundGapMs: 2000 }
const spliceLimits = { maxBackwardsMs: 1, minCutChange: 0.5, maxFrameDistanceMs: 120, calmMs: 400 }
const loopLimits: LoopLimits = {
  minRepeatMs: 2000,
  minRepeatFrames: 10,
  restMotionLevels: 2,
  maxRestRepeatMs: 4000,
  maxFrozenMs: 2000,
  minAlikeMs: 6000,
  maxAlikeRatio01: 0.15,
  minMotionLevels: 0.8,
}
const clockLimits = { maxAheadMs: 1000, maxLateMs: 5000 }

const still = (atMs: number): ProofFrame => ({
  frame: `at-${Math.floor(atMs / 1000)}`,
  atMs,
  widthPx: 4,
  heightPx: 3,
  marks: [],
})
const evidenceOf = (stamps: FrameStamp[], more: Partial<ContinuityEvidence> = {}): ContinuityEvidence => ({
  stamps,
  sound: [],
  parameterChanges: [],
  containerDamage: null,
  live: null,
  answers: [],
  stillAt: still,
  ...more,
})

/** What a person before a camera looks like through the grid: a wall, and a blob where `x` and `y` say, with noise. */
type Look = { x: number; y: number; wall?: number; light?: number }
const frames = (
  timesMs: readonly number[],
  lookAt: (ptsMs: number) => Look,
  { noise = 0.15, seed = 1, exact = false }: { noise?: number; seed?: number; exact?: boolean } = {},
): FrameStamp[] => {
  const random = seededRandom(seed)
  return timesMs.map((ptsMs, frameIndex) => {
    const { x, y, wall = 0, light = 0 } = lookAt(ptsMs)
    const lumaGrid = Uint16Array.from({ length: 144 }, (_, cell) => {
      const column = cell % 16
      const row = Math.floor(cell / 16)
      const distance = Math.hypot(column - x * 16, row - y * 9)
      const level = 70 + 3 * ((column * 5 + row * 3 + wall * (row * 7 + column)) % 11) + Math.max(0, 90 - 25 * distance)
      return (level + light + (random() - 0.5) * 2 * noise) * 256
    })
    const lumaCrc32 = exact ? Math.round(x * 1e6) * 1000 + Math.round(y * 1e6) : Math.floor(random() * 2 ** 32)
    return { ptsMs, frameIndex, keyFrame: frameIndex % 30 === 0, widthPx: 1280, heightPx: 720, lumaCrc32, lumaGrid }
  })
}
const times = (seconds: number, framesPerSecond = 30): number[] =>
  Array.from({ length: seconds * framesPerSecond }, (_, index) => Math.round((index * 1000) / framesPerSecond))

/** Movement that never comes again: sums of unrelated rhythms. */
const alive = (ptsMs: number): Look => ({
  x: 0.5 + 0.12 * Math.sin(ptsMs / 700) + 0.08 * Math.sin(ptsMs / 433 + 2) + 0.05 * Math.sin(ptsMs / 1871),
  y: 0.5 + 0.1 * Math.sin(ptsMs / 911 + 1) + 0.05 * Math.sin(ptsMs / 377),
})

describe('[CK9] no gap between frames', () => {
  test('the longest gap is measured, with its place and stills from both sides', () => {
    const finding = continuityFrameGap(evidenceOf(frames([0, 33, 66, 1500, 1533], alive)), gapLimits)
    expect(finding).toMatchObject({
      check: 'continuity.frame-gap',
      outcome: 'pass',
      value: 1434,
      limit: 2000,
      unit: 'ms',
      span: { startMs: 66, endMs: 1500 },
    })
    expect(finding.proofFrames.map(({ frame }) => frame)).toEqual(['at-0', 'at-1'])
  })

  test('exactly the limit passes, a millisecond more fails', () => {
    const gap = (ms: number) => continuityFrameGap(evidenceOf(frames([0, 100, 100 + ms], alive)), gapLimits)
    expect(gap(2000).outcome).toBe('pass')
    expect(gap(2001)).toMatchObject({ outcome: 'fail', reason: 'frames-missing', value: 2001 })
  })

  test('sound before the first and after the last picture shows that pictures are missing there', () => {
    const stamps = frames(times(3), alive)
    const after = continuityFrameGap(evidenceOf(stamps, { sound: [{ startMs: 0, endMs: 6000 }] }), gapLimits)
    expect(after).toMatchObject({ outcome: 'fail', span: { startMs: 2967, endMs: 6000 } })
    const late = frames(
      times(3).map((ms) => ms + 5000),
      alive,
    )
    const before = continuityFrameGap(evidenceOf(late, { sound: [{ startMs: 0, endMs: 7900 }] }), gapLimits)
    expect(before).toMatchObject({ outcome: 'fail', span: { startMs: 0, endMs: 5000 } })
  })

  test('[DV3] pictures that stall are an interruption, whether or not the sound runs on', () => {
    const gapOf = (ms: number, sound: Span[]) =>
      continuityFrameGap(evidenceOf(frames([0, 100, 100 + ms, 200 + ms], alive), { sound }), gapLimits)
    expect(gapOf(2000, [{ startMs: 0, endMs: 2200 }]).outcome).toBe('pass')
    expect(gapOf(2001, [{ startMs: 0, endMs: 2201 }])).toMatchObject({ outcome: 'fail', reason: 'frames-missing' })
    const silentMeanwhile = [
      { startMs: 0, endMs: 2000 },
      { startMs: 2500, endMs: 4100 },
    ]
    expect(gapOf(3900, silentMeanwhile)).toMatchObject({ outcome: 'fail', value: 3900 })
  })

  test('a hole in the sound alone goes to a person', () => {
    const sound = [
      { startMs: 0, endMs: 2000 },
      { startMs: 5000, endMs: 8000 },
    ]
    expect(continuityFrameGap(evidenceOf(frames(times(8), alive), { sound }), gapLimits)).toMatchObject({
      outcome: 'unsure',
      value: 3000,
      span: { startMs: 2000, endMs: 5000 },
    })
  })

  test('without frames nothing passes', () => {
    expect(continuityFrameGap(evidenceOf([]), gapLimits)).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
    expect(continuityFrameGap(evidenceOf(frames([0], alive)), gapLimits).outcome).toBe('unsure')
  })

  test('the answer does not depend on where the limit lies, only on which side of it the gap is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5000 }),
        (distances, maxGapMs) => {
          let ptsMs = 0
          const stampsMs = [0, ...distances.map((distance) => (ptsMs += distance))]
          const { outcome, value } = continuityFrameGap(evidenceOf(frames(stampsMs, alive)), { ...gapLimits, maxGapMs })
          expect(value).toBe(Math.max(...distances))
          expect(outcome).toBe(Math.max(...distances) > maxGapMs ? 'fail' : 'pass')
        },
      ),
    )
  })
})

describe('[CK9] no splice', () => {
  const cutAt5s = (ptsMs: number): Look => (ptsMs < 5000 ? alive(ptsMs) : { x: 0.2, y: 0.8, wall: 1 })

  test('a take in one piece passes, also with light that changes', () => {
    const flashes = (ptsMs: number): Look => ({ ...alive(ptsMs), light: ptsMs % 3000 < 1500 ? 0 : 40 })
    expect(continuitySplice(evidenceOf(frames(times(10), alive)), spliceLimits).outcome).toBe('pass')
    expect(continuitySplice(evidenceOf(frames(times(10), flashes)), spliceLimits).outcome).toBe('pass')
  })

  test('stamps that go back are clear', () => {
    const stamps = frames([...times(3), ...times(3)], alive)
    expect(continuitySplice(evidenceOf(stamps), spliceLimits)).toMatchObject({
      outcome: 'fail',
      reason: 'recording-spliced',
      value: 2967,
      span: { startMs: 0, endMs: 2967 },
    })
  })

  test('a second recording behind the first is clear, damage is not', () => {
    const stamps = frames(times(3), alive)
    const damaged = (what: 'damaged' | 'second-recording') =>
      continuitySplice(evidenceOf(stamps, { containerDamage: { atByte: 9000, what } }), spliceLimits).outcome
    expect(damaged('second-recording')).toBe('fail')
    expect(damaged('damaged')).toBe('unsure')
  })

  test('a sudden cut goes to a person, with its instant', () => {
    const finding = continuitySplice(evidenceOf(frames(times(10), cutAt5s)), spliceLimits)
    expect(finding).toMatchObject({
      outcome: 'unsure',
      reason: 'recording-spliced',
      span: { startMs: 4967, endMs: 5000 },
    })
    expect(finding.value).toBeGreaterThan(0.5)
  })

  test('a card brought before the camera is no cut, nor is a slow camera’s step', () => {
    const cardComes = (ptsMs: number): Look => {
      const share = Math.min(1, Math.max(0, (ptsMs - 5000) / 300))
      return { x: 0.5 - 0.3 * share, y: 0.5 + 0.3 * share, wall: 0 }
    }
    expect(continuitySplice(evidenceOf(frames(times(10), cardComes)), spliceLimits).outcome).toBe('pass')
    expect(continuitySplice(evidenceOf(frames(times(10, 5), cutAt5s)), spliceLimits).outcome).toBe('pass')
  })

  test('one odd frame is no cut', () => {
    const glitch = (ptsMs: number): Look => (ptsMs === 5000 ? { x: 0.2, y: 0.8, wall: 1 } : alive(ptsMs))
    expect(continuitySplice(evidenceOf(frames(times(10), glitch)), spliceLimits).outcome).toBe('pass')
  })

  test('parameters that change in mid-recording go to a person', () => {
    const change: DecodeSummary['parameterChanges'] = [{ ptsMs: 1500, what: 'size', from: '640x480', to: '1280x720' }]
    expect(
      continuitySplice(evidenceOf(frames(times(3), alive), { parameterChanges: change }), spliceLimits),
    ).toMatchObject({ outcome: 'unsure', span: { startMs: 1500, endMs: 1500 } })
  })

  test('a covered lens has no structure to compare', () => {
    const dark = new Uint16Array(144).fill(20 * 256)
    const other = Uint16Array.from({ length: 144 }, (_, cell) => cell * 256)
    expect(structureChange(dark, other)).toBe(0)
    expect(structureChange(other, other)).toBeCloseTo(0)
  })
})

describe('[CK9] no loop', () => {
  const looped = (periodMs: number) => (ptsMs: number) => alive(ptsMs % periodMs)

  test('a passage that comes again to the bit is clear, with both places', () => {
    const finding = continuityLoop(evidenceOf(frames(times(12), looped(4000), { exact: true, noise: 0 })), loopLimits)
    expect(finding).toMatchObject({ outcome: 'fail', reason: 'recording-replayed', unit: 'ms' })
    expect(finding.value).toBeGreaterThan(3000)
    expect(finding.proofFrames.length).toBeGreaterThan(0)
  })

  test.each([2000, 3700, 5030])('a loop of %i ms that was filmed or encoded anew goes to a person', (periodMs) => {
    expect(continuityLoop(evidenceOf(frames(times(15), looped(periodMs))), loopLimits)).toMatchObject({
      outcome: 'unsure',
      reason: 'recording-replayed',
      unit: 'ratio',
    })
  })

  test('the same loop seen at a jittering, lower rate is still seen', () => {
    const random = seededRandom(3)
    const jittered = times(16, 15).map((ms) => Math.round(ms + random() * 20))
    expect(continuityLoop(evidenceOf(frames(jittered, looped(4400))), loopLimits).outcome).toBe('unsure')
  })

  test('a person who moves passes; so does one who sits still before a noisy sensor', () => {
    const finding = continuityLoop(evidenceOf(frames(times(30), alive)), loopLimits)
    expect(finding).toMatchObject({ outcome: 'pass', limit: 0.15 })
    const still: Look = { x: 0.5, y: 0.5 }
    expect(continuityLoop(evidenceOf(frames(times(30), () => still)), loopLimits).outcome).toBe('pass')
  })

  test('a person who nods or turns the same way again and again is not taken for a loop', () => {
    const random = seededRandom(11)
    // Every repetition differs a little in width and pace, as a body's does.
    const turns = Array.from({ length: 40 }, () => ({
      width: 0.2 * (0.7 + 0.6 * random()),
      ms: 1600 * (0.8 + 0.4 * random()),
    }))
    const turning = (ptsMs: number): Look => {
      let left = ptsMs
      let turn = 0
      while (left > turns[turn]!.ms) left -= turns[turn++]!.ms
      return { x: 0.5 + turns[turn]!.width * Math.sin((2 * Math.PI * left) / turns[turn]!.ms), y: 0.5 }
    }
    expect(continuityLoop(evidenceOf(frames(times(30), turning)), loopLimits).outcome).toBe('pass')
  })

  test('frames doubled by a codec are no loop; a picture that stands still to the bit goes to a person', () => {
    const doubled = frames(times(10), alive).flatMap((stamp) => [stamp, { ...stamp, ptsMs: stamp.ptsMs + 16 }])
    expect(continuityLoop(evidenceOf(doubled), loopLimits).outcome).toBe('pass')
    const frozen = frames(times(10), alive).map((stamp) =>
      stamp.ptsMs >= 4000 && stamp.ptsMs < 7000 ? { ...stamp, lumaCrc32: 5 } : stamp,
    )
    expect(continuityLoop(evidenceOf(frozen), loopLimits)).toMatchObject({
      outcome: 'unsure',
      unit: 'ms',
      span: { startMs: 4000, endMs: 6967 },
    })
  })

  test('a moment of rest that comes again is no fail, the same moment on and on and any movement is', () => {
    const resting = (ptsMs: number): Look => ({ x: 0.5 + 0.004 * Math.sin(ptsMs / 400), y: 0.5 })
    const playedTwice = (lengthMs: number, lookAt: (ptsMs: number) => Look) => {
      const clip = (fromMs: number, look: (ptsMs: number) => Look) =>
        frames(times(lengthMs / 1000), look, { exact: true, noise: 0 }).map((stamp) => ({
          ...stamp,
          ptsMs: stamp.ptsMs + fromMs,
        }))
      const between = frames(times(4), alive).map((stamp) => ({ ...stamp, ptsMs: stamp.ptsMs + lengthMs }))
      return continuityLoop(evidenceOf([...clip(0, lookAt), ...between, ...clip(lengthMs + 4000, lookAt)]), loopLimits)
    }
    expect(playedTwice(3000, resting)).toMatchObject({ outcome: 'unsure', reason: 'recording-replayed', unit: 'ms' })
    expect(playedTwice(6000, resting).outcome).toBe('fail')
    expect(playedTwice(3000, alive).outcome).toBe('fail')
  })

  test('two frames in turn are flicker, not a passage', () => {
    const flicker = frames(times(10), alive).map((stamp, index) => ({ ...stamp, lumaCrc32: index % 2 }))
    expect(continuityLoop(evidenceOf(flicker), loopLimits).outcome).toBe('pass')
  })

  test('a recording made of equal frames is judged in bounded time', () => {
    const hostile = frames(times(300), () => ({ x: 0.5, y: 0.5 })).map((stamp, index) => ({
      ...stamp,
      lumaCrc32: index % 7,
    }))
    expect(continuityLoop(evidenceOf(hostile), loopLimits).outcome).toBe('pass')
  })
})

describe('[CK9] the clock', () => {
  const live = (chunks: [seq: number, arrivedMs: number, mediaEndMs: number][]) =>
    evidenceOf(frames(times(5), alive), {
      live: {
        chunks: chunks.map(([seq, arrivedMs, mediaEndMs]) => ({ seq, arrivedMs, mediaEndMs })),
        focusLosses: [],
      },
    })

  test('a file has no clock to keep', () => {
    expect(continuityClock(evidenceOf(frames(times(2), alive)), clockLimits)).toMatchObject({
      outcome: 'not-applicable',
      reason: null,
    })
  })

  test('chunks that arrive as they are made pass, also when recording began late', () => {
    const finding = continuityClock(
      live([
        [0, 4100, 1000],
        [1, 5150, 2000],
        [2, 6090, 3000],
      ]),
      clockLimits,
    )
    expect(finding).toMatchObject({ outcome: 'pass', value: 60, limit: 5000 })
  })

  test('a recording that is ahead of its own arrival was made before', () => {
    expect(
      continuityClock(
        live([
          [0, 500, 400],
          [1, 700, 30_000],
        ]),
        clockLimits,
      ),
    ).toMatchObject({
      outcome: 'fail',
      reason: 'clock-not-honoured',
      value: 29_300,
      span: { startMs: 400, endMs: 30_000 },
    })
  })

  test('chunks whose times run backwards are clear', () => {
    expect(
      continuityClock(
        live([
          [0, 1100, 1000],
          [1, 2100, 400],
        ]),
        clockLimits,
      ),
    ).toMatchObject({ outcome: 'fail', value: 600 })
  })

  test('chunks that come late go to a person, whatever their order of arrival', () => {
    const late: [number, number, number][] = [
      [0, 1100, 1000],
      [1, 22_000, 2000],
      [2, 22_100, 3000],
    ]
    const finding = continuityClock(live(late), clockLimits)
    expect(finding).toMatchObject({ outcome: 'unsure', value: 19_900 })
    expect(continuityClock(live([...late].reverse()), clockLimits)).toEqual(finding)
  })

  test('only where an answer is due does it matter how late its chunk came', () => {
    const late = live([
      [0, 1100, 1000],
      [1, 22_000, 2000],
      [2, 22_100, 21_000],
      [3, 30_100, 30_000],
    ])
    const answeredAt = (shownMs: number) =>
      continuityClock({ ...late, answers: answerSpans([{ shownMs }]) }, clockLimits).outcome
    expect(answeredAt(22_000)).toBe('pass')
    expect(answeredAt(1500)).toBe('unsure')
    expect(continuityClock(late, clockLimits).outcome).toBe('unsure')
    const ahead = live([
      [0, 500, 400],
      [1, 700, 30_000],
      [2, 40_000, 39_000],
    ])
    expect(continuityClock({ ...ahead, answers: answerSpans([{ shownMs: 35_000 }]) }, clockLimits).outcome).toBe('fail')
  })

  test('a live run without chunks proves nothing', () => {
    expect(continuityClock(live([]), clockLimits)).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
  })
})

test('the record joins blocks of one stretch of sound and keeps stretches apart', () => {
  const record = openContinuityRecord()
  const block = (ptsMs: number, ms: number) => ({ ptsMs, samples: new Float32Array(ms * 16) })
  for (const [ptsMs, ms] of [
    [0, 100],
    [100, 100],
    [200, 50],
    [900, 100],
  ] as const)
    record.onAudio(block(ptsMs, ms))
  record.onStamps(frames([0, 33], alive))
  const evidence = record.evidence(null, null, () => null)
  expect(evidence.sound).toEqual([
    { startMs: 0, endMs: 250 },
    { startMs: 900, endMs: 1000 },
  ])
  expect(evidence.stamps).toHaveLength(2)
})
