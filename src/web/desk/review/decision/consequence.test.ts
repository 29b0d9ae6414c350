import { expect, test } from 'vitest'
import type { ReviewView } from '#contracts/desk-api.ts'
import { aFinding } from '#test/world/a-call-room.ts'
import type { Restriction } from '../../calls/desk-queries.ts'
import { consequenceOf } from './consequence.ts'

const restriction = (capability: Restriction['capability'], state: Restriction['state']): Restriction => ({
  id: `r.${capability}`,
  capability,
  state,
  since: '2026-03-02T08:00:00Z',
  sends: 1,
  sentAt: '2026-03-02T08:00:00Z',
  drift: null,
})
const keys = (lines: { key: string }[]) => lines.map(({ key }) => key)

const review = {
  blind: false,
  ifFailed: { leftToday: 2, lockedUntil: null, supportSuggested: false, nextIsManual: false },
  case: {
    restrictions: [
      restriction('product_listing', 'applied'),
      restriction('withdrawal', 'applying'),
      restriction('orders', 'lifted'),
    ],
  },
  findings: [
    aFinding('id-card.name', {}),
    aFinding('id-card.glare', { outcome: 'fail', reason: 'card-glare' }),
    aFinding('pan.turn', { outcome: 'unsure', reason: 'not-built-yet' }),
    aFinding('face.portrait-match', { outcome: 'unsure', reason: 'face-close-to-limit' }),
    aFinding('environment.light', { grade: 'signal', outcome: 'fail', reason: 'too-dark' }),
  ],
}

test('[RE2] a pass names what is lifted: everything set or being set, and nothing that is back already', () => {
  const lines = consequenceOf('pass', [], review)
  expect(keys(lines)).toEqual(['passTold', 'lifted', 'overrules', 'answersFor'])
  expect(lines[1]).toEqual({ key: 'lifted', capabilities: ['product_listing', 'withdrawal'] })
  expect(
    keys(consequenceOf('pass', [], { findings: [], case: { restrictions: [] }, ifFailed: null, blind: false })),
  ).toEqual(['passTold', 'nothingRestricted'])
})

test('[CK11] a pass names the gates it overrules and those that no software judged, but no signals', () => {
  const lines = consequenceOf('pass', [], review)
  expect(lines[2]).toEqual({ key: 'overrules', checks: ['id-card.glare'] })
  expect(lines[3]).toEqual({ key: 'answersFor', checks: ['pan.turn'] })
})

test('[AT6] a failure counts and a void does not; both give the time back and lift nothing', () => {
  const failed = consequenceOf('fail', ['card-glare', 'too-dark'], review)
  expect(keys(failed)).toEqual(['failTold', 'failLeaves', 'timeBack', 'staysRestricted'])
  expect(failed[0]).toEqual({ key: 'failTold', count: 2 })
  expect(keys(consequenceOf('fail', [], review))[0]).toBe('failTells')
  expect(keys(consequenceOf('void', [], review))).toEqual(['voidFree', 'timeBack', 'voidStays', 'staysRestricted'])
})

test('[AT1] [AT2] [AT3] [AT4] a failure says beforehand what is left, and that it locks', () => {
  const lockedUntil = '2026-03-05T08:00:00Z'
  const leaves = (part: Partial<NonNullable<ReviewView['ifFailed']>>) =>
    consequenceOf('fail', ['card-glare'], { ...review, ifFailed: { ...review.ifFailed, ...part } }).slice(1, -2)
  expect(leaves({})).toEqual([{ key: 'failLeaves', count: 2 }])
  expect(leaves({ leftToday: 0 })).toEqual([{ key: 'failLastToday' }])
  expect(leaves({ leftToday: 0, lockedUntil })).toEqual([{ key: 'failLocks', untilAt: lockedUntil }])
  expect(leaves({ supportSuggested: true, nextIsManual: true })).toEqual([
    { key: 'failLeaves', count: 2 },
    { key: 'failSupport' },
    { key: 'failManual' },
  ])
})

test('[DE3] a blind second look says that it changes nothing for the seller, and what a doubt does', () => {
  const blind = { ...review, blind: true }
  expect(keys(consequenceOf('pass', [], blind))).toEqual(['blind', 'blindPass'])
  expect(keys(consequenceOf('fail', ['card-glare'], blind))).toEqual(['blind', 'blindFail'])
})
