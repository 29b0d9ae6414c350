import { describe, expect, test } from 'vitest'
import { aCase, hours, reviewer } from '#test/world/a-case.ts'
import { type DeepPartial, programWithCalls } from '#test/world/a-program.ts'
import type { Program } from '../program.ts'
import type { CaseCommand } from './commands.ts'
import type { Suspicion } from './held-call.ts'

const other = { kind: 'staff', id: 'reviewer-2' } as const
const lead = { kind: 'staff', id: 'supervisor-1' } as const
const attemptId = 'attempt-1'
const verdict = (outcome: 'pass' | 'fail' | 'void', asLead = false): CaseCommand => ({
  type: 'review',
  attemptId,
  outcome,
  reasons: outcome === 'fail' ? ['stand-in'] : [],
  note: null,
  lead: asLead,
})

/** A call that was right in every step, in which somebody noted what they suspect. */
const aCallWith = (what: Suspicion, changes: DeepPartial<Program> = {}) => {
  const story = aCase({ program: programWithCalls({ call: { conduct: { verdictAtEnd: false } }, ...changes }) })
    .booksCall(hours(5))
    .passes(hours(5))
    .prepares()
    .isCalled()
    .leadsThrough()
  story.does({ type: 'note-suspicion', attemptId, what, note: null }, reviewer)
  story.does({ type: 'end-call', attemptId, why: 'done', withVerdict: false, lead: false }, reviewer)
  return story
}

describe('[SC2] what a reviewer suspects', () => {
  test.each(['coaching', 'paid-agent', 'played-clip'] as const)('%s is a signal, and decides nothing', (what) => {
    const story = aCallWith(what)
    story.does(verdict('pass'), reviewer)
    expect(story.state.attempts[0]?.outcome).toBe('passed')
    const struck = aCallWith(what)
    struck.does(verdict('void'), reviewer)
    expect(struck.state.attempts[0]?.voidReason).toBe('voided-by-staff')
  })

  test('a stand-in voids the attempt: it cannot pass, and uses no attempt when it is struck out', () => {
    const story = aCallWith('stand-in')
    expect(story.refused(verdict('pass'), reviewer).code).toBe('stand-in-noted')
    expect(story.refused(verdict('pass'), other).code).toBe('stand-in-noted')
    story.does(verdict('void'), other)
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'voided', voidReason: 'stand-in' })
    expect(story.nextStep()).toBe('book-call')
  })

  test('while the call goes on only those who are in it can say so, afterwards whoever reviews it', () => {
    const story = aCase({ program: programWithCalls({ call: { conduct: { verdictAtEnd: false } } }) })
      .booksCall(hours(5))
      .passes(hours(5))
      .prepares()
      .isCalled()
    const note = { type: 'note-suspicion', attemptId, what: 'stand-in', note: null } as const
    expect(story.refused(note, other).code).toBe('leader-only')
    story.does({ type: 'join-call', attemptId, as: 'interpreter' }, other)
    expect(story.does(note, other)).toMatchObject([{ data: { type: 'suspicion-noted' } }])
    story.does({ type: 'end-call', attemptId, why: 'done', withVerdict: false, lead: false }, reviewer)
    expect(story.does(note, lead)).toMatchObject([{ data: { type: 'suspicion-noted' } }])
  })

  test('who can prove it fails the call for it instead', () => {
    const story = aCallWith('stand-in')
    story.does(verdict('fail'), reviewer)
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'failed', reasons: ['stand-in'] })
  })

  test('noted by mistake, a lead who did not note it passes the call', () => {
    const story = aCallWith('stand-in')
    expect(story.refused(verdict('pass', true), reviewer).code).toBe('stand-in-noted')
    story.does(verdict('pass', true), lead)
    expect(story.state.attempts[0]?.outcome).toBe('passed')
  })

  test('[DE3] it is not held against the second of four eyes, who was not told of it', () => {
    const story = aCallWith('stand-in', { decision: { fourEyes: ['call'] } })
    expect(story.refused(verdict('pass'), reviewer).code).toBe('stand-in-noted')
    story.does(verdict('fail'), reviewer)
    story.does(verdict('pass'), other)
    expect(story.state.review?.opinions.map(({ outcome }) => outcome)).toEqual(['fail', 'pass'])
    story.does(verdict('pass', true), lead)
    expect(story.state.attempts[0]?.outcome).toBe('passed')
  })
})

describe('[DE3] [LC4] steps that somebody judged wrong', () => {
  test('keep nobody from a second opinion, and bar what would decide', () => {
    const story = aCallWith('coaching', { decision: { fourEyes: ['call'] } })
    story.does({ type: 'judge-step', attemptId, stepId: 'pan', judgement: 'wrong', note: null }, reviewer)
    expect(story.refused(verdict('pass'), reviewer).code).toBe('checklist-open')
    story.does(verdict('fail'), reviewer)
    story.does(verdict('pass'), other)
    expect(story.refused(verdict('pass', true), lead).code).toBe('checklist-open')
    story.does({ type: 'judge-step', attemptId, stepId: 'pan', judgement: 'right', note: null }, lead)
    story.does(verdict('pass', true), lead)
    expect(story.state.attempts[0]?.outcome).toBe('passed')
  })
})
