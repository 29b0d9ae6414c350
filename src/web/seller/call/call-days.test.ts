import { expect, test } from 'vitest'
import {
  type CallTime,
  daysOf,
  firstLanguage,
  hasTwoOffsets,
  isAfter,
  isOnRequest,
  leadMs,
  openTimes,
} from './call-days.ts'

const minuteMs = 60_000
const time = (startAt: string): CallTime => {
  const at = new Date(startAt)
  return {
    startAt: at.toISOString(),
    endAt: new Date(at.getTime() + 30 * minuteMs).toISOString(),
    fastest: false,
  }
}
const startsOf = (times: readonly CallTime[]) => times.map(({ startAt }) => startAt)
const languages = [
  { language: 'en', leadMinutes: 60 },
  { language: 'zh', leadMinutes: 1440 },
]

test('[BK1] times stand under the day of the zone that is asked for, in order, and empty days are left out', () => {
  const times = [time('2026-11-25T03:00Z'), time('2026-11-23T16:30Z'), time('2026-11-23T15:30Z')]
  expect(daysOf(times, 'Asia/Shanghai').map(({ day, times }) => [day, startsOf(times)])).toEqual([
    ['2026-11-23', ['2026-11-23T15:30:00.000Z']],
    ['2026-11-24', ['2026-11-23T16:30:00.000Z']],
    ['2026-11-25', ['2026-11-25T03:00:00.000Z']],
  ])
  expect(daysOf(times, 'UTC').map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-25'])
  expect(daysOf([], 'UTC')).toEqual([])
})

test('[BK1] a day on which clocks go back keeps every time once, and says that its hours come twice', () => {
  // Madrid, 25 October 2026: 02:00 to 03:00 comes twice, and the day has 25 hours.
  const times = Array.from({ length: 50 }, (_, no) =>
    time(new Date(Date.parse('2026-10-24T22:00Z') + no * 30 * minuteMs).toISOString()),
  )
  const [night, ...others] = daysOf(times, 'Europe/Madrid')
  expect(others).toEqual([])
  expect(night).toMatchObject({ day: '2026-10-25' })
  expect(night?.times).toHaveLength(50)
  expect(hasTwoOffsets(night ?? { day: '', times: [] }, 'Europe/Madrid')).toBe(true)
  expect(hasTwoOffsets({ day: '2026-10-26', times: [time('2026-10-26T10:00Z')] }, 'Europe/Madrid')).toBe(false)
})

test('[BK1] a day on which clocks go forward has 23 hours, and the next day begins where it should', () => {
  // Madrid, 29 March 2026: 02:00 is skipped.
  const times = Array.from({ length: 26 }, (_, no) =>
    time(new Date(Date.parse('2026-03-28T23:00Z') + no * 60 * minuteMs).toISOString()),
  )
  expect(daysOf(times, 'Europe/Madrid').map(({ day, times }) => [day, times.length])).toEqual([
    ['2026-03-29', 23],
    ['2026-03-30', 3],
  ])
})

test('times that come too close while the page stands open are gone, and so are those before a lock ends', () => {
  const times = [time('2026-11-24T03:00Z'), time('2026-11-24T04:00Z'), time('2026-11-24T05:00Z')]
  const at = (iso: string, leadMs: number, lockedUntil: string | null = null) =>
    startsOf(openTimes(times, { nowMs: Date.parse(iso), leadMs, lockedUntil })).map((start) => start.slice(11, 16))
  expect(at('2026-11-24T02:00Z', 60 * minuteMs)).toEqual(['03:00', '04:00', '05:00'])
  expect(at('2026-11-24T02:00:01Z', 60 * minuteMs)).toEqual(['04:00', '05:00'])
  expect(at('2026-11-24T03:00Z', 0)).toEqual(['04:00', '05:00'])
  expect(at('2026-11-24T02:00Z', 0, '2026-11-24T04:30:00Z')).toEqual(['05:00'])
  expect(at('2026-11-25T02:00Z', 0)).toEqual([])
})

test('[AT6] a time is late only when the call would begin behind the deadline', () => {
  const one = time('2026-11-24T03:00Z')
  const late = (deadline: string) => isAfter(one, deadline)
  expect([late('2026-11-24T03:10:00Z'), late('2026-11-24T03:00:00Z'), late('2026-11-24T02:59:00Z')]).toEqual([
    false,
    true,
    true,
  ])
})

test('[BK3] a language on request is the one that needs longer than the others', () => {
  expect([isOnRequest({ languages }, 'en'), isOnRequest({ languages }, 'zh')]).toEqual([false, true])
  expect(isOnRequest({ languages: [{ language: 'zh', leadMinutes: 60 }] }, 'zh')).toBe(false)
})

test('[BK4] who was let down by us waits for nothing, but for somebody who speaks a language on request', () => {
  const missed = (side: 'us' | 'seller') => ({ languages, missed: [{ at: '2026-11-24T03:00:00Z', side }] })
  expect(leadMs(missed('us'), 'en')).toBe(0)
  expect(leadMs(missed('us'), 'zh')).toBe(1440 * minuteMs)
  expect(leadMs(missed('seller'), 'en')).toBe(60 * minuteMs)
  expect(leadMs({ languages, missed: [] }, 'en')).toBe(60 * minuteMs)
})

test("[BK3] the seller's own language comes first, but not one that they would have to wait for", () => {
  expect(firstLanguage({ languages, booked: null }, 'zh')).toBe('en')
  const both = [...languages, { language: 'id', leadMinutes: 60 }]
  expect(firstLanguage({ languages: both, booked: null }, 'id')).toBe('id')
  expect(firstLanguage({ languages: languages.slice(0, 1), booked: null }, 'zh')).toBe('en')
  const booked = {
    id: 'b',
    startAt: '2026-11-24T03:00:00Z',
    endAt: '2026-11-24T03:30:00Z',
    language: 'en',
    moves: null,
  }
  expect(firstLanguage({ languages, booked }, 'zh')).toBe('en')
})
