import type { CaseState } from '#domain/case/state.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Database, Tx } from '../ports/database.ts'

/** How many who want the same kind of call come before this case, and it itself; null when it does not wait. */
export const placeInLine = async (tx: Tx, { tenantId, state }: LoadedCase): Promise<number | null> => {
  if (!state.waiting) return null
  const own = await tx
    .selectFrom('waiting_list')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', state.caseId)
    .executeTakeFirst()
  if (!own) return null
  const ahead = await tx
    .selectFrom('waiting_list')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('tenant_id', '=', tenantId)
    .where('site', '=', own.site)
    .where('program', '=', own.program)
    .where('language', '=', own.language)
    .where('offered_booking_id', 'is', null)
    .where(({ or, and, eb }) => {
      const isEarlier = eb('no', '<', own.no)
      return own.let_down
        ? and([eb('let_down', '=', true), isEarlier])
        : or([eb('let_down', '=', true), and([eb('let_down', '=', false), isEarlier])])
    })
    .executeTakeFirstOrThrow()
  return Number(ahead.n) + 1
}

/** Whether anybody of the marketplace waits and has been offered nothing yet. */
export const doesAnybodyWait = async (reader: Tx | Database['kysely'], tenantId: string): Promise<boolean> => {
  const row = await reader
    .selectFrom('waiting_list')
    .select('case_id')
    .where('tenant_id', '=', tenantId)
    .where('offered_booking_id', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The case's row in the line, in step with what its events say. */
export const projectWaiting = async (tx: Tx, { tenantId, state }: LoadedCase, before: CaseState): Promise<void> => {
  const { waiting, caseId } = state
  if (!waiting) {
    if (before.waiting)
      await tx.deleteFrom('waiting_list').where('tenant_id', '=', tenantId).where('case_id', '=', caseId).execute()
    return
  }
  const wishes = [waiting.beforeMs, state.call?.startMs ?? null].filter((wish) => wish !== null)
  const row = {
    language: waiting.language,
    before_at: wishes.length > 0 ? new Date(Math.min(...wishes)) : null,
    // Whose reviewer did not come goes before everybody else.
    let_down: state.missedCalls.at(-1)?.side === 'us',
    offered_booking_id: waiting.offer?.bookingId ?? null,
  }
  await tx
    .insertInto('waiting_list')
    .values({ ...row, case_id: caseId, tenant_id: tenantId, program: state.program, site: state.site })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(row))
    .execute()
}
