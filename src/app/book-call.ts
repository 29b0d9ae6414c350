import { decide } from '#domain/case/decide.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from './app.ts'
import { readBooking, takeTime } from './bookings.ts'
import { changeCase, loadCase } from './case-store.ts'
import type { LoadedCase } from './loaded-case.ts'
import type { Tx } from './ports/database.ts'
import { slotsForCase } from './roster.ts'
import type { SellerCaller } from './seller-access.ts'

const actor = { kind: 'seller' } as const

/**
 * [BK1] [BK2] [BK4] Books a time, or moves the call to it. Of the reviewers who are free then the one with the fewest calls is
 * tried first. The new time is taken before the old one is let go, in one transaction: whoever comes too late keeps
 * what they have, and no two sellers who want each other's times wait for one another.
 */
export const bookCall = async (
  app: App,
  caller: SellerCaller,
  asked: { startMs: number; language: string },
): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId) return refuse('not-found')
    const { program, state } = loaded
    if (program.call === null) return refuse('program-has-no-calls')
    if (state.call?.startMs === asked.startMs && state.call.language === asked.language) return accept(loaded)
    const bookingId = app.ids.next('bkg')
    const endMs = asked.startMs + program.call.booking.slotMinutes * 60_000
    const command = { type: 'book-call' as const, bookingId, endMs, ...asked }
    const may = decide(state, command, { program, atMs: app.clock.nowMs(), actor })
    if (!may.ok) return may
    if (!(await takeWithAnybody(app, tx, loaded, command))) return refuse('slot-taken')
    const booked = await changeCase(app, tx, loaded, actor, command)
    // The same command was allowed a moment ago, in this transaction.
    if (!booked.ok) throw new Error(`a call was taken and then refused: ${booked.refusal.code}`)
    return accept(loaded)
  })

const takeWithAnybody = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  asked: { bookingId: string; startMs: number; endMs: number; language: string },
): Promise<boolean> => {
  const { state, tenantId, program } = loaded
  const instead = state.call && (await readBooking(tx, tenantId, state.call.bookingId))
  const within = { fromMs: asked.startMs, toMs: asked.startMs + 1 }
  for (const { reviewerId } of await slotsForCase(tx, loaded, asked.language, within)) {
    const taken = await takeTime(tx, {
      id: asked.bookingId,
      tenant_id: tenantId,
      case_id: state.caseId,
      seller_id: state.sellerId,
      reviewer_id: reviewerId,
      program: program.name,
      site: state.site,
      language: asked.language,
      starts_at: new Date(asked.startMs),
      ends_at: new Date(asked.endMs),
      state: 'booked',
      missed_by: null,
      meeting_id: instead?.meeting_id ?? newMeetingId(app),
      sequence: instead ? instead.sequence + 1 : 0,
      created_at: new Date(app.clock.nowMs()),
    })
    if (taken) return true
  }
  return false
}

/** Nine digits that can be read aloud; they open nothing. */
const newMeetingId = (app: App): string =>
  Array.from({ length: 3 }, () => String(Math.floor(app.chance() * 1000)).padStart(3, '0')).join('-')
