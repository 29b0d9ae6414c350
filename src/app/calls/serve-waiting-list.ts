import { type Selectable, sql } from 'kysely'
import type { Slot } from '#domain/booking/slots.ts'
import { decide } from '#domain/case/decide.ts'
import { wantedSpan } from '#domain/case/decide-waiting-list.ts'
import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { hadTimeBeforeDeadline } from '../cases/time-before-deadline.ts'
import type { Tx } from '../ports/database.ts'
import type { Schema } from '../ports/schema.ts'
import { newBooking, takeTime } from './bookings.ts'
import { slotsForCase } from './roster.ts'
import { doesAnybodyWait } from './waiting-list.ts'

const system = { kind: 'system' } as const

/** [BK4] Every marketplace in which somebody waits: times also come within reach while nobody does anything. */
export const serveWaitingLists = async (app: App): Promise<void> => {
  const tenants = await app.database.kysely
    .selectFrom('waiting_list')
    .select('tenant_id')
    .distinct()
    .where('offered_booking_id', 'is', null)
    .execute()
  for (const { tenant_id } of tenants) await serveWaitingList(app, tenant_id)
}

/**
 * [BK4] Offers what is free to those who wait, first in line first, until nobody is left whom a free time suits. Who is
 * first is decided under a lock of the line, one offer at a time, so that no two nodes serve it side by side.
 */
export const serveWaitingList = async (app: App, tenantId: string): Promise<void> => {
  if (!(await doesAnybodyWait(app.database.kysely, tenantId))) return
  while (await offerToFirst(app, tenantId)) app.log.debug('a time was offered to somebody who waits')
}

type Waiter = Selectable<Schema['waiting_list']>

const offerToFirst = (app: App, tenantId: string): Promise<boolean> =>
  app.database.transaction(async (tx) => {
    await sql`select pg_advisory_xact_lock(${lineLock}::int, hashtext(${tenantId}))`.execute(tx)
    const line = await tx
      .selectFrom('waiting_list')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('offered_booking_id', 'is', null)
      .orderBy('let_down', 'desc')
      .orderBy('no')
      .execute()
    const free = new Map<string, Slot[]>()
    for (const waiter of line) {
      const known = free.get(kindOf(waiter))
      // Cases are read only while there is something that could suit them.
      if (known && !known.some(({ startMs }) => waiter.before_at === null || startMs < waiter.before_at.getTime()))
        continue
      const loaded = await loadCase(app, tx, tenantId, waiter.case_id)
      if (!loaded) continue
      const slots = known ?? (await allFree(app, tx, loaded, waiter.language))
      free.set(kindOf(waiter), slots)
      if (await offerOneOf(app, tx, loaded, slots)) return true
    }
    return false
  })

/** Any number that no other advisory lock of ours begins with. */
const lineLock = 2_686_874

/** Those of one kind can be offered the same times. */
const kindOf = ({ program, site, language }: Waiter): string => JSON.stringify([program, site, language])

const allFree = (app: App, tx: Tx, loaded: LoadedCase, language: string): Promise<Slot[]> => {
  const nowMs = app.clock.nowMs()
  const daysAhead = loaded.program.call?.booking.daysAhead ?? 0
  return slotsForCase(tx, loaded, language, { fromMs: nowMs, toMs: nowMs + daysAhead * 24 * 60 * 60_000 })
}

/** The earliest of these times that the case wants and nobody takes at this moment. */
const offerOneOf = async (app: App, tx: Tx, loaded: LoadedCase, slots: readonly Slot[]): Promise<boolean> => {
  const nowMs = app.clock.nowMs()
  const { program, state } = loaded
  const span = wantedSpan(program, state, nowMs)
  if (!span || !state.waiting) return false
  const { declinedMs } = state.waiting
  const wanted = slots.filter(
    ({ startMs }) => startMs >= span.fromMs && startMs < span.toMs && !declinedMs.includes(startMs),
  )
  for (const { reviewerId, startMs, endMs } of wanted) {
    const isLate = endMs > state.deadlineAtMs
    const movesDeadline = isLate && !(await hadTimeBeforeDeadline(tx, loaded, span.language))
    const bookingId = app.ids.next('bkg')
    const command = { type: 'offer-call' as const, bookingId, startMs, endMs, movesDeadline }
    if (!decide(state, command, { program, atMs: nowMs, actor: system }).ok) return false
    const row = newBooking(app, loaded, { id: bookingId, reviewerId, startMs, endMs, language: span.language })
    if (!(await takeTime(tx, { ...row, state: 'offered' }))) continue
    const offered = await changeCase(app, tx, loaded, system, command)
    if (!offered.ok) throw new Error(`a time was kept and then refused: ${offered.refusal.code}`)
    return true
  }
  return false
}
