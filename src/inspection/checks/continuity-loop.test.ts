import { describe, expect, test } from 'vitest'
import { alive, frames, type StreamLook, streamOf, times } from '#test/inspection/hand-made-stream.ts'
import { seededRandom } from '#test/media/synthesise-recording.ts'
import { continuityLoop, type LoopLimits } from './continuity-loop.ts'

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

describe('[CK9] no loop', () => {
  const looped = (periodMs: number) => (ptsMs: number) => alive(ptsMs % periodMs)

  test('a passage that comes again to the bit is clear, with both places', () => {
    const finding = continuityLoop(streamOf(frames(times(12), looped(4000), { exact: true, noise: 0 })), loopLimits)
    expect(finding).toMatchObject({ outcome: 'fail', reason: 'recording-replayed', unit: 'ms' })
    expect(finding.value).toBeGreaterThan(3000)
    expect(finding.proofFrames.length).toBeGreaterThan(0)
  })

  test.each([2000, 3700, 5030])('a loop of %i ms that was filmed or encoded anew goes to a person', (periodMs) => {
    expect(continuityLoop(streamOf(frames(times(15), looped(periodMs))), loopLimits)).toMatchObject({
      outcome: 'unsure',
      reason: 'recording-replayed',
      unit: 'ratio',
    })
  })

  test('the same loop seen at a jittering, lower rate is still seen', () => {
    const random = seededRandom(3)
    const jittered = times(16, 15).map((ms) => Math.round(ms + random() * 20))
    expect(continuityLoop(streamOf(frames(jittered, looped(4400))), loopLimits).outcome).toBe('unsure')
  })

  test('a person who moves passes; so does one who sits still before a noisy sensor', () => {
    const finding = continuityLoop(streamOf(frames(times(30), alive)), loopLimits)
    expect(finding).toMatchObject({ outcome: 'pass', limit: 0.15 })
    const still: StreamLook = { x: 0.5, y: 0.5 }
    expect(continuityLoop(streamOf(frames(times(30), () => still)), loopLimits).outcome).toBe('pass')
  })

  test('a person who nods or turns the same way again and again is not taken for a loop', () => {
    const random = seededRandom(11)
    // Every repetition differs a little in width and pace, as a body's does.
    const turns = Array.from({ length: 40 }, () => ({
      width: 0.2 * (0.7 + 0.6 * random()),
      ms: 1600 * (0.8 + 0.4 * random()),
    }))
    const turning = (ptsMs: number): StreamLook => {
      let left = ptsMs
      let turn = 0
      while (left > turns[turn]!.ms) left -= turns[turn++]!.ms
      return { x: 0.5 + turns[turn]!.width * Math.sin((2 * Math.PI * left) / turns[turn]!.ms), y: 0.5 }
    }
    expect(continuityLoop(streamOf(frames(times(30), turning)), loopLimits).outcome).toBe('pass')
  })

  test('frames doubled by a codec are no loop; a picture that stands still to the bit goes to a person', () => {
    const doubled = frames(times(10), alive).flatMap((stamp) => [stamp, { ...stamp, ptsMs: stamp.ptsMs + 16 }])
    expect(continuityLoop(streamOf(doubled), loopLimits).outcome).toBe('pass')
    const frozen = frames(times(10), alive).map((stamp) =>
      stamp.ptsMs >= 4000 && stamp.ptsMs < 7000 ? { ...stamp, lumaCrc32: 5 } : stamp,
    )
    expect(continuityLoop(streamOf(frozen), loopLimits)).toMatchObject({
      outcome: 'unsure',
      unit: 'ms',
      span: { startMs: 4000, endMs: 6967 },
    })
  })

  test('a moment of rest that comes again is no fail, the same moment on and on and any movement is', () => {
    const resting = (ptsMs: number): StreamLook => ({ x: 0.5 + 0.004 * Math.sin(ptsMs / 400), y: 0.5 })
    const playedTwice = (lengthMs: number, lookAt: (ptsMs: number) => StreamLook) => {
      const clip = (fromMs: number, look: (ptsMs: number) => StreamLook) =>
        frames(times(lengthMs / 1000), look, { exact: true, noise: 0 }).map((stamp) => ({
          ...stamp,
          ptsMs: stamp.ptsMs + fromMs,
        }))
      const between = frames(times(4), alive).map((stamp) => ({ ...stamp, ptsMs: stamp.ptsMs + lengthMs }))
      return continuityLoop(streamOf([...clip(0, lookAt), ...between, ...clip(lengthMs + 4000, lookAt)]), loopLimits)
    }
    expect(playedTwice(3000, resting)).toMatchObject({ outcome: 'unsure', reason: 'recording-replayed', unit: 'ms' })
    expect(playedTwice(6000, resting).outcome).toBe('fail')
    expect(playedTwice(3000, alive).outcome).toBe('fail')
  })

  test('two frames in turn are flicker, not a passage', () => {
    const flicker = frames(times(10), alive).map((stamp, index) => ({ ...stamp, lumaCrc32: index % 2 }))
    expect(continuityLoop(streamOf(flicker), loopLimits).outcome).toBe('pass')
  })

  test('a recording made of equal frames is judged in bounded time', () => {
    const hostile = frames(times(300), () => ({ x: 0.5, y: 0.5 })).map((stamp, index) => ({
      ...stamp,
      lumaCrc32: index % 7,
    }))
    expect(continuityLoop(streamOf(hostile), loopLimits).outcome).toBe('pass')
  })
})
