import { describe, expect, test } from 'vitest'
import { contextOf, evidenceOf, step } from '#test/inspection/hand-made-evidence.ts'
import { isGlimpse, isLook, mouths as mouthsOf, openness, sound as soundOf } from '#test/inspection/hand-made-mouth.ts'
import type { FrameLook, RunEvidence } from '../evidence.ts'
import { lagBetween } from './lip-lag.ts'
import { lipSyncOffset } from './lip-sync-offset.ts'

/** Digits at irregular times, as the server shows them. */
const spokenAtMs = [1300, 3700, 7000, 9400]
const endMs = 11_000

const mouths = (words: readonly number[], tremble = 0.1) => mouthsOf(words, { endMs, tremble })
const sound = (words: readonly number[], voiceDb = 40) => soundOf(words, endMs, voiceDb)

const judged = (looks: FrameLook[], loudness: RunEvidence['loudness'], members: Partial<RunEvidence> = {}) =>
  lipSyncOffset(
    evidenceOf(looks.filter(isLook), {
      glimpses: looks.filter(isGlimpse),
      loudness,
      steps: [step('digits', 0, endMs)],
      ...members,
    }),
    contextOf(),
  )
const gist = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason ?? ''}`.trim()
const later = (ms: number) => spokenAtMs.map((atMs) => atMs + ms)

describe('[CK6] lip-sync.offset', () => {
  test('[CK6] lips and sound together pass', () => {
    const finding = judged(mouths(spokenAtMs), sound(spokenAtMs))
    expect(finding).toMatchObject({ outcome: 'pass', limit: 800, unit: 'ms', stepId: 'digits' })
    expect(finding.value).toBeLessThan(80)
    expect(finding.proofFrames).toHaveLength(2)
  })

  test('[FA2] the proof shows how open the mouth was and how loud the voice, on one time line', () => {
    const { waveform, proofSeries } = judged(mouths(spokenAtMs), sound(later(1300)))
    const mouth = proofSeries?.find(({ label }) => label === 'mouth-open')
    const peakMs = ({ startMs, stepMs }: { startMs: number; stepMs: number }, values: number[]) =>
      startMs + stepMs * values.indexOf(Math.max(...values.slice(0, Math.ceil(3200 / stepMs))))
    expect(waveform?.levels01.length).toBeLessThanOrEqual(240)
    expect(Math.abs(peakMs(mouth!, mouth!.values) - 1500)).toBeLessThan(120)
    expect(Math.abs(peakMs(waveform!, waveform!.levels01) - 2800)).toBeLessThan(120)
  })

  test('[CK6] a lag within the limit passes and is told; the sign does not matter', () => {
    for (const ms of [600, -600]) {
      const finding = judged(mouths(spokenAtMs), sound(later(ms)))
      expect(finding.outcome).toBe('pass')
      expect(Math.abs(finding.value! - 600)).toBeLessThan(80)
    }
  })

  test('[CK6] a clear lag beyond the limit fails, one that is just beyond it is unsure', () => {
    for (const ms of [1300, -1200]) {
      const finding = judged(mouths(spokenAtMs), sound(later(ms)))
      expect(gist(finding)).toBe('fail lips-out-of-step')
      expect(Math.abs(finding.value! - Math.abs(ms))).toBeLessThan(80)
    }
    expect(gist(judged(mouths(spokenAtMs), sound(later(880))))).toBe('unsure lips-out-of-step')
  })

  test('[CK6] a voice over a mouth that keeps still, or that speaks at other times, never passes', () => {
    expect(judged(mouths([], 0.3), sound(spokenAtMs)).outcome).toBe('unsure')
    expect(judged(mouths([300, 2500, 5200, 10_300]), sound(spokenAtMs)).outcome).not.toBe('pass')
  })

  test('[CK6] where there is no voice, no face, no step or no model, there is nothing to compare', () => {
    const mouth = mouths(spokenAtMs)
    expect(gist(judged(mouth, sound(spokenAtMs, 5)))).toBe('unsure no-evidence')
    expect(gist(judged(mouth, { stepMs: 20, levelsDb: new Float32Array() }))).toBe('unsure no-evidence')
    const hidden = mouth.map((one) => (one.atMs > 4000 && one.atMs < 6000 ? { ...one, faces: [] } : one))
    expect(gist(judged(hidden, sound(spokenAtMs)))).toBe('unsure face-not-found')
    expect(gist(judged(mouth, sound(spokenAtMs), { steps: [step('face', 0, endMs)] }))).toBe('unsure no-evidence')
    expect(gist(judged(mouth, sound(spokenAtMs), { stepsKnown: false }))).toBe('unsure no-evidence')
    expect(gist(judged(mouth, sound(spokenAtMs), { missingModels: ['face-landmarks'] }))).toBe('unsure model-missing')
  })

  test('[CK6] too few pictures of a mouth are told as ours only where we went without some that were due', () => {
    const few = { glimpses: [] }
    expect(gist(judged(mouths(spokenAtMs), sound(spokenAtMs), few))).toBe('unsure no-evidence')
    const leftOut = { ...few, glimpsesLeftOutMs: [4100] }
    expect(gist(judged(mouths(spokenAtMs), sound(spokenAtMs), leftOut))).toBe('unsure worker-behind')
  })

  test('[CK6] a part of the sound that is missing is no silence', () => {
    const torn = sound(spokenAtMs)
    torn.levelsDb.fill(Number.NaN, 200, 260)
    expect(gist(judged(mouths(spokenAtMs), torn))).toBe('unsure no-evidence')
  })
})

test('[CK6] the lag of a series to itself, moved, is found; a flat one has none', () => {
  const series = Float32Array.from({ length: 400 }, (_, i) => openness(i * 20, [700, 2900, 4300]))
  const moved = series.map((_, i) => series[i - 30] ?? 0)
  expect(lagBetween(series, moved, { stepMs: 20, maxLagMs: 2000 })).toMatchObject({ lagMs: 600 })
  expect(lagBetween(moved, series, { stepMs: 20, maxLagMs: 2000 })).toMatchObject({ lagMs: -600 })
  expect(lagBetween(series, new Float32Array(400), { stepMs: 20, maxLagMs: 2000 })).toBeNull()
})
