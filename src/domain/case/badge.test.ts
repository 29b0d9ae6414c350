import { describe, expect, test } from 'vitest'
import { aCase, hours, reviewer, system } from '#test/world/a-case.ts'
import { programAliexpress, programWith } from '#test/world/a-program.ts'
import { cleanFindings } from '#test/world/findings.ts'
import { type BadgeEnd, standingBadge } from './badge.ts'

const lead = { kind: 'staff', id: 'lead' } as const
const program = programWith({ badge: { sites: ['cn'] } })
const issue = (changes: { untilMs?: number | null; isNewestCase?: boolean; badgeId?: string } = {}) =>
  ({
    type: 'issue-badge',
    badgeId: 'badge-1',
    untilMs: null,
    numbersCommitment: 'c',
    isNewestCase: true,
    ...changes,
  }) as const
const revoke = (why: Exclude<BadgeEnd, 'document-expired' | 'pass-overturned'>, note: string | null = null) =>
  ({ type: 'revoke-badge', why, note }) as const
/** Restored at once, for nothing was taken yet. */
const badged = (untilMs: number | null = null) => {
  const story = aCase({ program }).succeeds()
  story.does(issue({ untilMs }), system)
  return story
}

describe('[RE3] a badge for buyers is issued', () => {
  test('once the account is really back, never with the pass alone', () => {
    const story = aCase({ program }).passes(hours(72)).missesDeadline().succeeds()
    expect(story.state.status).toBe('passed')
    expect(story.does(issue(), system)).toEqual([])
    story.marketplaceAcknowledges()
    story.does(issue({ untilMs: story.nowMs + hours(1) }), system)
    expect(story.state.badge).toEqual({
      id: 'badge-1',
      issuedAtMs: story.nowMs,
      untilMs: story.nowMs + hours(1),
      fallen: null,
    })
  })

  test('on the sites of the program only, and by none where it has none', () => {
    expect(programAliexpress().badge).toEqual({ sites: ['ES', 'FR'] })
    for (const badge of [null, { sites: ['ES', 'FR'] }]) {
      const story = aCase({ program: { ...programAliexpress(), badge } }).succeeds()
      expect(story.does(issue(), system)).toEqual([])
    }
  })

  test('not beside a newer case, not for documents that are over, not twice, and by nobody but the engine', () => {
    const story = aCase({ program }).succeeds()
    expect(story.does(issue({ isNewestCase: false }), system)).toEqual([])
    expect(story.does(issue({ untilMs: story.nowMs }), system)).toEqual([])
    expect(story.refused(issue(), lead).code).toBe('not-allowed')
    expect(story.does(issue(), system)).toHaveLength(1)
    expect(story.does(issue({ badgeId: 'badge-2' }), system)).toEqual([])
  })
})

describe('[RE3] a badge falls', () => {
  test('when the first of its documents ends, by a clock, and not a moment earlier', () => {
    const untilMs = aCase({ program }).succeeds().nowMs + hours(24)
    const story = badged(untilMs)
    expect(story.clock('badge-ends')).toEqual({
      kind: 'badge-ends',
      owner: 'us',
      dueAtMs: untilMs,
      onDue: 'expire-badge',
    })
    story.passes(hours(24) - 1)
    expect(story.does({ type: 'expire-badge' }, system)).toEqual([])
    expect(story.refused({ type: 'expire-badge' }, lead).code).toBe('not-allowed')
    story.passes(1).does({ type: 'expire-badge' }, system)
    expect(story.state.badge?.fallen).toEqual({ atMs: untilMs, why: 'document-expired' })
    expect(story.clock('badge-ends')).toBeUndefined()
  })

  test('without an end by no clock', () => {
    const story = badged(null)
    expect(story.clock('badge-ends')).toBeUndefined()
    expect(story.passes(hours(100_000)).does({ type: 'expire-badge' }, system)).toEqual([])
    expect(standingBadge(story.state)).not.toBeNull()
  })

  test.each(['case-reopened', 'banned', 'registration-changed'] as const)('for %s, told by the engine, once', (why) => {
    const story = badged()
    expect(story.refused(revoke(why), reviewer).code).toBe('not-allowed')
    story.does(revoke(why), system)
    expect(story.state.badge?.fallen).toEqual({ atMs: story.nowMs, why })
    expect(story.does(revoke(why), system)).toEqual([])
    expect(story.state.status).toBe('restored')
  })

  test('by a person of staff, with what they wrote', () => {
    const story = badged()
    expect(story.refused(revoke('by-staff', 'sealed'), system).code).toBe('not-allowed')
    story.does(revoke('by-staff', 'sealed'), lead)
    expect(story.eventsOf('badge-revoked')).toEqual([
      { type: 'badge-revoked', badgeId: 'badge-1', why: 'by-staff', note: 'sealed' },
    ])
  })

  test('with the pass it was given for, when a second look overturns that [DE3]', () => {
    const looked = (outcome: 'upheld' | 'overturned', withBadge = true) => {
      const story = aCase({ program }).completesRun().isFound(cleanFindings(program), 0)
      if (withBadge) story.does(issue(), system)
      const about = { attemptId: 'attempt-1', note: null }
      story.does({ type: 'look-again', ...about, outcome: 'fail', reasons: ['not-live'] }, reviewer)
      story.does({ type: 'settle-second-look', ...about, outcome, lead: true }, lead)
      return story
    }
    expect(looked('upheld').state.badge?.fallen).toBeNull()
    expect(looked('overturned').state.badge?.fallen?.why).toBe('pass-overturned')
    const none = looked('overturned', false)
    expect(none.does(issue(), system)).toEqual([])
    expect(none.state.badge).toBeNull()
  })

  test('for good: the same case gives no other one', () => {
    const story = badged()
    story.does(revoke('by-staff', 'sealed'), lead)
    expect(story.does(issue({ badgeId: 'badge-2' }), system)).toEqual([])
    expect(standingBadge(story.state)).toBeNull()
  })
})
