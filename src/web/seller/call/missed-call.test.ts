import { expect, test } from 'vitest'
import type { SellerCall } from '../api/call-queries.ts'
import { lastMissed } from './missed-call.ts'

const call = (change: Partial<SellerCall>): SellerCall => ({
  zone: 'Asia/Jakarta',
  languages: [{ language: 'en', leadMinutes: 60 }],
  booked: null,
  holdOfferMinutes: 30,
  waiting: null,
  missed: [],
  ...change,
})
const bookedAt = (at: string, startAt: string) => ({ at, type: 'call-booked', params: { startAt } })
const history = [
  bookedAt('2026-11-20T01:00:00.000Z', '2026-11-24T03:00:00.000Z'),
  bookedAt('2026-11-20T02:00:00.000Z', '2026-11-24T04:00:00.000Z'),
  { at: '2026-11-24T04:30:00.000Z', type: 'call-missed', params: { side: 'us' } },
]
const missed = [{ at: '2026-11-24T04:30:00.000Z', side: 'us' as const }]

test('[BK4] a missed call is spoken of by the time it was to begin, not by the time it was given up', () => {
  expect(lastMissed({ call: call({ missed }), history })).toEqual({ startAt: '2026-11-24T04:00:00.000Z', side: 'us' })
  expect(lastMissed({ call: call({ missed }), history: [] })).toEqual({ startAt: missed[0]?.at, side: 'us' })
})

test('[BK4] once another is booked, and where none was missed, there is nothing to say', () => {
  const booked = {
    id: 'b',
    startAt: '2026-11-25T04:00:00.000Z',
    endAt: '2026-11-25T04:30:00.000Z',
    language: 'en',
    moves: null,
  }
  expect(lastMissed({ call: call({ missed, booked }), history })).toBeNull()
  expect(lastMissed({ call: call({}), history })).toBeNull()
  expect(lastMissed({ call: null, history })).toBeNull()
})
