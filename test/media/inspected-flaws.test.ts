import { afterAll, expect, test } from 'vitest'
import type { Finding } from '#domain/finding.ts'
import { inspectRecording } from '#inspection/inspect-recording.ts'
import { openModelWorker } from '#inspection/models/model-worker.ts'
import type { RunChoice } from '#main/demo/media/whole-run.ts'
import { modelsDir } from '#main/models-dir.ts'
import { programAliexpress } from '#test/world/a-program.ts'
import { changesFromGolden } from './golden-findings.ts'
import { runChoices, wholeRunOf } from './whole-runs.ts'

/** A card with one thing wrong, filmed and inspected as a whole recording: the cause is named and leads the verdict. */
const worker = openModelWorker(modelsDir())
afterAll(() => worker.close())

const onlyCard = { without: ['face', 'digits', 'pan'] } satisfies Partial<RunChoice>
const inspected = async (choice: RunChoice) => {
  const run = await wholeRunOf({ ...choice, ...onlyCard })
  const result = await inspectRecording(run.recordingFile, {
    settings: programAliexpress().inspection,
    registration: run.registration,
    plan: { ...run.plan, maxDigitMs: null },
    today: '2025-11-21',
    worker,
  })
  if (!result.ok) throw new Error(result.refusal.code)
  return result.report
}

const named = (findings: Finding[]) =>
  findings
    .filter(({ check, outcome }) => check.startsWith('id-card.') && outcome !== 'pass' && outcome !== 'not-applicable')
    .map(({ reason }) => reason)
const leading = (findings: Finding[], gates: readonly string[]) =>
  findings.find(({ check }) => check === gates[0])?.reason

test('[CK1] glare over the fields of both sides is named as glare everywhere', async () => {
  const { findings, verdict } = await inspected(runChoices.glare)
  expect(verdict.outcome).toBe('failed')
  expect(leading(findings, verdict.failedGates)).toBe('card-glare')
  expect(new Set(named(findings))).toEqual(new Set(['card-glare']))
  const glare = findings.find(({ check }) => check === 'id-card.glare')
  expect(glare?.proofFrames[0]?.marks.map(({ label }) => label)).toEqual(['card', 'glare-bottom-right'])
  expect(await changesFromGolden('glare', findings)).toEqual([])
})
