import { describe, expect, test } from 'vitest'
import { alive, frames, type StreamLook, streamOf, times } from '#test/inspection/hand-made-stream.ts'
import type { DecodeSummary } from '../media/decoder-types.ts'
import { continuitySplice, structureChange } from './continuity-splice.ts'

const spliceLimits = { maxBackwardsMs: 1, minCutChange: 0.5, maxFrameDistanceMs: 120, calmMs: 400 }

describe('[CK9] no splice', () => {
  const cutAt5s = (ptsMs: number): StreamLook => (ptsMs < 5000 ? alive(ptsMs) : { x: 0.2, y: 0.8, wall: 1 })

  test('a take in one piece passes, also with light that changes', () => {
    const flashes = (ptsMs: number): StreamLook => ({ ...alive(ptsMs), light: ptsMs % 3000 < 1500 ? 0 : 40 })
    expect(continuitySplice(streamOf(frames(times(10), alive)), spliceLimits).outcome).toBe('pass')
    expect(continuitySplice(streamOf(frames(times(10), flashes)), spliceLimits).outcome).toBe('pass')
  })

  test('stamps that go back are clear', () => {
    const stamps = frames([...times(3), ...times(3)], alive)
    expect(continuitySplice(streamOf(stamps), spliceLimits)).toMatchObject({
      outcome: 'fail',
      reason: 'recording-spliced',
      value: 2967,
      span: { startMs: 0, endMs: 2967 },
    })
  })

  test('a second recording behind the first is clear, damage is not', () => {
    const stamps = frames(times(3), alive)
    const damaged = (what: 'damaged' | 'second-recording') =>
      continuitySplice(streamOf(stamps, { containerDamage: { atByte: 9000, what } }), spliceLimits).outcome
    expect(damaged('second-recording')).toBe('fail')
    expect(damaged('damaged')).toBe('unsure')
  })

  test('a sudden cut goes to a person, with its instant', () => {
    const finding = continuitySplice(streamOf(frames(times(10), cutAt5s)), spliceLimits)
    expect(finding).toMatchObject({
      outcome: 'unsure',
      reason: 'recording-spliced',
      span: { startMs: 4967, endMs: 5000 },
    })
    expect(finding.value).toBeGreaterThan(0.5)
  })

  test('a card brought before the camera is no cut, nor is a slow camera’s step', () => {
    const cardComes = (ptsMs: number): StreamLook => {
      const share = Math.min(1, Math.max(0, (ptsMs - 5000) / 300))
      return { x: 0.5 - 0.3 * share, y: 0.5 + 0.3 * share, wall: 0 }
    }
    expect(continuitySplice(streamOf(frames(times(10), cardComes)), spliceLimits).outcome).toBe('pass')
    expect(continuitySplice(streamOf(frames(times(10, 5), cutAt5s)), spliceLimits).outcome).toBe('pass')
  })

  test('one odd frame is no cut', () => {
    const glitch = (ptsMs: number): StreamLook => (ptsMs === 5000 ? { x: 0.2, y: 0.8, wall: 1 } : alive(ptsMs))
    expect(continuitySplice(streamOf(frames(times(10), glitch)), spliceLimits).outcome).toBe('pass')
  })

  test('parameters that change in mid-recording go to a person', () => {
    const change: DecodeSummary['parameterChanges'] = [{ ptsMs: 1500, what: 'size', from: '640x480', to: '1280x720' }]
    expect(
      continuitySplice(streamOf(frames(times(3), alive), { parameterChanges: change }), spliceLimits),
    ).toMatchObject({ outcome: 'unsure', span: { startMs: 1500, endMs: 1500 } })
  })

  test('a covered lens has no structure to compare', () => {
    const dark = new Uint16Array(144).fill(20 * 256)
    const other = Uint16Array.from({ length: 144 }, (_, cell) => cell * 256)
    expect(structureChange(dark, other)).toBe(0)
    expect(structureChange(other, other)).toBeCloseTo(0)
  })
})
