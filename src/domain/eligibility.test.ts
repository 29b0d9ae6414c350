import { describe, expect, test } from 'vitest'
import { aCase, reviewer, system } from '#test/world/a-case.ts'
import { programAliexpress, programWith } from '#test/world/a-program.ts'
import { aRegistration } from '#test/world/a-registration.ts'
import type { CheckedEligibility } from './case/events.ts'
import { checkEligibility, type LookupAnswers, laneFor, missingRegistration } from './eligibility.ts'
import type { Registration } from './registration.ts'
import { isResidentNumber } from './resident-number.ts'

const rules = programAliexpress().eligibility
const today = '2026-03-12'
const answersFor = (changes: Partial<Registration>, lookups = {}) =>
  checkEligibility(rules, aRegistration(changes), lookups, today)
const answerTo = (check: CheckedEligibility['check'], answers: CheckedEligibility[]) =>
  answers.find((one) => one.check === check)?.answer
const person = (idNumber: string) => ({
  legalRepresentative: { name: '张样本', formerNames: [], idNumber, idValidTo: null },
})

/** A case whose eligibility was answered this way. */
const caseWith = (answers: CheckedEligibility[], program = programAliexpress()) => {
  const story = aCase({ program, eligible: false })
  story.does({ type: 'record-eligibility', answers }, system)
  return story.prepares()
}

describe('[EL1] who may take the self-service lane', () => {
  test('the number of a mainland resident card, and nothing that only looks like it', () => {
    expect(isResidentNumber('110101199003070011')).toBe(true)
    expect(isResidentNumber('11010119900307001X')).toBe(true)
    const others = {
      'Hong Kong residence permit': '810000199003070018',
      'Macao residence permit': '820000199003070015',
      'Taiwan residence permit': '830000199003070012',
      'foreigner’s permanent residence': '911124199003070018',
      'first generation card': '110101900307001',
      passport: 'E12345678',
      empty: '',
      'a digit too many': '1101011990030700111',
    }
    for (const [what, number] of Object.entries(others)) expect(isResidentNumber(number), what).toBe(false)
  })

  test('others are sent to the offline lane, whose ways are those of the program', () => {
    const foreign = aRegistration(person('E12345678'))
    expect(laneFor(rules, foreign)).toBe('offline')
    const story = caseWith(checkEligibility(rules, foreign, {}, today))
    expect(story.refused(story.startCommand())).toEqual({
      code: 'not-eligible-for-lane',
      details: { check: 'identity-document' },
    })
    expect(story.nextStep()).toBe('follow-offline-lane')
    expect(story.refused({ type: 'choose-offline-lane', way: 'pigeon' }).code).toBe('not-eligible-for-lane')
    story.does({ type: 'choose-offline-lane', way: 'mail' })
    expect(story.state).toMatchObject({ status: 'offline', offlineWay: 'mail' })
    expect(story.nextStep()).toBe('follow-offline-lane')
  })

  test('a run starts in the self-service lane only', () => {
    const story = aCase().prepares()
    story.does({ type: 'choose-offline-lane', way: 'mail' })
    expect(story.refused(story.startCommand())).toEqual({ code: 'invalid-state', details: { status: 'offline' } })
    story.does({ type: 'choose-self-service-lane' })
    story.does(story.startCommand())
  })

  test('the offline lane is a lane of the case: a person passes it, and everything is given back', () => {
    const story = aCase()
      .passes(72 * 3_600_000)
      .missesDeadline()
    story.does({ type: 'choose-offline-lane', way: 'lawyer-witness' })
    expect(
      story.refused({ type: 'decide-offline', outcome: 'pass', reasons: [], note: 'sealed' }, { kind: 'seller' }).code,
    ).toBe('reviewer-not-allowed')
    story.does({ type: 'decide-offline', outcome: 'pass', reasons: [], note: 'sealed' }, reviewer)
    expect(story.state.status).toBe('passed')
    story.marketplaceAcknowledges()
    expect(story.state.status).toBe('restored')
    expect(story.does({ type: 'decide-offline', outcome: 'pass', reasons: [], note: 'sealed' }, reviewer)).toEqual([])
  })

  test('a seller may change to another way, and back to the self-service lane', () => {
    const story = aCase()
    story.does({ type: 'choose-offline-lane', way: 'mail' })
    expect(story.does({ type: 'choose-offline-lane', way: 'mail' })).toEqual([])
    story.does({ type: 'choose-offline-lane', way: 'bank-counter' })
    expect(story.state.offlineWay).toBe('bank-counter')
    story.does({ type: 'choose-self-service-lane' })
    expect(story.does({ type: 'choose-self-service-lane' })).toEqual([])
    expect(story.nextStep()).toBe('check-device')
  })

  test('where a program has no offline lane the refusal says so and support is the next step', () => {
    const program = programWith({ lanes: { offline: null } })
    const story = caseWith(answersFor(person('E12345678')), program)
    expect(story.nextStep()).toBe('contact-support')
    expect(story.refused({ type: 'choose-offline-lane', way: 'mail' }).code).toBe('not-eligible-for-lane')
  })
})

describe('[EL5] what must be on file before a run', () => {
  test('company name and licence', () => {
    expect(missingRegistration(rules, aRegistration())).toEqual([])
    expect(missingRegistration(rules, aRegistration({ companyName: null, licence: null }))).toEqual([
      'companyName',
      'licence',
    ])
    expect(missingRegistration(rules, aRegistration({ companyName: '' }))).toEqual(['companyName'])
    const story = caseWith(answersFor({ licence: null }))
    expect(story.nextStep()).toBe('complete-registration')
    expect(story.refused(story.startCommand()).code).toBe('registration-incomplete')
  })

  test('once it is filled in, after opening, the run may start', () => {
    const story = caseWith(answersFor({ licence: null }))
    story.does({ type: 'record-eligibility', answers: answersFor({}) }, system)
    expect(story.nextStep()).toBe('start-run')
    story.does(story.startCommand())
  })

  test('eligibility lost after opening bars the next run and leaves the running one alone', () => {
    const story = aCase().starts()
    story.does({ type: 'record-eligibility', answers: answersFor({ phoneRealNameLevel: 0 }) }, system)
    expect(story.nextStep()).toBe('continue-run')
    story.leavesPage()
    expect(story.nextStep()).toBe('confirm-phone')
    expect(story.refused(story.startCommand('another')).code).toBe('phone-not-real-name')
  })
})

test('[TR5] a phone without the level-2 real-name status is refused before verification starts', () => {
  for (const level of [0, 1] as const) {
    const story = caseWith(answersFor({ phoneRealNameLevel: level }))
    expect(story.refused(story.startCommand()).code).toBe('phone-not-real-name')
    expect(story.nextStep()).toBe('confirm-phone')
  }
  expect(answerTo('phone-real-name', answersFor({ phoneRealNameLevel: 2 }))).toBe('ok')
})

describe('[EL7] look-ups', () => {
  test('without a source the answer is not-checked: it never passes, and it does not bar', () => {
    const answers = answersFor({}, {})
    expect(answerTo('business-register', answers)).toBe('not-checked')
    expect(answerTo('carrier-real-name', answers)).toBe('not-checked')
    expect(caseWith(answers).nextStep()).toBe('start-run')
  })

  test('only the look-ups of the program are asked', () => {
    const program = programWith({ eligibility: { lookups: ['sanctions'] } })
    const lookups = { sanctions: 'ok', 'business-register': 'failed' } as const
    const answers = checkEligibility(program.eligibility, aRegistration(), lookups, today)
    expect(answers.map((one) => one.check)).toEqual([
      'identity-document',
      'registration',
      'phone-real-name',
      'sanctions',
    ])
  })

  test.each([
    ['business-register', 'registration-incomplete', 'complete-registration'],
    ['carrier-real-name', 'phone-not-real-name', 'confirm-phone'],
    ['sanctions', 'not-allowed', 'contact-support'],
  ] as const)('%s failed: the run is refused, and there is a way on', (check, code, next) => {
    const story = caseWith([{ check, answer: 'failed' }])
    expect(story.refused(story.startCommand()).code).toBe(code)
    expect(story.nextStep()).toBe(next)
  })
})

describe('[EL4] a licence that ends soon is renewed first', () => {
  const program = programWith({ eligibility: { licenceMinDaysLeft: 30 } })
  const ending = (validTo: string | null) =>
    checkEligibility(
      program.eligibility,
      aRegistration({ licence: { validFrom: '2020-01-01', validTo, scope: '' } }),
      {},
      today,
    )
  test.each([
    ['without an end', null, 'ok'],
    ['31 days', '2026-04-12', 'ok'],
    ['30 days', '2026-04-11', 'failed'],
    ['ended', '2026-03-01', 'failed'],
  ] as const)('%s', (_what, validTo, answer) => {
    expect(answerTo('licence-ends-soon', ending(validTo))).toBe(answer)
  })

  test('there is a way on, and a reason', () => {
    const story = caseWith(ending('2026-03-20'), program)
    expect(story.nextStep()).toBe('renew-licence')
    expect(story.refused(story.startCommand()).code).toBe('licence-ends-soon')
  })

  test('nobody asks where the program does not, and no licence is nothing that ends', () => {
    expect(answerTo('licence-ends-soon', answersFor({}))).toBeUndefined()
    const without = checkEligibility(program.eligibility, aRegistration({ licence: null }), {}, today)
    expect(answerTo('licence-ends-soon', without)).toBe('not-checked')
  })
})

describe('[SI2] numbers that some sites ask for', () => {
  const program = programWith({
    eligibility: {
      lookups: [],
      siteLookups: [
        { sites: ['ID'], lookup: 'tax-number' },
        { sites: ['PH'], lookup: 'dti-registration' },
      ],
    },
  })
  const on = (site: string, ids: Registration['ids'], lookups: LookupAnswers = {}) =>
    checkEligibility(program.eligibility, aRegistration({ site, ids }), lookups, today)

  test('are asked for on these sites only', () => {
    expect(answerTo('tax-number', on('MY', {}))).toBeUndefined()
    expect(answerTo('dti-registration', on('ID', {}))).toBeUndefined()
  })

  test('missing or written wrongly they bar, whatever the register says', () => {
    expect(answerTo('tax-number', on('ID', {}, { 'tax-number': 'ok' }))).toBe('failed')
    expect(answerTo('tax-number', on('ID', { npwp: '013121660091001x' }, { 'tax-number': 'ok' }))).toBe('failed')
    expect(answerTo('dti-registration', on('PH', { dti: 'none' }, { 'dti-registration': 'ok' }))).toBe('failed')
    const story = caseWith(on('ID', {}), program)
    expect(story.nextStep()).toBe('complete-registration')
    expect(missingRegistration(program.eligibility, aRegistration({ site: 'ID' }))).toEqual(['tax-number'])
  })

  test('well written, the register decides; without one they are not checked and never pass', () => {
    const npwp = '01.312.166.0-091.000'
    expect(answerTo('tax-number', on('ID', { npwp }))).toBe('not-checked')
    expect(answerTo('tax-number', on('ID', { npwp }, { 'tax-number': 'ok' }))).toBe('ok')
    expect(answerTo('tax-number', on('ID', { nik: '3171011708450001' }, { 'tax-number': 'failed' }))).toBe('failed')
    expect(answerTo('dti-registration', on('PH', { dti: '5436843' }, { 'dti-registration': 'ok' }))).toBe('ok')
  })
})
