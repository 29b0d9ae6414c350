import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventsOf, moves, play, smallProgram, type Told } from '#test/world/case-histories.ts'
import { lengthMs } from '../time-span.ts'
import { verdictOf } from '../verdict.ts'
import { dayIn } from './attempts.ts'
import { clocksOf } from './clocks.ts'
import { decide } from './decide.ts'
import type { CaseEvent } from './events.ts'
import { foldCase } from './evolve.ts'
import { nextStepOf } from './next-step.ts'
import { isAllBack, isUnacknowledged } from './restriction-state.ts'
import type { CaseState } from './state.ts'

const program = smallProgram()

/** Checks `rule` over random histories. Each is some dozens of commands: runs, findings, reviews, clocks, outages. */
const always = (rule: (told: Told[]) => void, runs = 300) =>
  fc.assert(
    fc.property(moves, (history) => rule(play(history, program))),
    { numRuns: runs },
  )

const dataOf = (event: CaseEvent) => event.data
const last = (told: Told[]): CaseState => told.at(-1)?.after ?? foldCase('none', [])

/** What must be true of every case at every moment. */
const everyMoment = (rule: (state: CaseState, atMs: number) => void, runs?: number) =>
  always((told) => {
    for (const { after, atMs } of told) rule(after, atMs)
  }, runs)

test('the histories reach every state, so that what is said below is said of something', () => {
  const seen = new Set<string>()
  const decided = new Set<string>()
  for (const history of fc.sample(moves, { numRuns: 800, seed: 7 })) {
    for (const { after, decision } of play(history, program)) {
      seen.add(after.status)
      if (after.lockedUntilMs !== null) seen.add('locked')
      if (decision.ok)
        for (const { data } of decision.value)
          decided.add(data.type === 'case-passed' ? `passed-by-${data.by}` : data.type)
    }
  }
  expect([...seen].sort()).toEqual(
    [
      'awaiting-seller',
      'in-review',
      'in-run',
      'inspecting',
      'locked',
      'offline',
      'passed',
      'restored',
      'withdrawn',
    ].sort(),
  )
  for (const type of [
    'passed-by-rule',
    'passed-by-staff',
    'attempt-failed',
    'attempt-voided',
    'deadline-missed',
    'deadline-moved',
  ])
    expect(decided).toContain(type)
})

describe('[EV1] the events are the case', () => {
  test('fold(events) is the state', () => {
    always((told) => {
      expect(foldCase('case-1', eventsOf(told))).toEqual(last(told))
    })
  })

  test('a refused command leaves no event and changes nothing', () => {
    always((told) => {
      for (const { before, after, decision } of told) if (!decision.ok) expect(after).toBe(before)
    })
  })

  test('every event carries the time and the person it was decided with', () => {
    always((told) => {
      for (const { decision, atMs, actor } of told)
        if (decision.ok) for (const event of decision.value) expect(event).toMatchObject({ version: 1, atMs, actor })
    }, 100)
  })
})

test('what is asked again is not done again', () => {
  // These are meant to leave a trace each time, or are answered by a refusal that says it was done.
  const eachTimeAnew = ['record-device-check', 'compare-registration', 'view-evidence', 'open', 'show-challenge']
  always((told) => {
    for (const { after, command, actor, atMs, decision } of told) {
      if (!decision.ok || eachTimeAnew.includes(command.type)) continue
      const again = decide(after, command, { program, atMs, actor })
      expect(again, command.type).toEqual({ ok: true, value: [] })
    }
  })
})

describe('[CK11] [DE1] no order of commands passes a case with a failed gate', () => {
  test('by rule only on findings that the program passes, by staff only after that person’s review', () => {
    always((told) => {
      const events = eventsOf(told)
      for (const [index, event] of events.entries()) {
        const { data } = event
        if (data.type !== 'case-passed') continue
        const earlier = events.slice(0, index).map(dataOf)
        if (data.attemptId === null) {
          expect(event.actor.kind).toBe('staff')
          expect(earlier.some((one) => one.type === 'offline-lane-chosen')).toBe(true)
        } else if (data.by === 'staff') {
          expect(events[index - 1]).toMatchObject({
            actor: { kind: 'staff' },
            data: { type: 'reviewed', attemptId: data.attemptId, outcome: 'pass' },
          })
        } else {
          const found = earlier.find((one) => one.type === 'findings-recorded' && one.attemptId === data.attemptId)
          if (found?.type !== 'findings-recorded') throw new Error('passed without findings')
          expect(verdictOf(found.findings, program.inspection).outcome).toBe('passed')
          const started = earlier.find((one) => one.type === 'attempt-started' && one.attemptId === data.attemptId)
          expect(started).toMatchObject({ manual: false })
        }
      }
    }, 600)
  })

  test('a case is decided once, and every failure has its reasons [FA3]', () => {
    always((told) => {
      const data = eventsOf(told).map(dataOf)
      expect(data.filter((one) => one.type === 'case-passed' || one.type === 'case-withdrawn').length).toBeLessThan(2)
      for (const one of data) if (one.type === 'attempt-failed') expect(one.reasons.length).toBeGreaterThan(0)
    })
  })
})

describe('[AT1] [AT3] attempts never exceed the program', () => {
  test('in a day, and none while the account is locked', () => {
    always((told) => {
      const counted = new Map<string, number>()
      for (const attempt of last(told).attempts) {
        if (attempt.outcome === 'voided') continue
        const day = dayIn(program.zone, attempt.startedAtMs)
        counted.set(day, (counted.get(day) ?? 0) + 1)
      }
      for (const count of counted.values()) expect(count).toBeLessThanOrEqual(program.attempts.retriesPerDay + 1)
      for (const { before, command, decision, atMs } of told)
        if (command.type === 'start-attempt' && decision.ok && decision.value.length > 0)
          expect(before.lockedUntilMs === null || before.lockedUntilMs <= atMs).toBe(true)
    }, 500)
  })

  test('one attempt at a time, and the status says where it is', () => {
    everyMoment((state) => {
      const active = state.attempts.filter((one) => ['running', 'inspecting', 'in-review'].includes(one.outcome))
      expect(active.length).toBeLessThanOrEqual(1)
      const expected = { running: 'in-run', inspecting: 'inspecting', 'in-review': 'in-review' } as const
      const outcome = active[0]?.outcome
      if (outcome === 'running' || outcome === 'inspecting' || outcome === 'in-review')
        expect(state.status).toBe(expected[outcome])
      else expect(['in-run', 'inspecting', 'in-review']).not.toContain(state.status)
      expect(state.review === null).toBe(state.status !== 'in-review')
    })
  })

  test('an attempt that has ended stays as it ended', () => {
    always((told) => {
      for (const { before, after } of told)
        for (const attempt of before.attempts)
          if (['passed', 'failed', 'voided'].includes(attempt.outcome))
            expect(after.attempts.find((one) => one.id === attempt.id)).toMatchObject({
              outcome: attempt.outcome,
              reasons: attempt.reasons,
            })
    })
  })
})

test('[RE2] a decided case keeps nothing: whatever was taken is lifting or lifted, and restored means all of it', () => {
  everyMoment((state) => {
    if (state.decidedAtMs === null) return
    for (const one of state.restrictions) expect(['lifting', 'lifted']).toContain(one.state)
    const allBack = state.restrictions.every((one) => one.state === 'lifted' && one.drift === null)
    if (state.status !== 'withdrawn') expect(state.status).toBe(allBack ? 'restored' : 'passed')
  })
})

test('[NO4] every open case, and every account with something in force, shows one next step', () => {
  everyMoment((state, atMs) => {
    const step = nextStepOf(program, state, atMs)
    const isOver = ['none', 'restored'].includes(state.status) || (state.status === 'withdrawn' && isAllBack(state))
    expect(step === 'nothing').toBe(isOver)
    // Nothing is left in force, and nothing is waited for, of which the seller is told no next step.
    if (!isAllBack(state)) expect(step).not.toBe('nothing')
  })
})

describe('[DE4] clocks', () => {
  test('a deadline never fires while it is our turn', () => {
    always((told) => {
      for (const { before, decision } of told) {
        if (!decision.ok) continue
        const fired = decision.value.some(
          (one) => one.data.type === 'deadline-missed' || one.data.type === 'stage-reached',
        )
        if (fired) expect(['none', 'awaiting-seller', 'offline']).toContain(before.status)
      }
    })
  })

  test('every undecided case has a clock or nothing left to lose, each kind once, none of the seller’s in our turn', () => {
    everyMoment((state) => {
      const clocks = clocksOf(program, state)
      expect(new Set(clocks.map((one) => one.kind)).size).toBe(clocks.length)
      const ours = ['inspecting', 'in-review', 'passed'].includes(state.status)
      if (ours) expect(clocks.length).toBeGreaterThan(0)
      for (const clock of clocks) if (ours) expect(clock.owner).not.toBe('seller')
      const isOver = ['none', 'restored', 'withdrawn'].includes(state.status)
      // What ended may still wait for the marketplace to give everything back. [RE2]
      if (isOver) expect(clocks.filter((clock) => clock.kind !== 'restriction-resend')).toEqual([])
      const waits = state.restrictions.some(isUnacknowledged)
      expect(clocks.some((clock) => clock.kind === 'restriction-resend')).toBe(waits)
    })
  })

  test('[AT6] the deadline is the program’s and the time given back, which is never given twice', () => {
    everyMoment((state) => {
      const atFirstMs = state.countedFromMs + program.deadline.completeWithinHours * 3_600_000
      expect(state.deadlineAtMs).toBe(atFirstMs + lengthMs(state.timeGivenBack))
      const spans = [...state.timeGivenBack].sort((a, b) => a.fromMs - b.fromMs)
      for (const [index, span] of spans.entries())
        expect(span.toMs).toBeLessThanOrEqual(spans[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY)
    })
  })

  test('[RE1] nothing is taken away before its stage is due', () => {
    always((told) => {
      for (const { before, decision, atMs } of told) {
        if (!decision.ok) continue
        for (const { data } of decision.value) {
          if (data.type !== 'stage-reached') continue
          const afterHours = program.restrictions[data.stage]?.afterHours ?? 0
          const fromMs = before.status === 'none' ? atMs : before.countedFromMs + lengthMs(before.timeGivenBack)
          expect(atMs).toBeGreaterThanOrEqual(fromMs + afterHours * 3_600_000)
        }
      }
    })
  })
})
