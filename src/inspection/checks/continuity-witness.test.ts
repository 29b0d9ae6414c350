import { describe, expect, test } from 'vitest'
import { defaultLimits } from '#domain/inspection-settings.ts'
import type { LiveFacts } from '#domain/run-plan.ts'
import { alive, frames, type StreamLook, streamOf, times } from '#test/inspection/hand-made-stream.ts'
import type { FrameStamp } from '../media/decoder-types.ts'
import type { WitnessSeen } from '../witness/witness-record.ts'
import { continuityWitness } from './continuity-witness.ts'

const live: LiveFacts = { chunks: [], focusLosses: [] }
const limits = defaultLimits['continuity.witness']

/** Somebody who moves as people do in a call, now here and now there. */
const lively = (ptsMs: number): StreamLook => {
  const { x, y } = alive(ptsMs)
  return { x: x + 0.15 * Math.sin(ptsMs / 2100 + 1), y: y + 0.12 * Math.sin(ptsMs / 1570) }
}
/** The same person in the same room, at another time. */
const anotherTime = (ptsMs: number): StreamLook => lively(ptsMs * 1.31 + 400_000)
const seller = frames(times(60), lively)

/** The witness begins `lagMs` later, at ten noisy pictures a second. */
const witnessOf = (lookAt: (ptsMs: number) => StreamLook, lagMs = 7300, seconds = 45): WitnessSeen => ({
  id: 'w1',
  unreadable: false,
  frames: frames(times(seconds, 10), (ptsMs) => lookAt(ptsMs + lagMs), { noise: 0.4, seed: 5 }),
})
const judged = (witnesses: WitnessSeen[], stamps: FrameStamp[] = seller, facts: LiveFacts | null = live) =>
  continuityWitness(streamOf(stamps, { live: facts, witnesses }), limits)
const answer = (...about: Parameters<typeof judged>) => {
  const { outcome, reason } = judged(...about)
  return `${outcome} ${reason ?? ''}`.trim()
}

describe('[LC3] continuity.witness', () => {
  test('[LC3] the same call seen from both sides passes, wherever the witness begins', () => {
    const finding = judged([witnessOf(lively)])
    expect(finding).toMatchObject({ outcome: 'pass', unit: 'ratio', limit: limits.passMotion })
    expect(finding.span?.startMs).toBeGreaterThan(7000)
    expect(finding.span?.startMs).toBeLessThan(9000)
    expect(finding.proofFrames.length).toBeGreaterThan(0)
    // A witness that began before the seller's recording, and ends before it.
    expect(answer([witnessOf(lively, -4000, 30)], seller)).toBe('pass')
  })

  test('[LC3] another room fails', () => {
    const elsewhere = (ptsMs: number): StreamLook => ({ ...anotherTime(ptsMs), wall: 5 })
    expect(answer([witnessOf(elsewhere)])).toBe('fail recordings-disagree')
  })

  test('[LC3] the same room with other movements, as a clip made before has them, fails', () => {
    expect(answer([witnessOf(anotherTime)])).toBe('fail recordings-disagree')
  })

  test('[LC3] another picture put in for twelve seconds fails and is named; a moment of it does not', () => {
    const putIn = (fromMs: number, toMs: number) => (ptsMs: number) =>
      ptsMs >= fromMs && ptsMs < toMs ? { x: 0.2, y: 0.3, wall: 5 } : lively(ptsMs)
    const finding = judged([witnessOf(putIn(20_000, 32_000))])
    expect(finding).toMatchObject({ outcome: 'fail', reason: 'recordings-disagree', limit: limits.unlikeBelow })
    expect(Math.abs(finding.span!.startMs - 20_000)).toBeLessThan(1500)
    expect(Math.abs(finding.span!.endMs - 32_000)).toBeLessThan(1500)
    expect(answer([witnessOf(putIn(20_000, 23_000))])).toBe('pass')
  })

  test('[LC3] a line that stalls for nine seconds is no other picture', () => {
    const stalled = (ptsMs: number) => lively(ptsMs >= 20_000 && ptsMs < 29_000 ? 20_000 : ptsMs)
    const witness = witnessOf(stalled)
    // What stands still in a recorder is the same picture to the bit.
    const at = (frame: FrameStamp) => frame.ptsMs + 7300
    const first = witness.frames.find((frame) => at(frame) >= 20_000)!
    witness.frames = witness.frames.map((frame) =>
      at(frame) >= 20_000 && at(frame) < 29_000 ? { ...frame, lumaGrid: first.lumaGrid } : frame,
    )
    expect(answer([witness])).toBe('pass')
  })

  test('[LC3] [CK11] too short, too still, dark or not to be read is for a person', () => {
    expect(answer([witnessOf(lively, 7300, 6)])).toMatch(/^unsure/)
    const still = (): StreamLook => ({ x: 0.5, y: 0.5 })
    expect(answer([witnessOf(still)], frames(times(60), still))).toBe('unsure recordings-not-comparable')
    const dark: WitnessSeen = { ...witnessOf(lively) }
    dark.frames = dark.frames.map((frame) => ({ ...frame, lumaGrid: new Uint16Array(144).fill(16 * 256) }))
    expect(answer([dark])).toBe('unsure recordings-not-comparable')
    expect(answer([{ id: 'w1', frames: [], unreadable: true }])).toBe('unsure recording-unreadable')
  })

  test('[LC3] a call without a witness is for a person, a file has none', () => {
    expect(answer([])).toBe('unsure no-evidence')
    expect(answer([], seller, null)).toBe('not-applicable')
  })

  test('[LC3] of a reviewer’s two witnesses one that shows something else is enough to fail', () => {
    const short = { ...witnessOf(lively, 50_000, 4), id: 'w2' }
    expect(answer([short, witnessOf(lively)])).toBe('pass')
    expect(answer([witnessOf(lively), { ...witnessOf(anotherTime), id: 'w3' }])).toBe('fail recordings-disagree')
  })
})
