import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aCase, minutes, reviewer, system } from '#test/world/a-case.ts'
import { programAliexpress, programWith } from '#test/world/a-program.ts'
import { moves, play, smallProgram } from '#test/world/case-histories.ts'
import { cleanFindings } from '#test/world/findings.ts'
import type { ReasonCode } from '../finding.ts'
import type { Actor } from './events.ts'

const other: Actor = { kind: 'staff', id: 'other' }
const lead: Actor = { kind: 'staff', id: 'lead' }
const sampled = () => aCase().completesRun().isFound(cleanFindings(programAliexpress()), 0)
const lookAgain = (outcome: 'pass' | 'fail') =>
  ({
    type: 'look-again',
    attemptId: 'attempt-1',
    outcome,
    reasons: (outcome === 'fail' ? ['not-live'] : []) as ReasonCode[],
    note: null,
  }) as const
const settle = (outcome: 'upheld' | 'overturned', isLead = true) =>
  ({ type: 'settle-second-look', attemptId: 'attempt-1', outcome, note: 'sealed', lead: isLead }) as const

describe('[DE1] [DE3] a share of automatic passes is looked at again', () => {
  test('by chance, as large as the program says, and due within its time', () => {
    const share = programAliexpress().decision.secondLookShare01
    const drawn = (drawn01: number) =>
      aCase().completesRun().isFound(cleanFindings(programAliexpress()), drawn01).state.secondLook
    expect(drawn(share)).toBeNull()
    const story = sampled()
    expect(story.state.secondLook).toMatchObject({
      dueAtMs: story.nowMs + minutes(programAliexpress().promises.secondLookWithinMinutes),
      given: null,
    })
  })

  test('a pass by a person, and a failure, are not', () => {
    expect(aCase().completesRun().isFound([], 0).isReviewed('pass').state.secondLook).toBeNull()
    expect(aCase().fails().state.secondLook).toBeNull()
  })

  test('agreeing closes it; the case goes on as if nobody had looked', () => {
    const story = sampled()
    const before = { ...story.state, secondLook: null }
    story.does(lookAgain('pass'), reviewer)
    expect(story.state.secondLook?.settled).toBe('agreed')
    expect({ ...story.state, secondLook: null }).toEqual(before)
    expect(story.does(lookAgain('pass'), reviewer)).toEqual([])
    expect(story.refused(lookAgain('fail'), other).code).toBe('not-in-review')
  })

  test('a doubt takes nothing from the seller and waits for a lead, who is somebody else', () => {
    const story = sampled()
    expect(story.refused({ ...lookAgain('fail'), reasons: [] }, reviewer).code).toBe('reason-missing')
    story.does(lookAgain('fail'), reviewer)
    expect(story.state).toMatchObject({ status: 'restored', secondLook: { settled: null } })
    expect(story.refused(settle('upheld', false), other).code).toBe('lead-needed')
    expect(story.refused(settle('upheld'), reviewer).code).toBe('second-pair-of-eyes')
    expect(story.refused(settle('upheld'), system).code).toBe('reviewer-not-allowed')
    story.does(settle('overturned'), lead)
    expect(story.state).toMatchObject({ status: 'restored', secondLook: { settled: 'overturned' } })
    expect(story.refused(settle('upheld'), lead).code).toBe('not-in-review')
  })

  test('nothing is settled before somebody doubted', () => {
    expect(sampled().refused(settle('overturned'), lead).code).toBe('not-in-review')
    expect(sampled().does(lookAgain('pass'), reviewer)).toHaveLength(1)
  })
})

describe('[DE3] four eyes, where the program asks', () => {
  const program = programWith({ decision: { fourEyes: ['unsure'] } })
  const review = (outcome: 'pass' | 'fail' | 'void', isLead = false) =>
    ({
      type: 'review',
      attemptId: 'attempt-1',
      outcome,
      reasons: (outcome === 'fail' ? ['card-glare'] : []) as ReasonCode[],
      note: null,
      lead: isLead,
    }) as const
  const inReview = () => aCase({ program }).completesRun().isFound([])

  test('one opinion decides nothing, and nobody is their own second pair', () => {
    const story = inReview()
    story.does(review('pass'), reviewer)
    expect(story.state.status).toBe('in-review')
    expect(story.does(review('pass'), reviewer)).toEqual([])
    expect(story.refused(review('fail'), reviewer).code).toBe('second-pair-of-eyes')
  })

  test('two that agree decide, with the reasons of both', () => {
    const story = inReview()
    story.does({ ...review('fail'), reasons: ['not-live'] }, reviewer)
    story.does(review('fail'), other)
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'failed', reasons: ['not-live', 'card-glare'] })
    expect(story.state.opinions).toEqual({ pairs: 1, agreed: 1 })
  })

  test('two that differ leave it to a lead, who is a third person', () => {
    const story = inReview()
    story.does(review('pass'), reviewer)
    story.does(review('fail'), other)
    expect(story.state.status).toBe('in-review')
    expect(story.state.opinions).toEqual({ pairs: 1, agreed: 0 })
    expect(story.refused(review('pass'), { kind: 'staff', id: 'third' }).code).toBe('lead-needed')
    expect(story.refused(review('pass', true), other).code).toBe('second-pair-of-eyes')
    story.does(review('pass', true), lead)
    expect(story.state.attempts[0]?.outcome).toBe('passed')
    expect(story.state.opinions).toEqual({ pairs: 1, agreed: 0 })
  })
})

test('[DE3] whatever happens, a second look never changes a case, and nobody gives two opinions of one run', () => {
  const small = smallProgram()
  const program = { ...small, decision: { ...small.decision, fourEyes: ['unsure' as const] } }
  fc.assert(
    fc.property(moves, (history) => {
      for (const { before, after, decision } of play(history, program)) {
        if (!decision.ok) continue
        for (const { data } of decision.value)
          if (data.type === 'second-look-given' || data.type === 'second-look-settled')
            expect({ ...after, secondLook: null }).toEqual({ ...before, secondLook: null })
        const givers = after.review?.opinions.map((one) => one.by) ?? []
        expect(new Set(givers).size).toBe(givers.length)
      }
    }),
    { numRuns: 200 },
  )
})
