import { describe, expect, test } from 'vitest'
import { aCase, hours, marketplace, minutes, reviewer, seller, system } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'
import { aFinding, cleanFindings, failedFinding, unsureFinding } from '#test/world/findings.ts'
import type { SubCheckId } from '../checks.ts'
import type { Outcome, ReasonCode } from '../finding.ts'

const review = (outcome: 'pass' | 'fail' | 'void', reasons: ReasonCode[] = []) => ({
  type: 'review' as const,
  attemptId: 'attempt-1',
  outcome,
  reasons,
  note: null,
})

describe('[DE1] the verdict of a run', () => {
  test('a clean run passes by itself', () => {
    const story = aCase().completesRun()
    story.isFound(cleanFindings(story.program))
    expect(story.eventsOf('case-passed')).toEqual([{ type: 'case-passed', attemptId: 'attempt-1', by: 'rule' }])
  })

  test('a failed gate fails by itself, with its reasons, each once', () => {
    const story = aCase().completesRun()
    story.isFound(
      cleanFindings(story.program, [
        failedFinding('id-card.number', 'number-differs'),
        failedFinding('id-card.glare', 'card-glare'),
        aFinding('id-card.glare', 'fail', 'card-glare', { stepId: 'id-back' }),
        failedFinding('environment.light', 'too-dark'),
      ]),
    )
    expect(story.eventsOf('attempt-failed')).toEqual([
      { type: 'attempt-failed', attemptId: 'attempt-1', reasons: ['number-differs', 'card-glare'], by: 'rule' },
    ])
    expect(story.state.status).toBe('awaiting-seller')
  })

  test('a failed signal, or a sampled check, decides nothing', () => {
    const story = aCase().completesRun()
    story.isFound(
      cleanFindings(story.program, [
        failedFinding('environment.light', 'too-dark'),
        failedFinding('environment.premises', 'not-real-premises'),
      ]),
    )
    expect(story.state.status).toBe('restored')
  })

  test('a program may keep passes, or failures, for people', () => {
    const careful = programWith({ decision: { automaticPass: false, automaticFail: false } })
    const clean = aCase({ program: careful }).completesRun().isFound(cleanFindings(careful))
    expect(clean.state.review?.why).toBe('program-asks')
    const failing = aCase({ program: careful }).completesRun()
    failing.isFound(cleanFindings(careful, [failedFinding('id-card.name', 'name-differs')]))
    expect(failing.state.review?.why).toBe('program-asks')
  })

  test('findings that arrive twice, or after the end, change no decision', () => {
    const story = aCase().completesRun()
    const found = { findings: cleanFindings(story.program), fields: 'sealed', models: {}, drawn01: 0.5 }
    story.does({ type: 'record-findings', attemptId: 'attempt-1', ...found }, system)
    expect(story.does({ type: 'record-findings', attemptId: 'attempt-1', ...found }, system)).toEqual([])
    expect(story.refused({ type: 'record-findings', attemptId: 'unknown', ...found }, system).code).toBe('not-found')
  })

  test('findings of a run that still grows are refused, or its real ones could never be recorded', () => {
    const story = aCase().starts()
    const found = { findings: cleanFindings(story.program), fields: 'sealed', models: {}, drawn01: 0.5 }
    expect(story.refused({ type: 'record-findings', attemptId: 'attempt-1', ...found }, system).code).toBe(
      'invalid-state',
    )
  })
})

describe('[CK11] unsure goes to a person, never to a silent pass', () => {
  test.each<[string, (gate: SubCheckId) => ReturnType<typeof aFinding>[]]>([
    ['unsure', (gate) => [unsureFinding(gate)]],
    ['not built yet', (gate) => [unsureFinding(gate, 'not-built-yet')]],
    ['sure in one step and unsure in another', (gate) => [aFinding(gate, 'pass'), unsureFinding(gate)]],
  ])('one gate %s', (_what, answers) => {
    const story = aCase().completesRun()
    story.isFound(cleanFindings(story.program, answers('face.active-liveness')))
    expect(story.state).toMatchObject({ status: 'in-review', review: { attemptId: 'attempt-1', why: 'unsure' } })
    expect(story.nextStep()).toBe('wait-for-review')
  })

  test('a gate nobody answered', () => {
    const story = aCase().completesRun()
    story.isFound(cleanFindings(story.program).slice(1))
    expect(story.state.status).toBe('in-review')
  })

  test('no findings at all, or none that apply', () => {
    const nothing: Outcome = 'not-applicable'
    for (const findings of [[], cleanFindings(aCase().program).map((one) => ({ ...one, outcome: nothing }))])
      expect(aCase().completesRun().isFound(findings).state.status).toBe('in-review')
  })
})

describe('[FA3] never failed without a reason', () => {
  test('a gate that fails and does not say why goes to a person', () => {
    const story = aCase().completesRun()
    story.isFound(cleanFindings(story.program, [aFinding('id-card.name', 'fail', null)]))
    expect(story.state.status).toBe('in-review')
    expect(story.eventsOf('attempt-failed')).toEqual([])
  })

  test('a reviewer gives at least one, and one that a reviewer may give', () => {
    const story = aCase().completesRun().isFound([])
    expect(story.refused(review('fail'), reviewer).code).toBe('reason-missing')
    expect(story.refused(review('fail', ['not-built-yet']), reviewer)).toEqual({
      code: 'reason-unknown',
      details: { reason: 'not-built-yet' },
    })
    story.does(review('fail', ['not-real-premises']), reviewer)
    expect(story.state.attempts[0]?.reasons).toEqual(['not-real-premises'])
  })
})

describe('a person reviews', () => {
  const inReview = () => {
    const story = aCase().completesRun()
    return story.isFound(cleanFindings(story.program, [unsureFinding('face.active-liveness')]))
  }

  test('[DE4] with a promise that runs from the moment it was asked', () => {
    const story = inReview()
    expect(story.clock('review-promise')).toEqual({
      kind: 'review-promise',
      owner: 'us',
      dueAtMs: story.nowMs + minutes(120),
      onDue: 'escalate',
    })
  })

  test('only staff, whatever door the command came through', () => {
    for (const actor of [seller, system, marketplace, { kind: 'api' as const, keyId: 'k' }])
      expect(inReview().refused(review('pass'), actor).code).toBe('reviewer-not-allowed')
  })

  test('pass, fail or void', () => {
    expect(inReview().isReviewed('pass').state.status).toBe('restored')
    expect(inReview().isReviewed('fail').state.attempts[0]?.outcome).toBe('failed')
    expect(inReview().isReviewed('void').state.attempts[0]?.outcome).toBe('voided')
  })

  test('once: the same answer of the same person repeated is no new one, another’s comes too late', () => {
    const story = inReview()
    story.does(review('pass'), reviewer)
    expect(story.does(review('pass'), reviewer)).toEqual([])
    expect(story.refused(review('pass'), { kind: 'staff', id: 'reviewer-2' }).code).toBe('not-in-review')
    expect(story.refused(review('fail', ['not-live']), reviewer).code).toBe('not-in-review')
  })

  test('not what is not in review', () => {
    expect(aCase().completesRun().refused(review('pass'), reviewer).code).toBe('not-in-review')
    const story = inReview().isReviewed('void').completesRun().isFound([])
    expect(story.state.review?.attemptId).toBe('attempt-2')
    expect(story.refused(review('fail', ['not-live']), reviewer).code).toBe('not-in-review')
  })
})

describe('a case is withdrawn by the marketplace', () => {
  const withdraw = { type: 'withdraw' as const, why: 'sealed' }

  test.each([
    ['waiting', () => aCase()],
    ['in a run', () => aCase().starts()],
    ['being inspected', () => aCase().completesRun()],
    ['in review', () => aCase().completesRun().isFound([])],
  ])('%s: it ends, its run is nobody’s failure, and all is given back', (_what, told) => {
    const story = told()
    story.does(withdraw, marketplace)
    expect(story.state).toMatchObject({ status: 'withdrawn', review: null })
    for (const attempt of story.state.attempts) expect(attempt.outcome).toBe('voided')
    expect(story.clocks()).toEqual([])
    expect(story.nextStep()).toBe('nothing')
    expect(story.does(withdraw, marketplace)).toEqual([])
  })

  test('restrictions are lifted, and the marketplace can still acknowledge it', () => {
    const story = aCase().passes(hours(72)).missesDeadline()
    story.does(withdraw, marketplace)
    expect(story.state.restrictions.map((one) => one.state)).toEqual(['lifting', 'lifting'])
    story.marketplaceAcknowledges()
    expect(story.state.restrictions.map((one) => one.state)).toEqual(['lifted', 'lifted'])
    expect(story.state.status).toBe('withdrawn')
  })

  test('findings that arrive afterwards do not wake it', () => {
    for (const outcome of ['pass', 'fail'] as const) {
      const story = aCase().completesRun()
      story.does(withdraw, marketplace)
      story.isFound(cleanFindings(story.program, [aFinding('id-card.name', outcome, 'name-differs')]))
      expect(story.state.status).toBe('withdrawn')
      expect(story.events.at(-1)?.data.type).toBe('findings-recorded')
    }
  })

  test('nothing more can be done in it, nor can a passed case be withdrawn', () => {
    const story = aCase()
    story.does(withdraw, marketplace)
    expect(story.refused({ type: 'record-device-check', problems: [], details: 's' }).code).toBe('case-closed')
    expect(story.refused(story.startCommand()).code).toBe('case-closed')
    expect(aCase().succeeds().refused(withdraw, marketplace).code).toBe('case-closed')
  })
})
