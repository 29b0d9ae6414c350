import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes, reviewer, system } from '#test/world/a-case.ts'
import { programWith, programWithCalls } from '#test/world/a-program.ts'
import { cleanFindings } from '#test/world/findings.ts'
import { programProblems } from '../program-problems.ts'
import { sharesPass } from './entity.ts'

const program = programWith({ sites: { sharePass: true, ownDuties: ['ID'] } })
const malaysia = { site: 'MY', identityHash: 'one person' }

describe('[SI1] one pass restores every site of the entity', () => {
  const passes = (passedAtMs: number) =>
    ({ type: 'pass-by-entity', fromCaseId: 'case-9', fromSite: 'MY', passedAtMs }) as const

  test('a case that waits for its seller is passed, and everything is given back', () => {
    const story = aCase({ program }).passes(hours(72)).missesDeadline().marketplaceAcknowledges()
    story.does(passes(story.nowMs), system)
    expect(story.state.status).toBe('passed')
    expect(story.eventsOf('case-passed')).toEqual([
      { type: 'case-passed', attemptId: null, by: 'entity', from: { caseId: 'case-9', site: 'MY' } },
    ])
    expect(story.marketplaceAcknowledges().state.status).toBe('restored')
    expect(story.does(passes(story.nowMs), system)).toEqual([])
  })

  test('a booked call is not needed any more', () => {
    const called = programWithCalls({ sites: program.sites })
    const story = aCase({ program: called }).booksCall(hours(5))
    story.does(passes(story.nowMs), system)
    expect(story.eventsOf('call-cancelled')).toHaveLength(1)
  })

  test('what is being recorded or judged is decided on its own first', () => {
    const inRun = aCase({ program }).starts()
    expect(inRun.refused(passes(inRun.nowMs), system).code).toBe('invalid-state')
    const inReview = aCase({ program }).completesRun().isFound([])
    const passedAtMs = inReview.nowMs
    expect(inReview.refused(passes(passedAtMs), system).code).toBe('invalid-state')
    inReview
      .passes(minutes(1))
      .does({ type: 'review', attemptId: 'attempt-1', outcome: 'void', reasons: [], note: null }, reviewer)
    inReview.does(passes(passedAtMs), system)
    expect(inReview.state.status).toBe('restored')
  })

  test('a failure that is newer than the pass stands', () => {
    const story = aCase({ program })
    const passedAtMs = story.nowMs
    story.passes(minutes(1)).fails()
    expect(story.does(passes(passedAtMs), system)).toEqual([])
    expect(story.does(passes(story.nowMs), system)).not.toEqual([])
  })

  test('a case that was opened after the pass asks for another one', () => {
    const story = aCase({ program })
    expect(story.does(passes(story.nowMs - 1), system)).toEqual([])
  })

  test('only the software shares a pass', () => {
    const story = aCase({ program }).completesRun().isFound(cleanFindings(program))
    expect(story.refused(passes(story.nowMs), reviewer).code).toBe('not-allowed')
    expect(aCase({ program }).refused(passes(0)).code).toBe('not-allowed')
  })
})

test('[SI1] a pass is not shared with a site of its own duties, nor where the program does not share [SI2]', () => {
  expect(sharesPass(program, malaysia, { ...malaysia, site: 'TH' })).toBe(true)
  expect(sharesPass(program, malaysia, { ...malaysia, site: 'ID' })).toBe(false)
  expect(sharesPass(programWith({}), malaysia, { ...malaysia, site: 'TH' })).toBe(false)
})

test('[EL2] several legal persons are verified one by one', () => {
  expect(sharesPass(program, malaysia, { site: 'TH', identityHash: 'another person' })).toBe(false)
})

test('[SI1] duties that nothing asks about are a mistake', () => {
  const idle = programWith({ sites: { ownDuties: ['ID', 'ID'] } })
  expect(programProblems(idle).map(({ message }) => message)).toEqual([
    'names ID more than once',
    'says what a pass elsewhere does not fulfil, but no pass is shared',
  ])
})
