import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span } from '#domain/finding.ts'
import { alive, frames, streamOf, times } from '#test/inspection/hand-made-stream.ts'
import { continuityFrameGap } from './continuity-frame-gap.ts'

const gapLimits = { maxGapMs: 2000, maxSoundGapMs: 2000 }

describe('[CK9] no gap between frames', () => {
  test('the longest gap is measured, with its place and stills from both sides', () => {
    const finding = continuityFrameGap(streamOf(frames([0, 33, 66, 1500, 1533], alive)), gapLimits)
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
    const gap = (ms: number) => continuityFrameGap(streamOf(frames([0, 100, 100 + ms], alive)), gapLimits)
    expect(gap(2000).outcome).toBe('pass')
    expect(gap(2001)).toMatchObject({ outcome: 'fail', reason: 'frames-missing', value: 2001 })
  })

  test('sound before the first and after the last picture shows that pictures are missing there', () => {
    const stamps = frames(times(3), alive)
    const after = continuityFrameGap(streamOf(stamps, { sound: [{ startMs: 0, endMs: 6000 }] }), gapLimits)
    expect(after).toMatchObject({ outcome: 'fail', span: { startMs: 2967, endMs: 6000 } })
    const late = frames(
      times(3).map((ms) => ms + 5000),
      alive,
    )
    const before = continuityFrameGap(streamOf(late, { sound: [{ startMs: 0, endMs: 7900 }] }), gapLimits)
    expect(before).toMatchObject({ outcome: 'fail', span: { startMs: 0, endMs: 5000 } })
  })

  test('[DV3] pictures that stall are an interruption, whether or not the sound runs on', () => {
    const gapOf = (ms: number, sound: Span[]) =>
      continuityFrameGap(streamOf(frames([0, 100, 100 + ms, 200 + ms], alive), { sound }), gapLimits)
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
    expect(continuityFrameGap(streamOf(frames(times(8), alive), { sound }), gapLimits)).toMatchObject({
      outcome: 'unsure',
      value: 3000,
      span: { startMs: 2000, endMs: 5000 },
    })
  })

  test('without frames nothing passes', () => {
    expect(continuityFrameGap(streamOf([]), gapLimits)).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
    expect(continuityFrameGap(streamOf(frames([0], alive)), gapLimits).outcome).toBe('unsure')
  })

  test('the answer does not depend on where the limit lies, only on which side of it the gap is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5000 }),
        (distances, maxGapMs) => {
          let ptsMs = 0
          const stampsMs = [0, ...distances.map((distance) => (ptsMs += distance))]
          const { outcome, value } = continuityFrameGap(streamOf(frames(stampsMs, alive)), { ...gapLimits, maxGapMs })
          expect(value).toBe(Math.max(...distances))
          expect(outcome).toBe(Math.max(...distances) > maxGapMs ? 'fail' : 'pass')
        },
      ),
    )
  })
})
