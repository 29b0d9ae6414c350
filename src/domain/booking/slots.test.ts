import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import type { Duty, Weekday } from './duty.ts'
import { slotsOf } from './slots.ts'

const everyDay: Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const duty = (changes: Partial<Duty> = {}): Duty => ({
  reviewerId: 'mara',
  zone: 'Asia/Jakarta',
  weekdays: everyDay,
  hours: { from: '09:00', to: '12:00' },
  breaks: [],
  firstDay: '2020-01-01',
  lastDay: null,
  ...changes,
})
const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const wall = (atMs: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', smallestUnit: 'minute' })

type Asked = { from: string; to: string; slotMinutes?: number; holidays?: string[] }
const startsOf = (one: Duty, { from, to, slotMinutes = 60, holidays = [] }: Asked, zone = one.zone): string[] =>
  slotsOf(one, { fromMs: at(from), toMs: at(to) }, { slotMinutes, holidays: new Set(holidays) }).map(({ startMs }) =>
    wall(startMs, zone),
  )

describe('[BK1] slots of a duty', () => {
  const monday = { from: '2026-11-23T00:00+07:00', to: '2026-11-24T00:00+07:00' }

  test('10:00 in the site’s zone is 11:00 in Beijing, and the same instant', () => {
    expect(startsOf(duty(), monday)).toContain('2026-11-23T10:00+07:00')
    expect(startsOf(duty(), monday, 'Asia/Shanghai')).toContain('2026-11-23T11:00+08:00')
  })

  test('follow one another from the beginning, and what is left at the end is nobody’s', () => {
    expect(startsOf(duty(), { ...monday, slotMinutes: 50 })).toEqual([
      '2026-11-23T09:00+07:00',
      '2026-11-23T09:50+07:00',
      '2026-11-23T10:40+07:00',
    ])
  })

  test('never lie across a break, and begin anew after it', () => {
    const breaks = [{ from: '10:15', to: '10:45' }]
    expect(startsOf(duty({ breaks }), { ...monday, slotMinutes: 30 })).toEqual([
      '2026-11-23T09:00+07:00',
      '2026-11-23T09:30+07:00',
      '2026-11-23T10:45+07:00',
      '2026-11-23T11:15+07:00',
    ])
  })

  test('are not there on holidays, on other weekdays, before the first day and after the last', () => {
    expect(startsOf(duty(), { ...monday, holidays: ['2026-11-23'] })).toEqual([])
    expect(startsOf(duty({ weekdays: [2] }), monday)).toEqual([])
    expect(startsOf(duty({ firstDay: '2026-11-24' }), monday)).toEqual([])
    expect(startsOf(duty({ lastDay: '2026-11-22' }), monday)).toEqual([])
    expect(startsOf(duty({ firstDay: '2026-11-23', lastDay: '2026-11-23', weekdays: [1] }), monday)).toHaveLength(3)
  })

  test('of a night belong to the day on which it begins, a break after midnight too', () => {
    const night = duty({
      hours: { from: '22:00', to: '02:00' },
      breaks: [{ from: '00:00', to: '01:00' }],
      weekdays: [1],
    })
    const nights = { from: '2026-11-23T00:00+07:00', to: '2026-11-25T00:00+07:00' }
    expect(startsOf(night, nights)).toEqual([
      '2026-11-23T22:00+07:00',
      '2026-11-23T23:00+07:00',
      '2026-11-24T01:00+07:00',
    ])
  })
})

describe('[BK1] days on which the clocks change', () => {
  const berlin = (hours: Duty['hours']) => duty({ zone: 'Europe/Berlin', hours })

  test('the night that loses an hour has an hour less of slots, and no time that never was', () => {
    expect(
      startsOf(berlin({ from: '00:00', to: '05:00' }), { from: '2026-03-28T23:00Z', to: '2026-03-29T05:00Z' }),
    ).toEqual(['2026-03-29T00:00+01:00', '2026-03-29T01:00+01:00', '2026-03-29T03:00+02:00', '2026-03-29T04:00+02:00'])
  })

  test('the night that gains one has one more, and both two o’clocks are told apart', () => {
    expect(
      startsOf(berlin({ from: '01:00', to: '04:00' }), { from: '2026-10-24T22:00Z', to: '2026-10-25T06:00Z' }),
    ).toEqual(['2026-10-25T01:00+02:00', '2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00', '2026-10-25T03:00+01:00'])
  })

  test('the morning after still begins at nine by the clock on the wall', () => {
    const week = { from: '2026-03-27T23:00Z', to: '2026-03-30T22:00Z', slotMinutes: 180 }
    expect(startsOf(berlin({ from: '09:00', to: '12:00' }), week)).toEqual([
      '2026-03-28T09:00+01:00',
      '2026-03-29T09:00+02:00',
      '2026-03-30T09:00+02:00',
    ])
  })

  test('a begin that the clocks skip is the instant they skip to', () => {
    expect(
      startsOf(berlin({ from: '02:30', to: '05:00' }), { from: '2026-03-29T00:00Z', to: '2026-03-29T05:00Z' }),
    ).toEqual(['2026-03-29T03:30+02:00'])
  })
})

describe('[BK1] whatever the zone, the day and the duty', () => {
  // Half an hour of summer time, midnights that do not exist, a quarter of an hour beside everybody, a day left out whole.
  const zones = [
    'Asia/Jakarta',
    'Asia/Singapore',
    'America/Los_Angeles',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Africa/Casablanca',
  ]
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`)
  const wallSpan = fc.record({ from: time, to: time })
  const anyDuty = fc.record({
    reviewerId: fc.constant('mara'),
    zone: fc.constantFrom(...zones),
    weekdays: fc.subarray(everyDay),
    hours: wallSpan,
    breaks: fc.array(wallSpan, { maxLength: 3 }),
    firstDay: fc.constant('2000-01-01'),
    lastDay: fc.constant(null),
  })
  const dayMs = 24 * 60 * 60_000
  const fromMs = fc.integer({ min: at('2011-12-01T00:00Z') / 900_000, max: at('2027-12-31T00:00Z') / 900_000 })
  const rules = (slotMinutes: number) => ({ slotMinutes, holidays: new Set<string>() })

  test('slots are as long as they should be, lie in order and never one in another', () => {
    fc.assert(
      fc.property(anyDuty, fromMs, fc.constantFrom(20, 30, 45), (one, quarters, slotMinutes) => {
        const from = quarters * 900_000
        const slots = slotsOf(one, { fromMs: from, toMs: from + 4 * dayMs }, rules(slotMinutes))
        for (const [no, slot] of slots.entries()) {
          expect(slot.endMs - slot.startMs).toBe(slotMinutes * 60_000)
          expect(slot.startMs).toBeGreaterThanOrEqual(slots[no - 1]?.endMs ?? from)
        }
      }),
    )
  })

  test('the same slots come whatever piece of time is looked at', () => {
    fc.assert(
      fc.property(anyDuty, fromMs, fc.integer({ min: 1, max: 300 }), (one, quarters, cut) => {
        const from = quarters * 900_000
        const [middle, end] = [from + cut * 900_000, from + 5 * dayMs]
        const whole = slotsOf(one, { fromMs: from, toMs: end }, rules(30))
        const first = slotsOf(one, { fromMs: from, toMs: middle }, rules(30))
        const second = slotsOf(one, { fromMs: middle, toMs: end }, rules(30))
        expect([...first, ...second]).toEqual(whole)
      }),
    )
  })
})
