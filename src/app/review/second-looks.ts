import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import { openCase } from '../cases/open-case.ts'
import { readCase } from '../cases/read-case.ts'
import type { Tx } from '../ports/database.ts'
import type { StaffCaller } from './review.ts'

/**
 * [DE3] A lead settles a doubted pass. Upheld, nothing changes but the count of disagreements. Overturned, the pass still
 * stands for what it gave back, and with it a new case is opened by hand, so that the seller is asked again with all
 * notices and all of their time; null when the program opens no case this way or one is open already.
 */
export const settleSecondLook = async (
  app: App,
  caller: StaffCaller,
  caseId: string,
  asked: { attemptId: string; outcome: 'upheld' | 'overturned'; note: string },
): Promise<Result<{ newCaseId: string | null }>> => {
  const { tenantId } = caller
  const actor = { kind: 'staff' as const, id: caller.staffId }
  const known = await readCase(app, tenantId, caseId)
  if (!known) return refuse('not-found')
  const place = { table: 'case_event', column: 'second-look-note', row: asked.attemptId }
  const note = await app.keys.encrypt(known.keyId, asked.note, place)
  const { attemptId, outcome } = asked
  const settle = async (tx: Tx): Promise<Result<unknown>> => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    if (!loaded) return refuse('not-found')
    return changeCase(app, tx, loaded, actor, {
      type: 'settle-second-look',
      attemptId,
      outcome,
      note,
      lead: caller.lead,
    })
  }
  if (outcome === 'overturned') {
    const { sellerId, program } = known.state
    const asking = { sellerId, program, way: 'hand', note: asked.note, noticedAtMs: null } as const
    const opened = await openCase(app, { tenantId }, actor, asking, settle)
    if (opened.ok) return accept({ newCaseId: opened.value.state.caseId })
  }
  // Upheld, or no case can be opened: the settlement stands by itself, and is noted once however often it is asked.
  const settled = await app.database.transaction(settle)
  return settled.ok ? accept({ newCaseId: null }) : settled
}

/** How often a second pair of eyes saw what the first had seen. Counts only: nobody's own agreement is shown. */
export type Agreement = {
  secondLooks: { waiting: number; agreed: number; doubted: number; upheld: number; overturned: number }
  fourEyes: { pairs: number; agreed: number }
}

/** [DE3] Over everything of one marketplace. */
export const readAgreement = async (app: App, tenantId: string): Promise<Agreement> => {
  const counts = await app.database.kysely
    .selectFrom('verification_case')
    .select(['second_look_state', 'opinions_agree', (eb) => eb.fn.countAll<string>().as('count')])
    .where('tenant_id', '=', tenantId)
    .where((eb) => eb.or([eb('second_look_state', 'is not', null), eb('opinions_agree', 'is not', null)]))
    .groupBy(['second_look_state', 'opinions_agree'])
    .execute()
  const sum = (isOne: (row: (typeof counts)[number]) => boolean): number =>
    counts.filter(isOne).reduce((total, row) => total + Number(row.count), 0)
  const of = (state: string) => sum((row) => row.second_look_state === state)
  return {
    secondLooks: {
      waiting: of('waiting'),
      agreed: of('agreed'),
      doubted: of('doubted'),
      upheld: of('upheld'),
      overturned: of('overturned'),
    },
    fourEyes: {
      pairs: sum((row) => row.opinions_agree !== null),
      agreed: sum((row) => row.opinions_agree === true),
    },
  }
}
