import type { App } from '../app.ts'
import { openCase } from '../cases/open-case.ts'
import type { Opening } from './queue-opening.ts'

/**
 * [TR2] [TR4] Opens the case that signals asked for. Doing it twice is doing it once: whoever has a case, or has had one since
 * the decision, gets no other out of it. A program that was changed meanwhile so that signals open nothing is obeyed.
 */
export const openRiskCase = async (app: App, { tenantId, sellerId, program, ...risk }: Opening): Promise<void> => {
  const since = await app.database.kysely
    .selectFrom('verification_case')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('opened_at', '>', new Date(risk.assessedAtMs))
    .executeTakeFirst()
  if (since) return
  const opened = await openCase(
    app,
    { tenantId },
    { kind: 'system' },
    { sellerId, program, way: 'signals', risk, note: null, noticedAtMs: await toldAtMs(app, tenantId, sellerId) },
  )
  if (!opened.ok && opened.refusal.code !== 'case-already-open')
    app.log.warn({ program, refusal: opened.refusal.code }, 'signals asked for a case that cannot be opened')
}

const toldAtMostMs = 60 * 24 * 3_600_000

/** [RE1] When the marketplace told the seller by itself, if it did so within 60 days and since the last case was opened. */
const toldAtMs = async (app: App, tenantId: string, sellerId: string): Promise<number | null> => {
  const told = await app.database.kysely
    .selectFrom('signal')
    .select(({ fn }) => fn.min('occurred_at').as('at'))
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('type', '=', 'seller-told')
    .where('occurred_at', '>', new Date(app.clock.nowMs() - toldAtMostMs))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('verification_case')
            .select('id')
            .whereRef('verification_case.tenant_id', '=', 'signal.tenant_id')
            .whereRef('verification_case.seller_id', '=', 'signal.seller_id')
            .whereRef('verification_case.opened_at', '>=', 'signal.occurred_at'),
        ),
      ),
    )
    .executeTakeFirst()
  return told?.at?.getTime() ?? null
}
