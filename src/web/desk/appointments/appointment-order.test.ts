import { expect, test } from 'vitest'
import type { Appointment } from '../calls/call-queries.ts'
import { inGroups, mayOpen, nextOwn, shownSpan, stateOf } from './appointment-order.ts'

const appointment = (bookingId: string, startAt: string, change: Partial<Appointment> = {}): Appointment => ({
  bookingId,
  meetingId: `m-${bookingId}`,
  caseId: `c-${bookingId}`,
  program: 'called',
  sellerId: `s-${bookingId}`,
  shopName: 'Harbour Lamps',
  site: 'ID',
  zone: 'Asia/Jakarta',
  startAt: new Date(startAt).toISOString(),
  endAt: new Date(Date.parse(startAt) + 30 * 60_000).toISOString(),
  language: 'en',
  reviewer: { id: 'me', name: 'Mei' },
  state: 'booked',
  missedBy: null,
  onDuty: true,
  ...change,
})

test("one's own calls come first, each group by day and time", () => {
  const other = { reviewer: { id: 'other', name: 'Arif' } }
  const groups = inGroups(
    [
      appointment('late', '2026-11-25T03:00Z'),
      appointment('theirs', '2026-11-24T01:00Z', other),
      appointment('noon', '2026-11-24T05:00Z'),
      appointment('morning', '2026-11-24T03:00Z'),
    ],
    'me',
    'Asia/Shanghai',
  )
  expect(
    groups.map(({ whose, days }) => [
      whose,
      days.map(({ day, appointments }) => [day, appointments.map(({ bookingId }) => bookingId)]),
    ]),
  ).toEqual([
    [
      'own',
      [
        ['2026-11-24', ['morning', 'noon']],
        ['2026-11-25', ['late']],
      ],
    ],
    ['others', [['2026-11-24', ['theirs']]]],
  ])
  expect(inGroups([], 'me', 'UTC')).toEqual([])
})

test('[BK4] a booked call that is over waits for somebody to say what became of it', () => {
  const one = appointment('a', '2026-11-24T03:00Z')
  const at = (iso: string) => stateOf(one, Date.parse(iso))
  expect(at('2026-11-24T02:59:59Z')).toBe('ahead')
  expect(at('2026-11-24T03:00Z')).toBe('now')
  expect(at('2026-11-24T03:30Z')).toBe('unsettled')
  expect(stateOf({ ...one, state: 'cancelled' }, Date.parse('2026-11-24T03:00Z'))).toBe('cancelled')
})

test('[BK1] the days shown begin at midnight of the reader, also on a day on which clocks change', () => {
  const from = (now: string, zone: string) => shownSpan(Date.parse(now), zone).from
  expect(from('2026-11-24T03:07Z', 'Asia/Shanghai')).toBe('2026-11-23T16:00:00.000Z')
  expect(from('2026-11-24T03:07Z', 'Asia/Kathmandu')).toBe('2026-11-23T18:15:00.000Z')
  // Midnight was still summer time in Madrid on that day.
  expect(from('2026-10-25T12:00Z', 'Europe/Madrid')).toBe('2026-10-24T22:00:00.000Z')
  const span = shownSpan(Date.parse('2026-11-24T03:07Z'), 'UTC')
  expect(Date.parse(span.to) - Date.parse(span.from)).toBeLessThanOrEqual(31 * 24 * 60 * 60_000)
})

test('[LC1] the next call of this person is the one that begins first and is not over; others are opened on their day', () => {
  const nowMs = Date.parse('2026-11-24T03:10Z')
  const calls = [
    appointment('later', '2026-11-24T05:00Z'),
    appointment('now', '2026-11-24T03:00Z'),
    appointment('over', '2026-11-24T01:00Z'),
    appointment('cancelled', '2026-11-24T02:50Z', { state: 'cancelled' }),
    appointment('theirs', '2026-11-24T02:55Z', { reviewer: { id: 'other', name: 'Arif' } }),
  ]
  expect(nextOwn(calls, 'me', nowMs)?.bookingId).toBe('now')
  expect(nextOwn(calls, 'nobody', nowMs)).toBeNull()
  expect(calls.map((call) => mayOpen(call, nowMs))).toEqual([true, true, true, false, true])
  expect(mayOpen(appointment('far', '2026-11-25T03:11Z'), nowMs)).toBe(false)
})
