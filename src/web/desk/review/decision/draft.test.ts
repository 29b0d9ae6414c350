import { expect, test } from 'vitest'
import { decisionOf, emptyDraft, mostReasons, obstacleOf, parseDraft } from './draft.ts'

const allowed = ['card-glare', 'name-differs', 'too-dark']

test('a draft comes back as it was left', () => {
  const draft = {
    ...emptyDraft,
    outcome: 'fail',
    reasons: ['card-glare', 'too-dark'],
    note: '反光遮住了号码',
    confirmed: { ...emptyDraft.confirmed, address: '新地址' },
  }
  expect(parseDraft(allowed)(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
})

test('what is no longer allowed or was never a draft is left behind', () => {
  expect(parseDraft(allowed)({ outcome: 'maybe', reasons: ['card-glare', 'no-such'], note: 7 })).toEqual({
    ...emptyDraft,
    reasons: ['card-glare'],
  })
  expect(parseDraft(allowed)('text')).toBeNull()
  expect(parseDraft(allowed)(null)).toBeNull()
  const many = Array.from({ length: 30 }, (_, index) => `r${index}`)
  expect(parseDraft(many)({ reasons: many })?.reasons).toHaveLength(mostReasons)
  expect(parseDraft(allowed)({ note: 'x'.repeat(5000) })?.note).toHaveLength(4000)
})

test('[FA3] a failure cannot be sent without a reason; a pass and a void can', () => {
  expect(obstacleOf(emptyDraft)).toBe('no-outcome')
  expect(obstacleOf({ ...emptyDraft, outcome: 'fail' })).toBe('no-reason')
  expect(obstacleOf({ ...emptyDraft, outcome: 'fail', reasons: ['card-glare'] })).toBeNull()
  expect(obstacleOf({ ...emptyDraft, outcome: 'pass' })).toBeNull()
  expect(obstacleOf({ ...emptyDraft, outcome: 'void' })).toBeNull()
})

test('reasons picked for a failure do not travel with a pass, and an empty note is none', () => {
  const draft = { ...emptyDraft, outcome: 'pass' as const, reasons: ['card-glare'], note: '  ' }
  expect(decisionOf('a1', draft)).toEqual({
    attemptId: 'a1',
    outcome: 'pass',
    reasons: [],
    note: null,
    confirmed: null,
  })
  expect(decisionOf('a1', { ...draft, outcome: 'fail', note: ' seen at 0:12 ' })).toEqual({
    attemptId: 'a1',
    outcome: 'fail',
    reasons: ['card-glare'],
    note: 'seen at 0:12',
    confirmed: null,
  })
  expect(() => decisionOf('a1', emptyDraft)).toThrow('without an outcome')
})

test('[RE4] what the originals show otherwise travels with a pass only, and only what was filled in', () => {
  const confirmed = { ...emptyDraft.confirmed, address: ' 7 New Street ', companyName: ' ' }
  const draft = { ...emptyDraft, outcome: 'pass' as const, confirmed }
  expect(decisionOf('a1', draft).confirmed).toEqual({ address: '7 New Street' })
  expect(decisionOf('a1', { ...draft, outcome: 'void' }).confirmed).toBeNull()
})
