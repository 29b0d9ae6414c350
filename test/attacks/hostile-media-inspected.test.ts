import { afterAll, describe, expect, test } from 'vitest'
import type { StepSpan } from '#domain/run-plan.ts'
import { gatesOf } from '#domain/verdict.ts'
import { openInspection } from '#inspection/inspection-session.ts'
import { openModelWorker } from '#inspection/models/model-worker.ts'
import { contextOf } from '#test/inspection/hand-made-evidence.ts'
import { size, video } from '#test/media/attack-decoder.ts'
import { indexOfBytes, webmCluster } from '#test/media/hostile-bytes.ts'
import {
  regularStamps,
  type SyntheticRecording,
  seededRandom,
  synthesiseRecording,
  tone,
} from '#test/media/synthesise-recording.ts'
import { programAliexpress } from '#test/world/a-program.ts'

/**
 * Odd recordings through the whole inspection: each is refused with a reason or judged, never passed, and costs no more
 * looks than its length allows. The models are left out: what they would say of these pictures is not the question.
 */
const { inspection: settings } = programAliexpress()
const worker = openModelWorker(import.meta.dirname)
afterAll(() => worker.close())

const step = (kind: StepSpan['kind'], startMs: number, endMs: number): StepSpan => ({
  id: kind,
  kind,
  startMs,
  endMs,
  action: null,
})

const inspected = async (bytes: Uint8Array, steps: StepSpan[] = []) => {
  const plan = { digits: '4821', language: 'zh', maxDigitMs: null, steps, challenges: [] }
  const inspection = openInspection({ ...contextOf(), settings, plan, pace: 'file', worker })
  for (let at = 0; at < bytes.length; at += 65_536) await inspection.push(bytes.subarray(at, at + 65_536))
  const result = await inspection.finish()
  const gates = gatesOf(settings)
  const passed = result.findings.filter(({ check, outcome }) => outcome === 'pass' && gates.includes(check))
  const of = (check: string) => result.findings.find((finding) => finding.check === check)
  return { ...result, of, passedGates: passed.map(({ check }) => check) }
}

const recorded = (members: Partial<SyntheticRecording> & { stampsMs: number[] }) =>
  synthesiseRecording({
    container: 'webm',
    video: video(members.stampsMs, members.container === 'mp4' ? 'avc' : 'vp8'),
    ...members,
  })

/** What a recording may honestly pass that shows nobody: it is in one piece, and somebody stayed on the page. */
const aboutTheStream = ['continuity.frame-gap', 'continuity.splice', 'continuity.loop']

describe('[CK9] [CK11] frame rates', () => {
  test.each([
    [5, 4000],
    [120, 2000],
  ])(
    '%i pictures a second are followed by their stamps, and looked at as often as any other',
    async (rate, lengthMs) => {
      const pan = step('pan', 0, lengthMs)
      const result = await inspected(await recorded({ stampsMs: regularStamps(rate, lengthMs) }), [pan])
      expect(result.refusal).toBeNull()
      expect(result.timing.framesDecoded).toBe((rate * lengthMs) / 1000)
      expect(result.timing.framesLookedAt).toBeLessThanOrEqual((settings.sampleFps * lengthMs) / 1000 + 2)
      expect(result.passedGates.filter((check) => !aboutTheStream.includes(check))).toEqual([])
    },
  )
})

describe('[CK11] turned recordings', () => {
  test.each([90, 180, 270] as const)(
    'turned by %i degrees in the container they are judged upright',
    async (rotationDeg) => {
      const recording = await recorded({
        stampsMs: regularStamps(10, 1000),
        container: 'mp4',
        video: { ...video(regularStamps(10, 1000), 'avc'), rotationDeg },
      })
      const result = await inspected(recording, [step('pan', 0, 1000)])
      expect(result.refusal).toBeNull()
      const [still] = result.of('pan.scene')?.proofFrames ?? []
      const sideways = rotationDeg !== 180
      expect(still).toMatchObject(sideways ? { widthPx: size.heightPx, heightPx: size.widthPx } : size)
    },
  )
})

test('[CK11] sound alone is refused for what it lacks, and nothing of it passes', async () => {
  const sound = await synthesiseRecording({
    container: 'webm',
    audio: { codec: 'opus', sampleRateHz: 48_000, samples: tone(440, 1000) },
  })
  const result = await inspected(sound)
  expect(result.refusal?.code).toBe('recording-without-video')
  expect(result.passedGates).toEqual([])
  expect(result.of('pan.turn')).toMatchObject({ outcome: 'unsure', reason: 'recording-unreadable' })
})

describe('[CK9] wrong clocks', () => {
  const jumping = regularStamps(10, 1000)
  test('a clock that jumps ten minutes leaves a gap, and the hole costs nothing', async () => {
    const result = await inspected(await recorded({ stampsMs: [...jumping, ...jumping.map((ms) => ms + 600_000)] }))
    expect(result.of('continuity.frame-gap')).toMatchObject({ outcome: 'fail', reason: 'frames-missing' })
    expect(result.timing.framesLookedAt).toBeLessThan(25)
  })

  test('a clock that jumps four hours is refused', async () => {
    const result = await inspected(
      await recorded({ stampsMs: [...jumping, ...jumping.map((ms) => ms + 4 * 3600_000)] }),
    )
    expect(result.refusal?.code).toBe('recording-too-large')
    expect(result.passedGates).toEqual([])
  })

  test('a clock that is set back is a splice', async () => {
    const one = await recorded({ stampsMs: jumping })
    const again = Buffer.from(one).subarray(indexOfBytes(one, [0x1f, 0x43, 0xb6, 0x75]))
    const result = await inspected(Buffer.concat([one, again]))
    expect(result.of('continuity.splice')).toMatchObject({ outcome: 'fail', reason: 'recording-spliced' })
  })

  test('a clock that stands still, or stutters at random, passes nothing but the stream', async () => {
    const random = seededRandom(9)
    let atMs = 0
    const stutter = Array.from({ length: 60 }, () => (atMs += Math.floor(random() * 400)))
    const stuttered = await inspected(await recorded({ stampsMs: stutter }), [step('pan', 0, atMs)])
    expect(stuttered.passedGates.filter((check) => !aboutTheStream.includes(check))).toEqual([])
    const one = Buffer.from(await recorded({ stampsMs: jumping }))
    // All blocks of the recording claim their cluster's own instant.
    for (let at = one.indexOf(0xa3); at >= 0; at = one.indexOf(0xa3, at + 1)) {
      if (one[at + 1] === undefined || (one[at + 1]! & 0xc0) === 0) continue
      const track = one[at + 1]! & 0x80 ? at + 2 : at + 3
      if (one[track] === 0x81) one.writeInt16BE(0, track + 1)
    }
    const stood = await inspected(Buffer.concat([one, webmCluster(0)]), [step('pan', 0, 1000)])
    expect(stood.passedGates.filter((check) => !aboutTheStream.includes(check))).toEqual([])
  })
})
