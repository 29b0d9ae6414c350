import { expect, test } from 'vitest'
import { alive, frames } from '#test/inspection/hand-made-stream.ts'
import { openContinuityRecord } from './continuity.ts'

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
