import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { programJsonSchema } from '#contracts/program.ts'
import { decide } from '#domain/case/decide.ts'
import { emptyCase } from '#domain/case/state.ts'
import { challengePauseMs, drawChallenge, maxDigitMsOf } from '#domain/challenge.ts'
import { deviceProblems } from '#domain/device-rules.ts'
import { checkEligibility } from '#domain/eligibility.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { CaptureStep, Program } from '#domain/program.ts'
import { programProblems } from '#domain/program-problems.ts'
import { restrictedView } from '#domain/restrictions/view-only.ts'
import { aCase, hours, minutes, noonMs, reviewer, seconds } from '#test/world/a-case.ts'
import { type DeepPartial, programAliexpress, programWith } from '#test/world/a-program.ts'
import { aDevice, aRegistration } from '#test/world/a-registration.ts'
import { cleanFindings, failedFinding } from '#test/world/findings.ts'
import { callFields } from './call-fields.ts'
import { outcomeFields } from './outcome-fields.ts'
import { preparationFields } from './preparation-fields.ts'
import type { Field } from './program-field.ts'
import { isTestFile } from './room-rules.ts'
import { projectRoot, typeScriptFiles } from './source-files.ts'

const attemptRules = (rules: Partial<Program['attempts']>): DeepPartial<Program> => ({ attempts: rules })
const steps = (change: (step: CaptureStep) => CaptureStep): DeepPartial<Program> => ({
  capture: { steps: programAliexpress().capture.steps.map(change) },
})
const challenge = (kind: CaptureStep['kind'], changes: object): DeepPartial<Program> =>
  steps((step) =>
    step.kind === kind ? { ...step, challenge: { ...step.challenge, ...changes } as CaptureStep['challenge'] } : step,
  )
const stepOf = (program: Program, kind: CaptureStep['kind']): CaptureStep =>
  program.capture.steps.find((step) => step.kind === kind) ?? stepOf(programAliexpress(), kind)
const drawnIn = (program: Program, kind: CaptureStep['kind']) =>
  [0, 0.3, 0.6, 0.9].map((chance) => drawChallenge(stepOf(program, kind), [], () => chance)?.value)

const eligibilityOf = (program: Program) =>
  checkEligibility(program.eligibility, aRegistration({ phoneRealNameLevel: 1, address: '' }), {}, '2026-03-12')
const devicesIn = (program: Program) =>
  [
    aDevice({ browser: { name: 'chrome', version: 105, mobile: true } }),
    aDevice({ browser: { name: 'edge', version: 140, mobile: false } }),
    aDevice({ camera: { widthPx: 1024, heightPx: 700, framesPerSecond: 30, label: '' }, microphone: null }),
  ].map((report) => deviceProblems(program.device, report))
const failing = (program: Program, times: number) => {
  const story = aCase({ program })
  for (let count = 0; count < times; count += 1) story.starts().leavesPage()
  return story
}
const decided = (program: Program, failed: boolean) => {
  const story = aCase({ program }).completesRun()
  story.isFound(cleanFindings(program, failed ? [failedFinding('id-card.name', 'name-differs')] : []))
  return story.state.status
}
const openedBy = (program: Program) =>
  decide(
    emptyCase('case-1'),
    {
      type: 'open',
      sellerId: 's',
      site: 'cn',
      way: 'api',
      noticedAtMs: null,
      identityCommitment: 'c',
      registration: 's',
      note: null,
    },
    { program, atMs: noonMs, actor: { kind: 'system' } },
  ).ok
/** Whether each of these is accepted at these moments of the first step: end after 4 s, a challenge after 50 s. */
const paceOf = (program: Program) => {
  const story = aCase({ program }).starts()
  const at = { attemptId: 'attempt-1', stepId: program.capture.steps[0]?.id ?? '', claimedMediaMs: 0 }
  story.does({ type: 'start-step', ...at })
  story.passes(seconds(4))
  const soon = story.tried({ type: 'end-step', ...at }).ok
  if (soon) return 'ended soon'
  story.passes(seconds(46))
  const late = story.tried({ type: 'show-challenge', ...at, index: 0, challenge: 's', servingSinceMs: 0 })
  return late.ok ? 'shown late' : late.refusal.code
}
const faceFirst = (changes: Partial<CaptureStep>): DeepPartial<Program> => ({
  capture: { steps: [{ ...stepOf(programAliexpress(), 'face'), ...changes }] },
})
const noticeOf = (story: (program: Program) => ReturnType<typeof aCase>) => (program: Program) =>
  story(program).notices()
const notice = (kind: keyof Program['notices'], story: (program: Program) => ReturnType<typeof aCase>): Field => ({
  by: 'src/domain/notices.ts',
  reads: 'notices',
  change: { notices: { [kind]: ['banner'] } },
  seen: noticeOf(story),
})
const overdue = (program: Program) => aCase({ program }).passes(hours(72)).missesDeadline()

const engine = 'src/domain/case'
const fields: Record<string, Field> = {
  name: { by: `${engine}/decide.ts`, change: { name: 'other' }, seen: (program) => aCase({ program }).state.program },
  version: {
    by: `${engine}/decide.ts`,
    change: { version: 9 },
    seen: (program) => aCase({ program }).state.programVersion,
  },
  'title.*': { by: 'src/app', reads: 'program.title' },
  'marketplace.*': { by: 'src/app', reads: 'program.marketplace' },
  'languages[]': {
    by: 'src/domain/program-problems.ts',
    change: { languages: ['zh', 'en', 'th'] },
    seen: programProblems,
  },
  zone: {
    by: `${engine}/attempts.ts`,
    change: { zone: 'UTC' },
    // Half past eleven at night in Shanghai: an hour later it is another day there, and the same one in London.
    seen: (program) =>
      aCase({ program, openedAtMs: Date.UTC(2026, 2, 12, 15, 30) })
        .fails()
        .passes(hours(1))
        .allowance().leftToday,
  },
  'legalBasis.*': { by: 'src/app', reads: 'program.legalBasis' },
  'opening.by[]': {
    by: `${engine}/decide.ts`,
    reads: 'opening.by',
    change: { opening: { by: ['hand'] } },
    seen: openedBy,
  },
  'eligibility.identityDocument': {
    by: 'src/domain/eligibility.ts',
    change: { eligibility: { identityDocument: 'any' } },
    seen: (program) => {
      const holder = { ...aRegistration().legalRepresentative, idNumber: 'P1234567' }
      return checkEligibility(program.eligibility, aRegistration({ legalRepresentative: holder }), {}, '2026-01-01')
    },
  },
  'eligibility.phoneRealNameLevel': {
    by: 'src/domain/eligibility.ts',
    change: { eligibility: { phoneRealNameLevel: 1 } },
    seen: eligibilityOf,
  },
  'eligibility.requiredRegistration[]': {
    by: 'src/domain/eligibility.ts',
    change: { eligibility: { requiredRegistration: ['address'] } },
    seen: eligibilityOf,
  },
  'eligibility.lookups[]': {
    by: 'src/domain/eligibility.ts',
    change: { eligibility: { lookups: [] } },
    seen: eligibilityOf,
  },
  'lanes.offline.ways[].id': {
    by: `${engine}/decide-attempt.ts`,
    reads: 'lanes.offline',
    change: { lanes: { offline: null } },
    seen: (program) => aCase({ program }).tried({ type: 'choose-offline-lane', way: 'mail' }).ok,
  },
  'lanes.offline.ways[].workingDaysAtLeast': { by: 'src/app', reads: 'lanes.offline' },
  'lanes.offline.ways[].feeCny': { by: 'src/app', reads: 'lanes.offline' },
  'device.desktopOnly': {
    by: 'src/domain/device-rules.ts',
    change: { device: { desktopOnly: false } },
    seen: devicesIn,
  },
  'device.browsers[].name': {
    by: 'src/domain/device-rules.ts',
    reads: 'browsers',
    change: { device: { browsers: [{ name: 'edge', minVersion: 110 }] } },
    seen: devicesIn,
  },
  'device.browsers[].minVersion': {
    by: 'src/domain/device-rules.ts',
    change: { device: { browsers: [{ name: 'chrome', minVersion: 100 }] } },
    seen: devicesIn,
  },
  'device.cameraMinWidthPx': {
    by: 'src/domain/device-rules.ts',
    change: { device: { cameraMinWidthPx: 640, cameraMinHeightPx: 480 } },
    seen: devicesIn,
  },
  'device.cameraMinHeightPx': {
    by: 'src/domain/device-rules.ts',
    change: { device: { cameraMinHeightPx: 480 } },
    seen: (program) =>
      deviceProblems(
        program.device,
        aDevice({ camera: { widthPx: 1280, heightPx: 700, framesPerSecond: 30, label: '' } }),
      ),
  },
  'device.toPersonAt01': {
    by: `${engine}/decide-outcome.ts`,
    change: { device: { toPersonAt01: 0.1 } },
    seen: (program) =>
      aCase({ program })
        .completesRun({ signals: [{ signal: 'virtual-machine', confidence01: 0.3 }] })
        .isFound(cleanFindings(program)).state.status,
  },
  'device.microphoneRequired': {
    by: 'src/domain/device-rules.ts',
    change: { device: { microphoneRequired: false } },
    seen: devicesIn,
  },
  'device.validForMinutes': {
    by: 'src/domain/device-rules.ts',
    change: { device: { validForMinutes: 60 } },
    seen: (program) => aCase({ program }).prepares().passes(minutes(45)).nextStep(),
  },
  'capture.steps[].id': {
    by: `${engine}/decide-attempt.ts`,
    change: steps((step) => ({ ...step, id: `${step.id}-2` })),
    seen: (program) => aCase({ program }).starts().state.attempts[0]?.steps,
  },
  'capture.steps[].kind': {
    by: `${engine}/decide-attempt.ts`,
    change: steps((step) => ({ ...step, kind: 'document' })),
    seen: (program) => aCase({ program }).starts().state.attempts[0]?.steps,
  },
  'capture.steps[].minSeconds': {
    by: `${engine}/decide-attempt.ts`,
    change: steps((step) => ({ ...step, minSeconds: 1 })),
    seen: paceOf,
  },
  'capture.steps[].maxSeconds': {
    by: `${engine}/decide-attempt.ts`,
    change: faceFirst({ maxSeconds: 20 }),
    seen: (program) => paceOf(programWith(faceFirst({ maxSeconds: stepOf(program, 'face').maxSeconds }))),
  },
  'capture.steps[].challenge.kind': {
    by: `${engine}/decide-attempt.ts`,
    change: challenge('digits', { kind: 'none' }),
    seen: (program) => drawnIn(program, 'digits'),
  },
  'capture.steps[].challenge.count': {
    by: `${engine}/decide-attempt.ts`,
    change: challenge('digits', { count: 6 }),
    seen: (program) => aCase({ program }).completesRun().eventsOf('challenge-shown').length,
  },
  'capture.steps[].challenge.from[]': {
    by: 'src/domain/challenge.ts',
    change: challenge('face', { from: ['up', 'down'] }),
    seen: (program) => drawnIn(program, 'face'),
  },
  'capture.steps[].challenge.eachSeconds': {
    by: 'src/domain/challenge.ts',
    change: challenge('face', { eachSeconds: 9 }),
    seen: (program) => challengePauseMs(stepOf(program, 'face'), () => 0.5),
  },
  'capture.steps[].challenge.maxSecondsEach': {
    by: 'src/domain/challenge.ts',
    change: challenge('digits', { maxSecondsEach: 1 }),
    seen: (program) => maxDigitMsOf(program.capture.steps),
  },
  'capture.steps[].challenge.gapSeconds': {
    by: 'src/domain/challenge.ts',
    change: challenge('digits', { gapSeconds: [5, 6] }),
    seen: (program) => challengePauseMs(stepOf(program, 'digits'), () => 0.5),
  },
  'capture.maxRunMinutes': {
    by: `${engine}/decide-attempt.ts`,
    change: { capture: { maxRunMinutes: 20 } },
    seen: (program) => aCase({ program }).starts().clock('run-expires')?.dueAtMs,
  },
  'capture.silentForMinutes': { by: 'src/app' },
  'capture.rehearsalSeconds': { by: 'src/app' },
  'capture.onFocusLoss': {
    by: `${engine}/decide-attempt.ts`,
    change: { capture: { onFocusLoss: 'record-only' } },
    seen: (program) => aCase({ program }).starts().leavesPage().state.status,
  },
  'inspection.checks.*.grade': {
    by: 'src/domain/verdict.ts',
    change: { inspection: { checks: { 'id-card.name': { grade: 'signal' } } } },
    seen: (program) => decided(program, true),
  },
  'inspection.checks.*.limits.*': {
    by: 'src/domain/inspection-settings.ts',
    reads: 'limits',
    change: { inspection: { checks: { 'id-card.validity': { limits: { minMonthsLeft: 1 } } } } },
    seen: (program) => limitsOf(program.inspection, 'id-card.validity'),
  },
  'inspection.sampleFps': { by: 'src/inspection' },
  'decision.automaticPass': {
    by: `${engine}/decide-outcome.ts`,
    change: { decision: { automaticPass: false } },
    seen: (program) => decided(program, false),
  },
  'decision.automaticFail': {
    by: `${engine}/decide-outcome.ts`,
    change: { decision: { automaticFail: false } },
    seen: (program) => decided(program, true),
  },
  'decision.secondLookShare01': {
    by: `${engine}/second-look.ts`,
    change: { decision: { secondLookShare01: 1 } },
    seen: (program) => aCase({ program }).completesRun().isFound(cleanFindings(program)).state.secondLook,
  },
  'decision.fourEyes[]': {
    by: `${engine}/decide-review.ts`,
    change: { decision: { fourEyes: ['unsure'] } },
    seen: (program) => aCase({ program }).completesRun().isFound([]).isReviewed('pass').state.status,
  },
  'attempts.retriesPerDay': {
    by: `${engine}/attempts.ts`,
    change: attemptRules({ retriesPerDay: 5 }),
    seen: (program) => aCase({ program }).allowance().leftToday,
  },
  'attempts.suggestSupportAfterInARow': {
    by: `${engine}/consequences.ts`,
    change: attemptRules({ suggestSupportAfterInARow: 1 }),
    seen: (program) => failing(program, 1).state.supportSuggested,
  },
  'attempts.lockAfterFailures': {
    by: `${engine}/attempts.ts`,
    change: attemptRules({ lockAfterFailures: 2 }),
    seen: (program) => failing(program, 2).nextStep(),
  },
  'attempts.lockHours': {
    by: `${engine}/attempts.ts`,
    change: attemptRules({ lockHours: 24 }),
    seen: (program) => failing(program, 4).state.lockedUntilMs,
  },
  'attempts.lockPausesDeadline': {
    by: `${engine}/consequences.ts`,
    change: attemptRules({ lockPausesDeadline: false }),
    seen: (program) => failing(program, 4).state.deadlineAtMs,
  },
  'attempts.manualAfterTotal': {
    by: `${engine}/attempts.ts`,
    change: attemptRules({ manualAfterTotal: 1 }),
    seen: (program) => failing(program, 1).allowance().nextIsManual,
  },
  'restrictions[].afterHours': {
    by: `${engine}/stages.ts`,
    change: { restrictions: [{ afterHours: 24, capabilities: ['product_listing', 'withdrawal'] }] },
    seen: (program) => aCase({ program }).clock('restriction-stage')?.dueAtMs,
  },
  'restrictions[].capabilities[]': {
    by: `${engine}/stages.ts`,
    change: { restrictions: [{ afterHours: 72, capabilities: ['orders'] }] },
    seen: (program) => overdue(program).state.restrictions,
  },
  'viewOnlyWhen[]': {
    by: 'src/domain/restrictions/view-only.ts',
    change: { viewOnlyWhen: ['product_listing'] },
    seen: (program) => restrictedView(program, ['product_listing']),
  },
  'deadline.completeWithinHours': {
    by: `${engine}/decide.ts`,
    change: { deadline: { completeWithinHours: 48 } },
    seen: (program) => aCase({ program }).passes(hours(48)).missesDeadline().state.deadlineMissedAtMs,
  },
  'promises.reviewWithinMinutes': {
    by: `${engine}/decide-outcome.ts`,
    change: { promises: { reviewWithinMinutes: 30 } },
    seen: (program) => aCase({ program }).completesRun().isFound([]).clock('review-promise')?.dueAtMs,
  },
  'promises.secondLookWithinMinutes': {
    by: `${engine}/second-look.ts`,
    change: { promises: { secondLookWithinMinutes: 30 } },
    seen: (program) => aCase({ program }).completesRun().isFound(cleanFindings(program), 0).state.secondLook?.dueAtMs,
  },
  'promises.restoreWithinMinutes': {
    by: `${engine}/clocks.ts`,
    change: { promises: { restoreWithinMinutes: 10 } },
    seen: (program) => overdue(program).succeeds().clock('restore-promise')?.dueAtMs,
  },
  'notices.case-opened[]': notice('case-opened', (program) => aCase({ program })),
  'notices.attempt-failed[]': notice('attempt-failed', (program) => failing(program, 1)),
  'notices.offline-refused[]': notice('offline-refused', (program) => {
    const story = aCase({ program })
    story.does({ type: 'choose-offline-lane', way: 'mail' })
    story.does({ type: 'decide-offline', outcome: 'refuse', reasons: ['papers-incomplete'], note: 'sealed' }, reviewer)
    return story
  }),
  'notices.in-review[]': notice('in-review', (program) => aCase({ program }).completesRun().isFound([])),
  'notices.passed[]': notice('passed', (program) => aCase({ program }).succeeds()),
  'notices.deadline-missed[]': notice('deadline-missed', overdue),
  'notices.account-locked[]': notice('account-locked', (program) => failing(program, 4)),
  'originalCodes.*': { by: 'src/app', reads: 'originalCodes' },
  ...callFields,
  ...outcomeFields,
  ...preparationFields,
}

describe('no program field exists without code that obeys it', () => {
  test('every leaf of the schema is listed, and nothing else', () => {
    const leaves = leavesOf(programJsonSchema() as Schema, '').filter((path) => path !== '$schema')
    expect(leaves.length).toBeGreaterThan(50)
    expect(Object.keys(fields).sort()).toEqual([...new Set(leaves)].sort())
  })

  test.each(Object.entries(fields))('%s is read where it is said to be', (path, { by, reads }) => {
    const member = reads ?? path.replaceAll('[]', '').split('.').at(-1) ?? ''
    const files = by.endsWith('.ts') ? [by] : typeScriptFiles(by).filter((file) => !isTestFile(file))
    const readers = files.filter((file) =>
      new RegExp(`\\b${member}\\b`).test(readFileSync(join(projectRoot, file), 'utf8')),
    )
    expect(readers.length, `${member} in ${by}`).toBeGreaterThan(0)
  })

  test('what the domain obeys is shown to be obeyed', () => {
    const shown = Object.entries(fields).filter(([, field]) => field.by.startsWith('src/domain/') && !field.seen)
    expect(shown.map(([path]) => path)).toEqual([])
  })

  const observed = Object.entries(fields).flatMap(([path, { change, seen }]) =>
    change && seen ? [{ path, change, seen }] : [],
  )
  test.each(observed)('another $path is another behaviour', ({ change, seen }) => {
    expect(seen(programWith(change))).not.toEqual(seen(programAliexpress()))
  })
})

type Schema = {
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  additionalProperties?: Schema | boolean
}

/** Paths of all leaves: `[]` stands for the members of a list, `*` for names that a file chooses, tuples are leaves. */
function leavesOf(schema: Schema, path: string): string[] {
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) {
    const all = variants.flatMap((one) => leavesOf(one, path))
    // `null` and plain values beside an object say nothing that the object's own leaves do not.
    const deeper = all.filter((one) => one !== path)
    return deeper.length > 0 ? deeper : [path]
  }
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([key, inner]) => leavesOf(inner, path ? `${path}.${key}` : key))
  if (schema.items) return leavesOf(schema.items, `${path}[]`)
  if (typeof schema.additionalProperties === 'object') return leavesOf(schema.additionalProperties, `${path}.*`)
  return [path]
}
