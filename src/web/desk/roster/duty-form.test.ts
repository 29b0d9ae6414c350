import { expect, test } from 'vitest'
import type { DutyView, Roster } from '../calls/call-queries.ts'
import {
  type DutyForm,
  dutyOf,
  emptyDuty,
  formOf,
  hoursOf,
  parseDutyForm,
  passesMidnight,
  problemsOf,
  weekdayRuns,
} from './duty-form.ts'
import { previewWeek } from './week-preview.ts'

const form = (change: Partial<DutyForm> = {}): DutyForm => ({
  dutyId: null,
  reviewerId: 'mei',
  site: 'ID',
  zone: 'Asia/Jakarta',
  weekdays: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
  breaks: [{ from: '12:00', to: '13:00' }],
  firstDay: '2026-11-23',
  lastDay: '',
  languages: ['en'],
  programs: ['called'],
  ...change,
})
const asked = (change: Partial<DutyForm> = {}) => {
  const duty = dutyOf(form(change))
  if (!duty) throw new Error('the duty is not whole')
  return duty
}

test('[BK1] a whole duty is sent, one with a fault is not, and the fault is named at its field', () => {
  expect(asked({ weekdays: [5, 1] })).toMatchObject({
    weekdays: [1, 5],
    hours: { from: '09:00', to: '17:00' },
    lastDay: null,
  })
  expect(dutyOf(form({ reviewerId: '' }))).toBeNull()
  expect(hoursOf(form({ reviewerId: '', languages: [] }))?.hours).toEqual({ from: '09:00', to: '17:00' })
  expect(hoursOf(form({ from: '' }))).toBeNull()
  expect(problemsOf(form({ reviewerId: '', weekdays: [], from: '', languages: [], programs: [] }))).toEqual({
    reviewerId: 'missing',
    weekdays: 'chooseOne',
    hours: 'missing',
    languages: 'chooseOne',
    programs: 'chooseOne',
  })
  expect(problemsOf(form({ lastDay: '2026-11-22' }))).toEqual({ lastDay: 'endsBeforeBegin' })
  expect(problemsOf(form({ lastDay: '2026-11-23' }))).toEqual({})
})

test('[BK1] a break lies within the hours, also of a night', () => {
  expect(problemsOf(form({ breaks: [{ from: '08:30', to: '09:30' }] }))).toEqual({ breaks: 'breakOutside' })
  expect(problemsOf(form({ breaks: [{ from: '16:30', to: '17:30' }] }))).toEqual({ breaks: 'breakOutside' })
  expect(problemsOf(form({ breaks: [{ from: '12:00', to: '' }] }))).toEqual({ breaks: 'missing' })
  const night = { from: '22:00', to: '06:00' }
  expect(passesMidnight(night)).toBe(true)
  expect(problemsOf(form({ ...night, breaks: [{ from: '23:30', to: '00:30' }] }))).toEqual({})
  expect(problemsOf(form({ ...night, breaks: [{ from: '12:00', to: '13:00' }] }))).toEqual({ breaks: 'breakOutside' })
})

test('a duty comes back from the form as it went in', () => {
  const { hours, ...rest } = asked()
  const duty: DutyView = { id: 'd', hours, ...rest, lastDay: '2026-12-31' }
  const { id: _, ...sent } = duty
  expect(dutyOf(formOf(duty))).toEqual(sent)
  expect(formOf(duty).dutyId).toBe('d')
  expect(parseDutyForm(JSON.parse(JSON.stringify(form())))).toEqual(form())
  expect([parseDutyForm(null), parseDutyForm({ reviewerId: 'mei' })]).toEqual([null, null])
})

test('a new duty begins with what there is only one of', () => {
  const roster: Roster = {
    duties: [],
    holidays: [],
    reviewers: [{ id: 'mei', name: 'Mei' }],
    sites: [{ site: 'ID', zone: 'Asia/Jakarta' }],
    languages: ['en', 'id'],
    programs: [{ name: 'called', title: 'Called', slotMinutes: 30 }],
  }
  expect(problemsOf(emptyDuty(roster, '2026-11-23'))).toEqual({})
  expect(problemsOf(emptyDuty({ ...roster, reviewers: [], sites: [], languages: [] }, '2026-11-23'))).toEqual({
    reviewerId: 'missing',
    site: 'missing',
    languages: 'chooseOne',
  })
})

test('weekdays are told as runs', () => {
  expect(weekdayRuns([5, 1, 2, 4])).toEqual([
    [1, 2],
    [4, 5],
  ])
  expect(weekdayRuns([7])).toEqual([[7, 7]])
})

test('[BK1] the preview shows a week of calls by the clock of the site, without breaks and holidays', () => {
  // Sunday evening in Jakarta.
  const nowMs = Date.parse('2026-11-22T12:00:00Z')
  const holidays = [
    { site: 'ID', day: '2026-11-25', name: 'Elections' },
    { site: 'MY', day: '2026-11-24', name: 'Elsewhere' },
  ]
  const days = previewWeek(asked(), { holidays, slotMinutes: 30, nowMs })
  expect(days.map(({ day, starts }) => [day, starts.length])).toEqual([
    ['2026-11-23', 14],
    ['2026-11-24', 14],
    ['2026-11-26', 14],
    ['2026-11-27', 14],
  ])
  expect(days[0]?.starts[0]).toBe('2026-11-23T02:00:00.000Z')
  const later = previewWeek(asked({ firstDay: '2026-12-07' }), { holidays, slotMinutes: 30, nowMs })
  expect(later[0]?.day).toBe('2026-12-07')
  expect(previewWeek(asked({ lastDay: '2026-11-23' }), { holidays, slotMinutes: 30, nowMs })).toHaveLength(1)
})

test('[BK1] the preview keeps to the clock on the wall when it changes', () => {
  // Madrid goes back to winter time on Sunday 25 October 2026.
  const duty = asked({
    zone: 'Europe/Madrid',
    site: 'ES',
    firstDay: '2026-10-01',
    from: '09:00',
    to: '10:00',
    breaks: [],
  })
  const days = previewWeek(duty, { holidays: [], slotMinutes: 60, nowMs: Date.parse('2026-10-23T00:00:00Z') })
  expect(days.map(({ starts }) => starts[0])).toEqual([
    '2026-10-23T07:00:00.000Z',
    '2026-10-26T08:00:00.000Z',
    '2026-10-27T08:00:00.000Z',
    '2026-10-28T08:00:00.000Z',
    '2026-10-29T08:00:00.000Z',
  ])
})
