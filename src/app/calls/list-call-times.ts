import { isWithinWall } from '#domain/booking/free-slots.ts'
import { allowance } from '#domain/case/attempts.ts'
import { earliestStartMs, siteZone } from '#domain/case/booked-call.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import { hadTimeBeforeDeadline } from '../cases/time-before-deadline.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { slotsForCase } from './roster.ts'
import { serveWaitingList } from './serve-waiting-list.ts'

export type OfferedTimes = {
  zone: string
  slotMinutes: number
  deadlineAtMs: number
  times: { startMs: number; endMs: number; fastest: boolean }[]
}

/**
 * [BK1] [BK3] The times a seller may choose from, each once however many reviewers are free then. [BK5] Where the first
 * of them lies behind the deadline, and there was none before it, the deadline moves there: it is not the seller's fault.
 */
export const listCallTimes = async (
  app: App,
  caller: SellerCaller,
  language: string,
): Promise<Result<OfferedTimes>> => {
  await serveWaitingList(app, caller.tenantId)
  return app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId) return refuse('not-found')
    const { program, state } = loaded
    if (program.call === null) return refuse('program-has-no-calls')
    if (state.decidedAtMs !== null) return refuse('case-closed')
    const nowMs = app.clock.nowMs()
    const earliestMs = earliestStartMs(program, state, nowMs, language)
    if (earliestMs === null) return refuse('language-not-spoken', { language })
    const { slotMinutes, daysAhead, fastest } = program.call.booking
    const fromMs = Math.max(earliestMs, allowance(program, state, nowMs, 0).lockedUntilMs ?? 0)
    const slots = await slotsForCase(tx, loaded, language, { fromMs, toMs: nowMs + daysAhead * dayMs })
    const firstEndMs = slots[0]?.endMs ?? null
    // What was free earlier is worked out only where it matters.
    if (
      firstEndMs !== null &&
      firstEndMs > state.deadlineAtMs &&
      !(await hadTimeBeforeDeadline(tx, loaded, language))
    ) {
      const offered = await changeCase(app, tx, loaded, { kind: 'system' }, { type: 'offer-calls', firstEndMs })
      if (!offered.ok) return offered
    }
    const zone = siteZone(program, state.site)
    const once = slots.filter(({ startMs }, index) => startMs !== slots[index - 1]?.startMs)
    return accept({
      zone,
      slotMinutes,
      deadlineAtMs: loaded.state.deadlineAtMs,
      times: once.map(({ startMs, endMs }) => ({
        startMs,
        endMs,
        fastest: fastest !== null && isWithinWall(fastest, zone, startMs),
      })),
    })
  })
}

const dayMs = 24 * 60 * 60_000
