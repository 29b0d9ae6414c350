import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'
import { cleanFindings } from '#test/world/findings.ts'
import { dayIn } from './attempts.ts'
import type { VoidReason } from './events.ts'

describe('[AT1] a failure can be retried at once, at most three retries a day', () => {
  test('the allowance is told before it is used up', () => {
    const story = aCase()
    const left = [story.allowance().leftToday]
    for (let failures = 0; failures < 3; failures += 1) left.push(story.fails().allowance().leftToday)
    expect(left).toEqual([4, 3, 2, 1])
    expect(story.nextStep()).toBe('start-run')
  })

  test('a run under way is used up', () => {
    expect(aCase().starts().allowance().leftToday).toBe(3)
  })

  test('the day is the program’s, not the server’s', () => {
    // 23:30 in Shanghai is 15:30 UTC of the same day; an hour later it is tomorrow there and still today in UTC.
    const story = aCase({ openedAtMs: Date.UTC(2026, 2, 12, 15, 30) }).fails()
    expect(story.allowance().leftToday).toBe(3)
    story.passes(hours(1))
    expect(story.allowance().leftToday).toBe(4)
    expect(dayIn('Asia/Shanghai', Date.UTC(2026, 2, 12, 15, 59))).toBe('2026-03-12')
    expect(dayIn('Asia/Shanghai', Date.UTC(2026, 2, 12, 16, 0))).toBe('2026-03-13')
  })

  test('when the day’s attempts are used up without a lock, tomorrow is the next step', () => {
    const program = programWith({ attempts: { retriesPerDay: 1, lockAfterFailures: 9, suggestSupportAfterInARow: 9 } })
    const story = aCase({ program }).fails().fails()
    expect(story.nextStep()).toBe('wait-for-tomorrow')
    expect(story.prepares().refused(story.startCommand()).code).toBe('attempts-exhausted')
    story.passes(hours(12)).starts()
  })
})

describe('[AT2] two failures in a row: a pause and the support lane are suggested', () => {
  test('after the second, and it stays on offer', () => {
    const story = aCase().fails()
    expect(story.state.supportSuggested).toBe(false)
    story.fails()
    expect(story.state.supportSuggested).toBe(true)
    expect(story.eventsOf('support-suggested')).toEqual([{ type: 'support-suggested', failuresInARow: 2 }])
    expect(story.nextStep()).toBe('start-run')
    expect(story.succeeds().state.supportSuggested).toBe(false)
  })

  test('an attempt that counts for nothing neither adds to the row nor breaks it', () => {
    const story = aCase().fails().starts().isVoided('connection-lost')
    expect(story.state.supportSuggested).toBe(false)
    expect(story.fails().state.supportSuggested).toBe(true)
  })
})

describe('[AT3] the fourth failure in a day locks the account for 72 h', () => {
  const locked = () => aCase().fails().fails().fails().fails()

  test('from the moment it was decided', () => {
    const story = locked()
    expect(story.state.lockedUntilMs).toBe(story.nowMs + hours(72))
    expect(story.eventsOf('account-locked')).toEqual([
      { type: 'account-locked', untilMs: story.nowMs + hours(72), failuresToday: 4 },
    ])
    expect(story.clock('lock-ends')?.dueAtMs).toBe(story.nowMs + hours(72))
    expect(story.nextStep()).toBe('wait-for-lock')
  })

  test('no run until it ends, then again', () => {
    const story = locked().passes(hours(72) - 1)
    expect(story.prepares().refused(story.startCommand()).code).toBe('account-locked')
    story.passes(1)
    expect(story.nextStep()).toBe('start-run')
    story.starts()
    expect(story.state.lockedUntilMs).toBeNull()
    expect(story.clock('lock-ends')).toBeUndefined()
  })

  test('three in a day and one the next day do not', () => {
    const story = aCase().fails().fails().fails().passes(hours(24)).fails()
    expect(story.state.lockedUntilMs).toBeNull()
    expect(story.allowance().failuresUntilLock).toBe(3)
  })

  test('leaving the page four times does as well', () => {
    const story = aCase()
    for (let times = 0; times < 4; times += 1) story.starts().leavesPage()
    expect(story.nextStep()).toBe('wait-for-lock')
  })

  test('a failure decided after midnight counts for the day it was made on', () => {
    const story = aCase({ openedAtMs: Date.UTC(2026, 2, 12, 13) })
      .fails()
      .fails()
      .fails()
    story.completesRun().isFound([]).passes(hours(4)).isReviewed('fail')
    expect(story.state.lockedUntilMs).toBe(story.nowMs + hours(72))
  })

  test('a pass ends the lock', () => {
    const story = locked()
    story.does({ type: 'choose-offline-lane', way: 'mail' })
    story.does(
      { type: 'decide-offline', outcome: 'pass', reasons: [], note: 'sealed' },
      { kind: 'staff', id: 'reviewer-1' },
    )
    expect(story.state.lockedUntilMs).toBeNull()
  })
})

describe('[AT4] after the same identity’s third failure in total a person decides its next run', () => {
  test('even a run that would fail or pass by itself', () => {
    const story = aCase().fails().fails().fails()
    expect(story.allowance().nextIsManual).toBe(true)
    story.completesRun().isFound(cleanFindings(story.program))
    expect(story.state.review).toMatchObject({ why: 'final-manual-queue' })
    expect(story.eventsOf('case-passed')).toEqual([])
    story.isReviewed('pass')
    expect(story.eventsOf('case-passed')).toEqual([{ type: 'case-passed', attemptId: 'attempt-4', by: 'staff' }])
  })

  test('failures on other cases of the same identity count', () => {
    const story = aCase({ failuresElsewhere: 2 })
    expect(story.allowance().nextIsManual).toBe(false)
    story.fails()
    expect(story.state.attempts[0]?.manual).toBe(false)
    expect(story.starts().state.attempts[1]?.manual).toBe(true)
  })

  test('two failures do not', () => {
    const story = aCase().fails().fails().completesRun().isFound(cleanFindings(aCase().program))
    expect(story.state.status).toBe('restored')
  })
})

describe('[AT6] what is not the seller’s fault uses no attempt and extends nothing', () => {
  const reasons: VoidReason[] = ['connection-lost', 'our-outage', 'inspection-impossible', 'recording-incomplete']

  test.each(reasons)('%s', (why) => {
    const story = aCase().fails().fails().fails().starts().isVoided(why)
    expect(story.allowance()).toMatchObject({ leftToday: 1, failuresUntilLock: 1, lockedUntilMs: null })
    expect(story.state.attempts[3]).toMatchObject({ outcome: 'voided', end: { how: 'voided', why } })
    expect(story.nextStep()).toBe('start-run')
  })

  test('a run that turns out not to be inspectable, after it was whole', () => {
    const story = aCase().completesRun().passes(minutes(30)).isVoided('inspection-impossible')
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'voided', voidReason: 'inspection-impossible' })
    expect(story.allowance().leftToday).toBe(4)
    expect(story.eventsOf('deadline-moved')).toMatchObject([{ why: 'our-turn' }])
  })

  test('a run that a reviewer declares void', () => {
    const story = aCase().completesRun().isFound([]).isReviewed('void')
    expect(story.state.attempts[0]?.outcome).toBe('voided')
    expect(story.allowance().leftToday).toBe(4)
    expect(story.nextStep()).toBe('start-run')
  })

  test('the ledger keeps every attempt with its reason', () => {
    const story = aCase().fails('card-glare').starts().isVoided('our-outage').starts().leavesPage()
    expect(story.state.attempts.map((one) => [one.no, one.outcome, one.reasons, one.voidReason])).toEqual([
      [1, 'failed', ['card-glare'], null],
      [2, 'voided', [], 'our-outage'],
      [3, 'failed', ['left-the-page'], null],
    ])
  })
})
