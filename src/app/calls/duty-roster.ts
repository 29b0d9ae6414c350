import type { Updateable } from 'kysely'
import type { DutyAsked } from '#contracts/desk-calls.ts'
import { siteZone } from '#domain/case/booked-call.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'
import { serveWaitingListJob } from '../job-definitions.ts'
import type { Schema } from '../ports/schema.ts'
import { readDuties, type StoredDuty } from './roster.ts'
import { doesAnybodyWait } from './waiting-list.ts'

/** Who can hold calls at all. */
const reviewing = ['reviewer', 'supervisor', 'admin'] as const

export type DutyRoster = {
  duties: StoredDuty[]
  holidays: { site: string; day: string; name: string }[]
  reviewers: { id: string; name: string }[]
  sites: { site: string; zone: string }[]
  languages: string[]
  programs: { name: string; title: Record<string, string>; slotMinutes: number | null }[]
}

/** The roster as it is now and will be, with what a duty can be made of. What is over, and holidays past, are left out. */
export const readRoster = async (app: App, { tenantId }: Caller): Promise<DutyRoster> => {
  const { kysely } = app.database
  const yesterday = new Date(app.clock.nowMs() - 24 * 60 * 60_000).toISOString().slice(0, 10)
  const duties = await readDuties(kysely, tenantId, null)
  const called = [...app.programs.values()].flatMap((program) =>
    program.call ? [{ program, call: program.call }] : [],
  )
  const sites = called.flatMap(({ program, call }) =>
    Object.keys(call.booking.siteZones).map((site) => ({ site, zone: siteZone(program, site) })),
  )
  return {
    duties: duties.filter(
      ({ duty: { firstDay, lastDay } }) => lastDay === null || (lastDay >= yesterday && lastDay >= firstDay),
    ),
    holidays: await kysely
      .selectFrom('site_holiday')
      .select(['site', 'day', 'name'])
      .where('tenant_id', '=', tenantId)
      .where('day', '>=', yesterday)
      .orderBy('day')
      .orderBy('site')
      .execute(),
    reviewers: await kysely
      .selectFrom('staff')
      .select(['id', 'name'])
      .where('tenantId', '=', tenantId)
      .where('active', '=', true)
      .where('role', 'in', reviewing)
      .orderBy('name')
      .execute(),
    sites: sites.filter(({ site }, index) => sites.findIndex((one) => one.site === site) === index),
    languages: [
      ...new Set(
        called.flatMap(({ call: { booking } }) => [
          ...booking.languages,
          ...booking.onRequest.map(({ language }) => language),
        ]),
      ),
    ],
    // [BK6] Whoever only reviews is on duty too: how many there are tells a seller how long it takes.
    programs: [...app.programs.values()].map(({ name, title, call }) => ({
      name,
      title,
      slotMinutes: call?.booking.slotMinutes ?? null,
    })),
  }
}

export const createDuty = async (app: App, caller: Caller, asked: DutyAsked): Promise<Result<StoredDuty>> => {
  const id = app.ids.next('dty')
  if (!(await isReviewer(app, caller, asked.reviewerId))) return refuse('not-found', { what: 'reviewer' })
  await app.database.kysely
    .insertInto('reviewer_duty')
    .values({ id, tenant_id: caller.tenantId, created_at: new Date(app.clock.nowMs()), ...columns(asked) })
    .execute()
  await offerSoon(app, caller)
  return readDuty(app, caller, id)
}

/** [BK4] More hours may be what somebody waits for; were this lost, the next minute's sweep would find them. */
const offerSoon = (app: App, { tenantId }: Caller): Promise<void> =>
  app.database.transaction(async (tx) => {
    if (await doesAnybodyWait(tx, tenantId)) await app.queue.enqueue(tx, serveWaitingListJob, { tenantId })
  })

/** Calls that are booked already stay as they are; the list of appointments says which of them nobody is on duty for. */
export const changeDuty = async (
  app: App,
  caller: Caller,
  dutyId: string,
  asked: DutyAsked,
): Promise<Result<StoredDuty>> => {
  if (!(await isReviewer(app, caller, asked.reviewerId))) return refuse('not-found', { what: 'reviewer' })
  return setDuty(app, caller, dutyId, columns(asked))
}

export const endDuty = (app: App, caller: Caller, dutyId: string, lastDay: string): Promise<Result<StoredDuty>> =>
  setDuty(app, caller, dutyId, { last_day: lastDay })

const setDuty = async (
  app: App,
  caller: Caller,
  dutyId: string,
  values: Updateable<Schema['reviewer_duty']>,
): Promise<Result<StoredDuty>> => {
  await app.database.kysely
    .updateTable('reviewer_duty')
    .set(values)
    .where('tenant_id', '=', caller.tenantId)
    .where('id', '=', dutyId)
    .execute()
  await offerSoon(app, caller)
  return readDuty(app, caller, dutyId)
}

export const addHoliday = async (
  app: App,
  { tenantId }: Caller,
  { site, day, name }: { site: string; day: string; name: string },
): Promise<void> => {
  await app.database.kysely
    .insertInto('site_holiday')
    .values({ tenant_id: tenantId, site, day, name })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'site', 'day']).doUpdateSet({ name }))
    .execute()
}

/** Striking out a day that is none is nothing. */
export const strikeHoliday = async (
  app: App,
  caller: Caller,
  { site, day }: { site: string; day: string },
): Promise<void> => {
  await app.database.kysely
    .deleteFrom('site_holiday')
    .where('tenant_id', '=', caller.tenantId)
    .where('site', '=', site)
    .where('day', '=', day)
    .execute()
  await offerSoon(app, caller)
}

const columns = (asked: DutyAsked) => ({
  reviewer_id: asked.reviewerId,
  site: asked.site,
  zone: asked.zone,
  weekdays: asked.weekdays,
  hours: JSON.stringify(asked.hours),
  breaks: JSON.stringify(asked.breaks),
  first_day: asked.firstDay,
  last_day: asked.lastDay,
  languages: asked.languages,
  programs: asked.programs,
})

const readDuty = async (app: App, { tenantId }: Caller, dutyId: string): Promise<Result<StoredDuty>> => {
  const found = (await readDuties(app.database.kysely, tenantId, null)).find(({ id }) => id === dutyId)
  return found ? accept(found) : refuse('not-found')
}

const isReviewer = async (app: App, { tenantId }: Caller, staffId: string): Promise<boolean> => {
  const found = await app.database.kysely
    .selectFrom('staff')
    .select('id')
    .where('id', '=', staffId)
    .where('tenantId', '=', tenantId)
    .where('active', '=', true)
    .where('role', 'in', reviewing)
    .executeTakeFirst()
  return found !== undefined
}
