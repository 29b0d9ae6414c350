import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes, reviewer, system } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'
import type { CaseCommand } from './commands.ts'
import type { Actor } from './events.ts'

const program = programWith({ ban: { reasons: ['stand-in', 'forged-document'], appealWithinHours: 48 } })
const other: Actor = { kind: 'staff', id: 'other' }
const third: Actor = { kind: 'staff', id: 'third' }
const propose: CaseCommand = { type: 'propose-ban', reason: 'stand-in', note: 'sealed' }
const settle = (outcome: 'confirmed' | 'refused'): CaseCommand => ({ type: 'settle-ban', outcome, note: 'sealed' })
const answer = (outcome: 'upheld' | 'lifted'): CaseCommand => ({ type: 'settle-appeal', outcome, note: 'sealed' })
const appeal: CaseCommand = { type: 'appeal', text: 'sealed' }

const proposed = () => {
  const story = aCase({ program }).fails()
  story.does(propose, reviewer)
  return story
}
const banned = () => {
  const story = proposed()
  story.does(settle('confirmed'), other)
  return story
}
const appealed = () => {
  const story = banned()
  story.does(appeal)
  return story
}

describe('[RE5] a ban has four eyes', () => {
  test('nothing happens to the seller until another person has confirmed it', () => {
    const story = proposed()
    expect(story.state.status).toBe('awaiting-seller')
    expect(story.nextStep()).toBe('wait-for-review')
    expect(story.refused(settle('confirmed'), reviewer).code).toBe('second-pair-of-eyes')
    expect(story.notices().map(({ kind }) => kind)).not.toContain('banned')
    story.does(settle('confirmed'), other)
    expect(story.state.status).toBe('banned')
    expect(story.does(settle('confirmed'), other)).toEqual([])
  })

  test('a reason of the program, by staff, and not in the middle of a run', () => {
    const story = aCase({ program })
    expect(story.refused(propose).code).toBe('reviewer-not-allowed')
    expect(story.refused({ ...propose, reason: 'paid-agent' } as CaseCommand, reviewer).code).toBe('reason-unknown')
    expect(aCase({ program: programWith({ ban: null }) }).refused(propose, reviewer).code).toBe('reason-unknown')
    expect(story.starts().refused(propose, reviewer).code).toBe('invalid-state')
  })

  test('while it is proposed nothing else is decided, no deadline bites, and the time is given back', () => {
    const story = aCase({ program }).completesRun().isFound([])
    story.does(propose, reviewer)
    const review: CaseCommand = { type: 'review', attemptId: 'attempt-1', outcome: 'pass', reasons: [], note: null }
    expect(story.refused(review, other).code).toBe('ban-proposed')
    expect(story.clock('ban-promise')).toBeDefined()
    const waiting = proposed()
    expect(waiting.refused(waiting.startCommand()).code).toBe('ban-proposed')
    const before = waiting.state.deadlineAtMs
    waiting.passes(hours(100))
    expect(waiting.does({ type: 'miss-deadline' }, system)).toEqual([])
    waiting.does(settle('refused'), other)
    expect(waiting.state.ban).toBeNull()
    expect(waiting.state.deadlineAtMs).toBe(before + hours(100))
  })

  test('everything that the program takes away is taken at once, the run is closed, the seller is told', () => {
    const story = aCase({ program }).completesRun().isFound([])
    story.does(propose, reviewer)
    story.does(settle('confirmed'), other)
    const all = program.restrictions.flatMap((stage) => stage.capabilities)
    expect(story.state.restrictions.map((one) => one.capability)).toEqual(all)
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'voided', voidReason: 'case-closed' })
    expect(story.notices().map(({ kind }) => kind)).toContain('banned')
    expect(story.notices().map(({ kind }) => kind)).not.toContain('deadline-missed')
  })

  test('it is terminal: no run, no withdrawal', () => {
    const story = banned()
    expect(story.refused(story.startCommand()).code).toBe('case-closed')
    expect(story.refused({ type: 'withdraw', why: 'sealed' }, { kind: 'api', keyId: 'key-1' }).code).toBe('case-closed')
    expect(story.clock('complete-verification')).toBeUndefined()
  })

  test('a run of a case that a ban of another shop opened is decided by a person', () => {
    const story = aCase({ program, way: 'linked-ban' })
    expect(story.allowance().nextIsManual).toBe(true)
  })
})

describe('[EV6] [RE5] the appeal', () => {
  test('is the seller’s, once, and has a clock of its own', () => {
    const story = banned()
    expect(story.nextStep()).toBe('appeal')
    expect(story.refused(appeal, reviewer).code).toBe('not-allowed')
    story.does(appeal)
    expect(story.does(appeal)).toEqual([])
    expect(story.nextStep()).toBe('wait-for-appeal')
    expect(story.clock('appeal-promise')?.dueAtMs).toBe(story.nowMs + hours(48))
    story.does(answer('upheld'), third)
    expect(story.refused(appeal).code).toBe('conflict')
    expect(story.nextStep()).toBe('nothing')
    expect(story.state.status).toBe('banned')
  })

  test('is decided by somebody who had no part in the case', () => {
    const story = appealed()
    for (const by of [reviewer, other]) expect(story.refused(answer('lifted'), by).code).toBe('second-pair-of-eyes')
    const reviewedByThird = aCase({ program }).completesRun().isFound([])
    reviewedByThird.does(
      { type: 'review', attemptId: 'attempt-1', outcome: 'fail', reasons: ['not-live'], note: null },
      third,
    )
    reviewedByThird.does(propose, reviewer)
    reviewedByThird.does(settle('confirmed'), other)
    reviewedByThird.does(appeal)
    expect(reviewedByThird.refused(answer('lifted'), third).code).toBe('second-pair-of-eyes')
    story.does(answer('upheld'), third)
  })

  test('lifted, the case goes on with its time, and what only the ban took is given back', () => {
    const story = appealed()
    const { deadlineAtMs } = story.state
    story.passes(hours(30)).does(answer('lifted'), third)
    expect(story.state).toMatchObject({ status: 'awaiting-seller', ban: null, decidedAtMs: null })
    expect(story.state.deadlineAtMs).toBe(deadlineAtMs + hours(30))
    expect(story.state.restrictions.every((one) => one.state === 'lifting')).toBe(true)
    expect(story.succeeds().state.status).toBe('passed')
    expect(story.marketplaceAcknowledges().state.status).toBe('restored')
  })

  test('media that are judged by are kept until it is decided [EV3]', () => {
    const forgetful = programWith({ retention: { mediaHours: 1 } }, program)
    const story = aCase({ program: forgetful }).fails().passes(minutes(5))
    story.does(propose, reviewer)
    expect(story.clock('media-retention')).toBeUndefined()
    story.does(settle('confirmed'), other)
    expect(story.clock('media-retention')).toBeDefined()
    story.does(appeal)
    expect(story.clock('media-retention')).toBeUndefined()
  })
})
