import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes } from '#test/world/a-case.ts'
import { programWith, programWithCalls } from '#test/world/a-program.ts'
import { programProblems } from '../program-problems.ts'

const frozen = { freezeHours: [24, 48, 72], lockAfterFailures: null, retriesPerDay: 20, suggestSupportAfterInARow: 2 }

describe('[AT5] each failure extends the freeze, then the seller books again', () => {
  const program = programWith({ attempts: frozen })

  test('24, 48 and 72 hours, and the last number from then on', () => {
    const story = aCase({ program })
    for (const expected of [24, 48, 72, 72]) {
      story.fails()
      expect(story.state.lockedUntilMs).toBe(story.nowMs + hours(expected))
      expect(story.eventsOf('account-locked').at(-1)?.why).toBe('each-failure')
      story.passes(hours(expected))
    }
    expect(story.prepares().nextStep()).toBe('start-run')
  })

  test('what is nobody’s fault freezes nothing, and does not count as one in the row [AT6]', () => {
    const story = aCase({ program }).starts().isVoided('connection-lost')
    expect(story.state.lockedUntilMs).toBeNull()
    expect(story.fails().state.lockedUntilMs).toBe(story.nowMs + hours(24))
  })

  test('the seller is told beforehand what the next failure costs', () => {
    const story = aCase({ program })
    expect(story.allowance()).toMatchObject({ failuresUntilLock: 1, lockHours: 24 })
    expect(story.fails().allowance()).toMatchObject({ failuresUntilLock: 1, lockHours: 48 })
  })

  test('the advice to pause comes with the second freeze [AT2]', () => {
    const story = aCase({ program }).fails().passes(hours(24))
    expect(story.state.supportSuggested).toBe(false)
    expect(story.fails().state.supportSuggested).toBe(true)
  })

  test('in a program of calls a time behind the freeze is booked at once, none within it', () => {
    const story = aCase({ program: programWithCalls({ attempts: frozen }) }).fails()
    expect(story.nextStep()).toBe('book-call')
    const startMs = story.nowMs + hours(23)
    const book = { type: 'book-call', bookingId: 'booking-1', endMs: startMs + minutes(30), language: 'en' } as const
    expect(story.refused({ ...book, startMs })).toEqual({
      code: 'account-locked',
      details: { untilMs: story.state.lockedUntilMs },
    })
    story.booksCall(hours(25))
    expect(story.nextStep()).not.toBe('wait-for-lock')
  })

  test('where the failures of a day lock as well, the longer lock is the one [AT3]', () => {
    const both = programWith({ attempts: { freezeHours: [24], lockAfterFailures: 2, lockHours: 100 } })
    const story = aCase({ program: both }).fails()
    expect(story.state.lockedUntilMs).toBe(story.nowMs + hours(24))
    const again = aCase({ program: programWith({ attempts: { ...both.attempts, lockAfterFailures: 1 } }) }).fails()
    expect(again.state.lockedUntilMs).toBe(again.nowMs + hours(100))
    expect(again.eventsOf('account-locked')[0]?.why).toBeUndefined()
  })

  test('where neither rule locks, nothing is said of a lock', () => {
    const never = programWith({ attempts: { ...frozen, freezeHours: [] } })
    const story = aCase({ program: never }).fails().fails().fails().fails().fails()
    expect(story.state.lockedUntilMs).toBeNull()
    expect(story.allowance()).toMatchObject({ failuresUntilLock: null, lockHours: null })
  })

  test('a row of freezes that falls is a mistake', () => {
    const falling = programWith({ attempts: { freezeHours: [48, 24] } })
    expect(programProblems(falling).map(({ field }) => field)).toEqual(['attempts.freezeHours'])
  })
})
