import { expect, test } from 'vitest'
import { dayIn, isSameClock, offsetIn, ownZone } from './zoned.ts'

test('[BK1] an instant falls on the day of the clock that is asked for', () => {
  const at = '2026-11-23T17:30:00Z'
  expect([dayIn(at, 'UTC'), dayIn(at, 'Asia/Jakarta'), dayIn(at, 'America/Sao_Paulo')]).toEqual([
    '2026-11-23',
    '2026-11-24',
    '2026-11-23',
  ])
})

test('[BK1] offsets are those of the instant, across a change of the clocks, with halves and with none', () => {
  expect(offsetIn('2026-11-24T03:00:00Z', 'Asia/Jakarta')).toBe('UTC+7')
  expect(offsetIn('2026-11-24T03:00:00Z', 'Asia/Kolkata')).toBe('UTC+5:30')
  expect(offsetIn('2026-11-24T03:00:00Z', 'America/St_Johns')).toBe('UTC-3:30')
  // Summer time ends in Madrid on 25 October 2026 at 01:00 UTC.
  expect(offsetIn('2026-10-25T00:59:00Z', 'Europe/Madrid')).toBe('UTC+2')
  expect(offsetIn('2026-10-25T01:00:00Z', 'Europe/Madrid')).toBe('UTC+1')
  expect(offsetIn('2026-11-24T03:00:00Z', 'Europe/London')).toBe('UTC')
  expect(offsetIn('2026-11-24T03:00:00Z', 'UTC')).toBe('UTC')
})

test('[BK1] clocks agree by what they show at that instant, not by their names', () => {
  expect(isSameClock('2026-11-24T03:00:00Z', 'Asia/Shanghai', 'Asia/Singapore')).toBe(true)
  expect(isSameClock('2026-11-24T03:00:00Z', 'Asia/Shanghai', 'Asia/Jakarta')).toBe(false)
  expect(isSameClock('2026-12-01T12:00:00Z', 'Europe/London', 'UTC')).toBe(true)
  expect(isSameClock('2026-07-01T12:00:00Z', 'Europe/London', 'UTC')).toBe(false)
  expect(ownZone()).not.toBe('')
})
