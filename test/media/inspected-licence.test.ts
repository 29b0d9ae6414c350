import { afterAll, expect, test } from 'vitest'
import type { Finding } from '#domain/finding.ts'
import type { InspectionSettings } from '#domain/inspection-settings.ts'
import { inspectRecording } from '#inspection/inspect-recording.ts'
import { openModelWorker } from '#inspection/models/model-worker.ts'
import type { RunChoice } from '#main/demo/media/whole-run.ts'
import { modelsDir } from '#main/models-dir.ts'
import { changesFromGolden } from './golden-findings.ts'
import { wholeRunOf } from './whole-runs.ts'

/** A licence filmed and inspected as a whole recording, with the limits that a program has by default. */
const worker = openModelWorker(modelsDir())
afterAll(() => worker.close())

const gate = { grade: 'gate', limits: {} } as const
const settings: InspectionSettings = {
  sampleFps: 5,
  checks: {
    'licence.found': gate,
    'licence.seal': gate,
    'licence.original': gate,
    'licence.credit-code': gate,
    'licence.fields': gate,
    'licence.validity': gate,
  },
}
const onlyLicence = { without: ['id-front', 'id-back', 'face', 'digits', 'pan'] } satisfies Partial<RunChoice>

const inspected = async (choice: RunChoice, told: 'told' | 'not-told' = 'told', asked = settings, by = worker) => {
  const run = await wholeRunOf({ ...choice, ...onlyLicence })
  const result = await inspectRecording(run.recordingFile, {
    settings: asked,
    registration: run.registration,
    plan: told === 'told' ? { ...run.plan, maxDigitMs: null } : null,
    today: '2025-11-21',
    worker: by,
  })
  if (!result.ok) throw new Error(result.refusal.code)
  return result.report
}

const answers = (findings: Finding[]) =>
  Object.fromEntries(
    findings
      .filter(({ check }) => check.startsWith('licence.'))
      .map(({ check, outcome, reason }) => [check.slice('licence.'.length), `${outcome} ${reason ?? ''}`.trim()]),
  )

const allPass = {
  found: 'pass',
  seal: 'pass',
  original: 'pass',
  'credit-code': 'pass',
  fields: 'pass',
  validity: 'pass',
}

test('[CK2] [EL4] a filmed licence passes, each finding with a frame that proves it', async () => {
  const { findings, frames } = await inspected({ person: 'a', licence: {} })
  expect(answers(findings)).toEqual(allPass)
  const proofs = findings.filter(({ check }) => check.startsWith('licence.')).map(({ proofFrames }) => proofFrames[0])
  expect(proofs.every((frame) => frame !== undefined && frames.has(frame.frame))).toBe(true)
  expect(await changesFromGolden('licence', findings)).toEqual([])
})

test('[CK2] without a plan the licence is met by itself, and a program that asks for none reads none', async () => {
  expect(answers((await inspected({ person: 'a', licence: {} }, 'not-told')).findings)).toEqual(allPass)
  const cardOnly = { sampleFps: 5, checks: { 'id-card.found': gate } }
  // Of its own, since a worker keeps the models it has once opened.
  const fresh = openModelWorker(modelsDir())
  const { models } = await inspected({ person: 'a', licence: {} }, 'told', cardOnly, fresh)
  await fresh.close()
  expect(models.map(({ name }) => name)).not.toContain('text-recognise')
})

test('[EL4] [CK2] an expired duplicate of another company is told as that', async () => {
  const licence = {
    duplicate: true,
    name: '测试市远岫样例网络科技有限公司',
    creditCode: '91110199MAMXR3Q91W',
    term: { from: '2010-01-01', to: '2020-12-31' },
  }
  const { findings } = await inspected({ person: 'a', licence })
  expect(answers(findings)).toEqual({
    ...allPass,
    original: 'unsure licence-duplicate',
    'credit-code': 'fail licence-code-differs',
    fields: 'fail licence-name-differs',
    validity: 'fail licence-expired',
  })
  expect(await changesFromGolden('licence-of-others', findings)).toEqual([])
})

test('[CK2] a copy in black and white and a screen fail as no originals', async () => {
  const { findings } = await inspected({ person: 'a', licence: {}, flaw: { grey: true } })
  const found = { ...allPass, original: 'fail licence-not-original', seal: 'fail licence-seal-not-seen' }
  expect(answers(findings)).toEqual(found)
  expect(await changesFromGolden('licence-copy', findings)).toEqual([])
  const screen = answers((await inspected({ person: 'a', licence: {}, flaw: { screen: true } })).findings)
  expect(screen.original).toBe('fail licence-not-original')
})
