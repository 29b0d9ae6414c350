import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes, noonMs, system } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'
import { cleanFindings, failedFinding } from '#test/world/findings.ts'
import { lengthMs, uncovered } from '../time-span.ts'

const outage = (fromMs: number, toMs: number) => ({ type: 'credit-outage' as const, fromMs, toMs })

describe('[RE1] 72 h without completion', () => {
  test('new listings and withdrawals are blocked, not a moment earlier', () => {
    const story = aCase()
      .passes(hours(72) - 1)
      .missesDeadline()
    expect(story.state.restrictions).toEqual([])
    story.passes(1).missesDeadline()
    expect(story.state.restrictions).toMatchObject([
      { id: 'case-1.product_listing', capability: 'product_listing', state: 'applying', sinceMs: story.nowMs },
      { id: 'case-1.withdrawal', capability: 'withdrawal', state: 'applying', sinceMs: story.nowMs },
    ])
    expect(story.eventsOf('deadline-missed')).toHaveLength(1)
  })

  test('later stages follow, each once, and a late clock catches up', () => {
    const story = aCase().passes(hours(72)).missesDeadline()
    expect(story.clock('restriction-stage')?.dueAtMs).toBe(noonMs + hours(168))
    expect(story.does({ type: 'miss-deadline' }, system)).toEqual([])
    story.passes(hours(96)).missesDeadline()
    expect(story.state.restrictions.map((one) => one.capability).slice(2)).toEqual([
      'product_visibility',
      'funds',
      'search_ranking',
    ])
    expect(story.clock('restriction-stage')).toBeUndefined()
    const late = aCase().passes(hours(500)).missesDeadline()
    expect(late.state.restrictions).toHaveLength(5)
  })

  test('the case stays open: the next step is still the run', () => {
    const story = aCase().passes(hours(80)).missesDeadline()
    expect(story.nextStep()).toBe('check-device')
    expect(story.clock('complete-verification')).toBeUndefined()
    story.succeeds()
    expect(story.state.status).toBe('passed')
  })

  test('a deadline of its own, without any restriction, is missed as well', () => {
    const program = programWith({ restrictions: [], deadline: { completeWithinHours: 24 } })
    const story = aCase({ program }).passes(hours(24)).missesDeadline()
    expect(story.events.at(-1)?.data.type).toBe('deadline-missed')
  })

  test('[AT3] a lock, in which nothing can be done, stops the deadline and the stages after it', () => {
    const story = aCase().fails().fails().fails().fails()
    const { deadlineAtMs, lockedUntilMs } = story.state
    if (lockedUntilMs === null) throw new Error('not locked')
    story.passes(lockedUntilMs - story.nowMs)
    expect(story.does({ type: 'miss-deadline' }, system)).toEqual([])
    // As much is left when the lock ends as was left when it began.
    expect(deadlineAtMs - lockedUntilMs).toBe(hours(72) - (lockedUntilMs - hours(72) - story.state.countedFromMs))
    story.passes(deadlineAtMs - lockedUntilMs).missesDeadline()
    expect(story.state.restrictions.length).toBeGreaterThan(0)
  })

  test('[AT6] an outage within a lock is not given back a second time', () => {
    const story = aCase().fails().fails().fails().fails()
    const { deadlineAtMs } = story.state
    const fromMs = story.nowMs + hours(1)
    story.passes(hours(5)).does({ type: 'credit-outage', fromMs, toMs: fromMs + hours(2) }, system)
    expect(story.state.deadlineAtMs).toBe(deadlineAtMs)
  })

  test('a program may let the deadline run on in a lock', () => {
    const program = programWith({ attempts: { lockPausesDeadline: false } })
    const story = aCase({ program }).fails().fails().fails().fails().passes(hours(72)).missesDeadline()
    expect(story.state.restrictions.length).toBeGreaterThan(0)
  })
})

describe('[DE4] a deadline never fires while it is our turn', () => {
  test.each([
    ['in a run', () => aCase().passes(hours(71.9)).starts()],
    ['being inspected', () => aCase().passes(hours(71)).completesRun()],
    ['in review', () => aCase().passes(hours(71)).completesRun().isFound([])],
  ])('%s', (_what, told) => {
    const story = told().passes(hours(2))
    expect(story.does({ type: 'miss-deadline' }, system)).toEqual([])
    expect(story.clock('complete-verification')).toBeUndefined()
    expect(story.clock('restriction-stage')).toBeUndefined()
  })

  test('after a pass there is none left', () => {
    const story = aCase().succeeds().passes(hours(1000))
    expect(story.does({ type: 'miss-deadline' }, system)).toEqual([])
    expect(story.clocks()).toEqual([])
  })
})

describe('[AT6] time that was not the seller’s is given back', () => {
  test('inspection and review: what was left before is left afterwards', () => {
    const story = aCase().passes(hours(70)).completesRun()
    const leftMs = story.state.deadlineAtMs - story.nowMs
    story.passes(hours(1)).isFound([]).passes(hours(3)).isReviewed('fail')
    expect(story.state.deadlineAtMs - story.nowMs).toBe(leftMs)
    expect(story.does({ type: 'miss-deadline' }, system)).toEqual([])
    expect(story.clock('restriction-stage')?.dueAtMs).toBe(story.state.deadlineAtMs)
    story.passes(leftMs).missesDeadline()
    expect(story.state.restrictions).toHaveLength(2)
  })

  test('the run itself is the seller’s time', () => {
    const story = aCase().starts().passes(minutes(5)).leavesPage()
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(72))
  })

  test('an outage moves the deadline and every stage by its length, once however often it is reported', () => {
    const story = aCase().passes(hours(10))
    story.does(outage(noonMs + hours(2), noonMs + hours(5)), system)
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(75))
    expect(story.clock('restriction-stage')?.dueAtMs).toBe(noonMs + hours(75))
    expect(story.does(outage(noonMs + hours(2), noonMs + hours(5)), system)).toEqual([])
    story.does(outage(noonMs + hours(4), noonMs + hours(6)), system)
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(76))
  })

  test('an outage while the case was in our hands is not given back twice', () => {
    const story = aCase().completesRun()
    const endedAtMs = story.nowMs
    story.passes(hours(3)).isFound(cleanFindings(story.program, [failedFinding('id-card.name', 'name-differs')]))
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(75))
    story.passes(hours(2))
    story.does(outage(endedAtMs + hours(2), endedAtMs + hours(4)), system)
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(76))
    const reported = aCase().completesRun().passes(hours(2))
    reported.does(outage(reported.nowMs - hours(2), reported.nowMs - hours(1)), system)
    reported.passes(hours(1)).isFound([]).isReviewed('fail')
    expect(reported.state.deadlineAtMs).toBe(noonMs + hours(75))
  })

  test('an outage before the case, or still to come, or after the decision gives nothing', () => {
    const story = aCase().passes(hours(1))
    expect(story.does(outage(noonMs - hours(9), noonMs), system)).toEqual([])
    expect(story.does(outage(story.nowMs, story.nowMs + hours(5)), system)).toEqual([])
    story.does(outage(noonMs - hours(9), noonMs + minutes(10)), system)
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(72) + minutes(10))
    const passed = aCase().succeeds().passes(hours(5))
    expect(passed.does(outage(noonMs, noonMs + hours(4)), system)).toEqual([])
  })

  test('a run that we spoilt gives its time back; a lost connection, whose side cannot be told, does not', () => {
    const spoilt = aCase().starts().passes(minutes(6)).isVoided('our-outage')
    expect(spoilt.state.deadlineAtMs).toBe(noonMs + hours(72) + minutes(6))
    const lost = aCase().starts().passes(minutes(6)).isVoided('connection-lost')
    expect(lost.state.deadlineAtMs).toBe(noonMs + hours(72))
  })

  test('spans are cut by those given before', () => {
    const span = { fromMs: 10, toMs: 20 }
    expect(uncovered(span, [])).toEqual([span])
    expect(uncovered(span, [{ fromMs: 0, toMs: 30 }])).toEqual([])
    expect(uncovered(span, [{ fromMs: 12, toMs: 14 }])).toEqual([
      { fromMs: 10, toMs: 12 },
      { fromMs: 14, toMs: 20 },
    ])
    expect(
      lengthMs(
        uncovered(span, [
          { fromMs: 5, toMs: 11 },
          { fromMs: 18, toMs: 25 },
        ]),
      ),
    ).toBe(7)
    expect(uncovered({ fromMs: 20, toMs: 10 }, [])).toEqual([])
  })
})
