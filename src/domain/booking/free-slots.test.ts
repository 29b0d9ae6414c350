import { describe, expect, test } from 'vitest'
import { programWithCalls } from '#test/world/a-program.ts'
import type { Duty } from './duty.ts'
import { type Busy, covers, freeSlots, isWithinWall, type RosteredDuty } from './free-slots.ts'
import { sellerZone } from './seller-zone.ts'

const at = (time: string) => Date.parse(`2026-11-23T${time}+07:00`)
const on = (reviewerId: string, changes: Partial<Duty> = {}, holidays: string[] = []): RosteredDuty => ({
  duty: {
    reviewerId,
    zone: 'Asia/Jakarta',
    weekdays: [1],
    hours: { from: '09:00', to: '10:00' },
    breaks: [],
    firstDay: '2020-01-01',
    lastDay: null,
    ...changes,
  },
  holidays: new Set(holidays),
})
const busy = (reviewerId: string, from: string, to: string): Busy => ({
  reviewerId,
  span: { fromMs: at(from), toMs: at(to) },
})
const monday = { fromMs: at('00:00'), toMs: at('23:59') }
const free = (rostered: RosteredDuty[], given: Busy[] = []) =>
  freeSlots(rostered, given, monday, 30).map(({ reviewerId, startMs }) => [
    reviewerId,
    new Date(startMs + 7 * 3_600_000).toISOString().slice(11, 16),
  ])

describe('[BK2] slots that are free', () => {
  test('overlap nothing that their reviewer has given away, be it of another length or another duty', () => {
    expect(free([on('mara')], [busy('mara', '09:20', '09:40')])).toEqual([])
    expect(free([on('mara')], [busy('mara', '08:30', '09:00')])).toEqual([
      ['mara', '09:00'],
      ['mara', '09:30'],
    ])
    expect(free([on('mara')], [busy('timo', '09:00', '10:00')])).toHaveLength(2)
  })

  test('[BK1] are those of every duty, earliest first, without the holidays of each site', () => {
    const evening = on('timo', { hours: { from: '20:00', to: '20:30' } })
    expect(free([evening, on('mara')])).toEqual([
      ['mara', '09:00'],
      ['mara', '09:30'],
      ['timo', '20:00'],
    ])
    expect(free([evening, on('mara', {}, ['2026-11-23'])])).toEqual([['timo', '20:00']])
  })

  test('of one time, whoever has the fewest calls around that day comes first', () => {
    const both = [on('mara'), on('timo')]
    const first = (given: Busy[]) => free(both, given)[0]?.[0]
    expect(first([])).toBe('mara')
    expect(first([busy('mara', '14:00', '14:30')])).toBe('timo')
    expect(
      first([busy('mara', '14:00', '14:30'), busy('timo', '15:00', '15:30'), busy('timo', '16:00', '16:30')]),
    ).toBe('mara')
    const weekLater = { fromMs: at('14:00') + 7 * 86_400_000, toMs: at('14:30') + 7 * 86_400_000 }
    expect(first([{ reviewerId: 'mara', span: weekLater }])).toBe('mara')
  })
})

test('[BK4] a duty covers a span only from end to end', () => {
  const broken = on('mara', { breaks: [{ from: '09:15', to: '09:20' }] })
  const span = (from: string, to: string) => ({ fromMs: at(from), toMs: at(to) })
  expect(covers([broken], span('09:20', '10:00'))).toBe(true)
  expect(covers([broken], span('09:00', '09:30'))).toBe(false)
  expect(covers([broken], span('09:40', '10:10'))).toBe(false)
  expect(covers([broken, on('mara')], span('09:00', '09:30'))).toBe(true)
})

test('[BK1] wall time in a zone, past midnight too', () => {
  const isIn = (from: string, to: string, time: string) => isWithinWall({ from, to }, 'Asia/Jakarta', at(time))
  expect(isIn('09:00', '11:00', '09:00')).toBe(true)
  expect(isIn('09:00', '11:00', '11:00')).toBe(false)
  expect(isIn('22:00', '06:00', '23:30')).toBe(true)
  expect(isIn('22:00', '06:00', '05:59')).toBe(true)
  expect(isIn('22:00', '06:00', '12:00')).toBe(false)
})

test('[NO2] whoever reads Chinese is told the time by Beijing’s clock, others by the program’s', () => {
  const program = programWithCalls({ zone: 'Asia/Singapore' })
  expect(sellerZone('zh', program)).toBe('Asia/Shanghai')
  expect(sellerZone('en', program)).toBe('Asia/Singapore')
})
