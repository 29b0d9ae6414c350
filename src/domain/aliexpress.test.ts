import { expect, test } from 'vitest'
import { programAliexpress } from '#test/world/a-program.ts'
import { type SubCheckId, subCheckIds, subChecks } from './checks.ts'
import { limitsOf } from './inspection-settings.ts'

/** What `programs/aliexpress.json` must say, number by number, as the marketplace's procedure has it. */
const program = programAliexpress()
const grade = (check: SubCheckId) => program.inspection.checks[check]?.grade
const ofRule = (rule: string) => subCheckIds.filter((check) => subChecks[check].rule === rule)

test('[TR6] cases are opened over the API and by hand', () => {
  expect(program.opening.by).toEqual(['api', 'hand', 'signals'])
})

test('[NO1] the opening is told by pop-up, banner, in-site message and e-mail; [NO3] results by message and e-mail', () => {
  expect(program.notices['case-opened']).toEqual(['pop-up', 'banner', 'in-site', 'email'])
  for (const kind of ['passed', 'attempt-failed'] as const) expect(program.notices[kind]).toEqual(['in-site', 'email'])
})

test('[NO6] the legal basis is cited in both languages', () => {
  for (const language of program.languages) expect(program.legalBasis[language]).toMatch(/3\.2\.1.*7\.1/)
})

test('[EL1] the offline lane: mail for 15 working days or more, bank counter, lawyer for ¥800 to ¥2000', () => {
  expect(program.lanes.offline?.ways).toEqual([
    { id: 'mail', workingDaysAtLeast: 15, feeCny: null },
    { id: 'bank-counter', workingDaysAtLeast: null, feeCny: null },
    { id: 'lawyer-witness', workingDaysAtLeast: null, feeCny: [800, 2000] },
  ])
})

test('[EL3] a card with fewer than 6 months left is refused: the check is a gate with these limits', () => {
  expect(grade('id-card.validity')).toBe('gate')
  expect(limitsOf(program.inspection, 'id-card.validity')).toMatchObject({ minMonthsLeft: 6, whenFewer: 'refuse' })
})

test('[EL5] [TR5] company name, licence and a phone of real-name level 2', () => {
  expect(program.eligibility).toMatchObject({ requiredRegistration: ['companyName', 'licence'], phoneRealNameLevel: 2 })
})

test('[EL7] business register and carrier are asked', () => {
  expect(program.eligibility.lookups).toEqual(['business-register', 'carrier-real-name'])
})

test('[DV2] [DV3] desktop Chrome 110 or Firefox 115, 1280×720, a microphone', () => {
  expect(program.device).toMatchObject({
    desktopOnly: true,
    browsers: [
      { name: 'chrome', minVersion: 110 },
      { name: 'firefox', minVersion: 115 },
    ],
    cameraMinWidthPx: 1280,
    cameraMinHeightPx: 720,
    microphoneRequired: true,
  })
})

test('[CP1] five steps in at most a few minutes; four digits of 2 s each', () => {
  expect(program.capture.steps.map((step) => step.kind)).toEqual(['id-front', 'id-back', 'face', 'digits', 'pan'])
  expect(program.capture.steps[3]?.challenge).toMatchObject({ kind: 'digits', count: 4, maxSecondsEach: 2 })
  expect(program.capture.steps[2]?.challenge.kind).toBe('turns')
})

test('[DV7] a rehearsal of 3 seconds', () => {
  expect(program.capture.rehearsalSeconds).toBe(3)
})

test('[AT1] [AT2] [AT3] [AT4] 3 retries a day, advice after 2 in a row, lock of 72 h by the fourth, manual after 3', () => {
  expect(program.attempts).toEqual({
    retriesPerDay: 3,
    suggestSupportAfterInARow: 2,
    lockAfterFailures: 4,
    lockHours: 72,
    freezeHours: [],
    lockPausesDeadline: true,
    manualAfterTotal: 3,
    keepWhatWasRight: false,
  })
})

test('[RE1] 72 h: new listings and withdrawals; then visibility, funds and search', () => {
  expect(program.deadline.completeWithinHours).toBe(72)
  expect(program.restrictions[0]).toEqual({ afterHours: 72, capabilities: ['product_listing', 'withdrawal'] })
  expect(program.restrictions[1]?.capabilities).toEqual(['product_visibility', 'funds', 'search_ranking'])
})

test('[DE2] all functions are back within 2 h', () => {
  expect(program.promises.restoreWithinMinutes).toBe(120)
})

test('[CK11] every sub-check but those of licences, machine-readable lines and calls is declared', () => {
  const notAsked = [...ofRule('CK2'), ...ofRule('CK3'), ...ofRule('LC3')]
  for (const check of subCheckIds) expect(grade(check) === undefined, check).toBe(notAsked.includes(check))
})

test('[CK7] voices are signals, [EN2] premises and goods are sampled, passive liveness never decides alone', () => {
  for (const check of ofRule('CK7')) expect(grade(check)).toBe('signal')
  for (const check of ofRule('EN2')) expect(grade(check)).toBe('sampled')
  expect(grade('face.passive-liveness')).toBe('signal')
})

test.each(['CK4', 'CK5', 'CK6', 'CK9', 'CK10'])('[%s] has a gate', (rule) => {
  expect(ofRule(rule).some((check) => grade(check) === 'gate')).toBe(true)
})

test('[CK9] a gap of more than 2 s between frames is an interruption', () => {
  expect(limitsOf(program.inspection, 'continuity.frame-gap').maxGapMs).toBe(2000)
})
