import type { DutyAsked, DutyView, Roster } from '../calls/call-queries.ts'

/** A duty while somebody types it: everything is text until it is whole. */
export type DutyForm = {
  /** Of the duty that is changed; null for a new one. */
  dutyId: string | null
  reviewerId: string
  site: string
  zone: string
  weekdays: number[]
  from: string
  to: string
  breaks: { from: string; to: string }[]
  firstDay: string
  lastDay: string
  languages: string[]
  programs: string[]
}

export type DutyField =
  | 'reviewerId'
  | 'site'
  | 'weekdays'
  | 'hours'
  | 'breaks'
  | 'firstDay'
  | 'lastDay'
  | 'languages'
  | 'programs'
/** What is wrong, as the last part of its words' name. */
export type DutyProblem = 'missing' | 'chooseOne' | 'breakOutside' | 'endsBeforeBegin'

/** Office hours on working days, of whom and where the roster knows only one. */
export const emptyDuty = (roster: Roster, today: string): DutyForm => ({
  dutyId: null,
  reviewerId: roster.reviewers.length === 1 ? (roster.reviewers[0]?.id ?? '') : '',
  site: roster.sites[0]?.site ?? '',
  zone: roster.sites[0]?.zone ?? '',
  weekdays: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
  breaks: [{ from: '12:00', to: '13:00' }],
  firstDay: today,
  lastDay: '',
  languages: roster.languages.slice(0, 1),
  programs: roster.programs.map(({ name }) => name),
})

export const formOf = ({ id, hours, lastDay, ...duty }: DutyView): DutyForm => ({
  ...duty,
  dutyId: id,
  from: hours.from,
  to: hours.to,
  lastDay: lastDay ?? '',
})

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const dayMinutes = 24 * 60

/** How far into the duty a wall time lies; a duty may go past midnight. */
const intoDuty = (time: string, from: string): number => (minutesOf(time) - minutesOf(from) + dayMinutes) % dayMinutes

const lengthOf = ({ from, to }: { from: string; to: string }): number => intoDuty(to, from) || dayMinutes

const isBreakInside = (one: { from: string; to: string }, hours: { from: string; to: string }): boolean => {
  const begins = intoDuty(one.from, hours.from)
  return begins + lengthOf(one) <= lengthOf(hours)
}

export const passesMidnight = ({ from, to }: { from: string; to: string }): boolean =>
  from !== '' && to !== '' && to <= from

export const problemsOf = (form: DutyForm): Partial<Record<DutyField, DutyProblem>> => {
  const hours = { from: form.from, to: form.to }
  const hasHours = hours.from !== '' && hours.to !== ''
  const areBreaksWhole = form.breaks.every(({ from, to }) => from !== '' && to !== '')
  return {
    ...(form.reviewerId === '' ? { reviewerId: 'missing' } : {}),
    ...(form.site === '' ? { site: 'missing' } : {}),
    ...(form.weekdays.length === 0 ? { weekdays: 'chooseOne' } : {}),
    ...(hasHours ? {} : { hours: 'missing' }),
    ...(areBreaksWhole
      ? hasHours && !form.breaks.every((one) => isBreakInside(one, hours))
        ? { breaks: 'breakOutside' }
        : {}
      : { breaks: 'missing' }),
    ...(form.firstDay === '' ? { firstDay: 'missing' } : {}),
    ...(form.lastDay !== '' && form.lastDay < form.firstDay ? { lastDay: 'endsBeforeBegin' } : {}),
    ...(form.languages.length === 0 ? { languages: 'chooseOne' } : {}),
    ...(form.programs.length === 0 ? { programs: 'chooseOne' } : {}),
  }
}

/** What is sent, or null while something is wrong. */
export const dutyOf = (form: DutyForm): DutyAsked | null =>
  Object.keys(problemsOf(form)).length > 0 ? null : sent(form)

/** The hours of a duty as soon as they are whole, whoever works them. */
export const hoursOf = (form: DutyForm): DutyAsked | null =>
  Object.keys(problemsOf(form)).every((field) => field === 'reviewerId' || field === 'languages') ? sent(form) : null

const sent = (form: DutyForm): DutyAsked => {
  const { dutyId: _, from, to, lastDay, weekdays, ...same } = form
  return {
    ...same,
    hours: { from, to },
    lastDay: lastDay === '' ? null : lastDay,
    weekdays: [...weekdays].sort((one, other) => one - other) as DutyAsked['weekdays'],
  }
}

/** Runs of days that follow each other, as first and last: Monday to Friday is `[[1, 5]]`. */
export const weekdayRuns = (weekdays: readonly number[]): [number, number][] => {
  const runs: [number, number][] = []
  for (const day of [...weekdays].sort((one, other) => one - other)) {
    const last = runs.at(-1)
    if (last && last[1] === day - 1) last[1] = day
    else runs.push([day, day])
  }
  return runs
}

/** What a tab kept over a reload, if it has the shape of this form. */
export const parseDutyForm = (kept: unknown): DutyForm | null => {
  if (typeof kept !== 'object' || kept === null) return null
  const form = kept as DutyForm
  const texts = [form.reviewerId, form.site, form.zone, form.from, form.to, form.firstDay, form.lastDay]
  const lists = [form.weekdays, form.breaks, form.languages, form.programs]
  return texts.every((one) => typeof one === 'string') && lists.every((one) => Array.isArray(one)) ? form : null
}
