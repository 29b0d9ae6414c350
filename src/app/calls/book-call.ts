import { decide } from '#domain/case/decide.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { newBooking, readBooking, takeTime } from './bookings.ts'
import { slotsForCase } from './roster.ts'
import { serveWaitingList } from './serve-waiting-list.ts'

const actor = { kind: 'seller' } as const

/**
 * [BK1] [BK2] [BK4] Books a time, or moves the call to it. Of the reviewers who are free then the one with the fewest calls is
 * tried first. The new time is taken before the old one is let go, in one transaction: whoever comes too late keeps
 * what they have, and no two sellers who want each other's times wait for one another. A time that is kept for the seller
 * is theirs already.
 */
export const bookCall = async (
  app: App,
  caller: SellerCaller,
  asked: { startMs: number; language: string },
): Promise<Result<LoadedCase>> => {
  // Whoever waits comes before whoever happens to look just now.
  await serveWaitingList(app, caller.tenantId)
  return app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId) return refuse('not-found')
    const { program, state } = loaded
    if (program.call === null) return refuse('program-has-no-calls')
    if (state.call?.startMs === asked.startMs && state.call.language === asked.language) return accept(loaded)
    const kept = keptFor(loaded, asked)
    const bookingId = kept ?? app.ids.next('bkg')
    const endMs = asked.startMs + program.call.booking.slotMinutes * 60_000
    const command = { type: 'book-call' as const, bookingId, endMs, ...asked }
    const may = decide(state, command, { program, atMs: app.clock.nowMs(), actor })
    if (!may.ok) return may
    const taken = kept ? await takeKept(tx, loaded, kept) : await takeWithAnybody(app, tx, loaded, command)
    if (!taken) return refuse('slot-taken')
    const booked = await changeCase(app, tx, loaded, actor, command)
    // The same command was allowed a moment ago, in this transaction.
    if (!booked.ok) throw new Error(`a call was taken and then refused: ${booked.refusal.code}`)
    return accept(loaded)
  })
}

/** The booking of the time that is kept for the seller, where it is the one that is asked for. */
const keptFor = ({ state }: LoadedCase, asked: { startMs: number; language: string }): string | null => {
  const { waiting } = state
  const isKept = waiting?.offer?.startMs === asked.startMs && waiting.language === asked.language
  return isKept ? (waiting.offer?.bookingId ?? null) : null
}

/** What was kept becomes the appointment without being free for a moment. */
const takeKept = async (tx: Tx, loaded: LoadedCase, bookingId: string): Promise<boolean> => {
  const taken = await tx
    .updateTable('booking')
    .set({ state: 'booked', ...(await inPlaceOf(tx, loaded)) })
    .where('tenant_id', '=', loaded.tenantId)
    .where('id', '=', bookingId)
    .where('state', '=', 'offered')
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}

/** What makes a calendar change the entry it has instead of adding another. */
const inPlaceOf = async (tx: Tx, { tenantId, state }: LoadedCase) => {
  const instead = state.call && (await readBooking(tx, tenantId, state.call.bookingId))
  return instead ? { meeting_id: instead.meeting_id, sequence: instead.sequence + 1 } : {}
}

const takeWithAnybody = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  asked: { bookingId: string; startMs: number; endMs: number; language: string },
): Promise<boolean> => {
  const instead = await inPlaceOf(tx, loaded)
  const within = { fromMs: asked.startMs, toMs: asked.startMs + 1 }
  for (const { reviewerId } of await slotsForCase(tx, loaded, asked.language, within)) {
    const row = newBooking(app, loaded, { ...asked, id: asked.bookingId, reviewerId })
    if (await takeTime(tx, { ...row, ...instead })) return true
  }
  return false
}
