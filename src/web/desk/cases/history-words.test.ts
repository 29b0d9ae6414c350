import { expect, test } from 'vitest'
import { actorOf, historyDetails, isSmall } from './history-words.ts'

test('a failure tells its reasons and who decided', () => {
  expect(historyDetails({ type: 'attempt-failed', params: { reasons: 'card-glare,too-dark', by: 'staff' } })).toEqual([
    { kind: 'reasons', codes: ['card-glare', 'too-dark'] },
    { kind: 'word', key: 'history.by.staff' },
  ])
  expect(historyDetails({ type: 'reviewed', params: { outcome: 'pass', reasons: '' } })).toEqual([
    { kind: 'word', key: 'history.outcome.pass' },
  ])
})

test('instants of the engine become instants to read', () => {
  expect(historyDetails({ type: 'account-locked', params: { untilMs: 1_772_438_400_000, failuresToday: 4 } })).toEqual([
    { kind: 'instant', key: 'history.until', at: '2026-03-02T08:00:00.000Z' },
  ])
})

test('[RE2] an acknowledgement names the capability that its restriction took', () => {
  expect(
    historyDetails({
      type: 'restriction-acknowledged',
      params: { restrictionId: 'c_1.0.product_listing', change: 'lifted' },
    }),
  ).toEqual([{ kind: 'capabilityOfRestriction', name: 'product_listing', change: 'lifted' }])
})

test('[BK4] an appointment tells when it begins, who gave it up and who was not there', () => {
  expect(historyDetails({ type: 'call-booked', params: { startMs: 1_772_438_400_000, bookingId: 'b' } })).toEqual([
    { kind: 'instant', key: 'history.begins', at: '2026-03-02T08:00:00.000Z' },
  ])
  expect(historyDetails({ type: 'call-cancelled', params: { by: 'us' } })).toEqual([
    { kind: 'word', key: 'history.callBy.us' },
  ])
  expect(historyDetails({ type: 'call-missed', params: { side: 'seller' } })).toEqual([
    { kind: 'word', key: 'history.callMissedBy.seller' },
  ])
})

test('an event that is not known is named and nothing more', () => {
  expect(historyDetails({ type: 'something-new', params: { secretId: 'x' } })).toEqual([])
  expect(historyDetails({ type: 'review-requested', params: {} })).toEqual([])
})

test('actors are told apart, and looks at evidence are small print', () => {
  expect(actorOf('staff:stf_1')).toEqual({ kind: 'staff', id: 'stf_1' })
  expect(actorOf('seller')).toEqual({ kind: 'seller', id: null })
  expect(isSmall('evidence-viewed')).toBe(true)
  expect(isSmall('reviewed')).toBe(false)
})
