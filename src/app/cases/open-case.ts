import { dayIn } from '#domain/case/attempts.ts'
import type { Actor, CaseElsewhere } from '#domain/case/events.ts'
import { checkEligibility, type LookupAnswers, lookupsFor } from '#domain/eligibility.ts'
import { commitment } from '#domain/evidence/commitment.ts'
import type { OpenedBy } from '#domain/program.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { RiskOfCase } from '#domain/risk/risk-of-case.ts'
import type { App, Caller } from '../app.ts'
import { isUniqueViolation, type Tx } from '../ports/database.ts'
import { lockBadges, takeBadge } from '../restrictions/badges.ts'
import { knowEntity, readSeller } from '../sellers/seller-store.ts'
import { changeCase, newCase } from './case-store.ts'
import type { LoadedCase } from './loaded-case.ts'

export type OpenCase = {
  sellerId: string
  program: string
  way: OpenedBy
  /** [SI1] The case of the same entity whose opening opens this one. */
  from?: CaseElsewhere
  /** [TR4] What the rules saw, where signals open it. */
  risk?: RiskOfCase
  note: string | null
  noticedAtMs: number | null
}

/**
 * [TR6] Opens a case by API or by hand: case, restrictions due at once, notices and webhooks in one transaction. The
 * registration as it stands goes into the evidence, sealed under the case's own key. What the case is opened for may be
 * done `alongside`, in that transaction and first; when it is refused no case is opened.
 */
export const openCase = async (
  app: App,
  caller: Caller,
  actor: Actor,
  asked: OpenCase,
  alongside: (tx: Tx) => Promise<Result<unknown>> = async () => accept(null),
): Promise<Result<LoadedCase>> => {
  const { tenantId } = caller
  const program = app.programs.get(asked.program)
  if (!program) return refuse('program-unknown', { program: asked.program })
  const seller = await readSeller(app, app.database.kysely, tenantId, asked.sellerId)
  if (!seller) return refuse('not-found', { what: 'seller' })
  await knowEntity(app, tenantId, seller)
  const lookups: LookupAnswers = {}
  for (const kind of lookupsFor(program.eligibility, seller.registration))
    lookups[kind] = await app.lookups.ask(kind, seller.registration)
  const today = dayIn(program.zone, app.clock.nowMs())
  const answers = checkEligibility(program.eligibility, seller.registration, lookups, today)

  const caseId = app.ids.next('case')
  const { keyId } = await app.keys.createDataKey({ kind: 'case', tenantId, id: caseId })
  const place = (column: string) => ({ table: 'case_event', column, row: caseId })
  const registration = await app.keys.encrypt(keyId, JSON.stringify(seller.registration), place('registration'))
  const note = asked.note ? await app.keys.encrypt(keyId, asked.note, place('note')) : null
  const salt = await app.keys.commitmentSalt(keyId, `${caseId}/identity`)
  const identityCommitment = commitment(salt, `${caseId}/identity`, seller.registration.legalRepresentative.idNumber)

  try {
    return await app.database.transaction(async (tx) => {
      // Before any case is locked, as whoever issues a badge does.
      await lockBadges(tx, tenantId, seller.id)
      const done = await alongside(tx)
      if (!done.ok) return done
      const loaded = newCase(caseId, { tenantId, keyId, identityHash: seller.identityHash, program })
      const opened = await changeCase(app, tx, loaded, actor, {
        type: 'open',
        sellerId: seller.id,
        site: seller.site,
        way: asked.way,
        ...(asked.from ? { from: asked.from } : {}),
        ...(asked.risk ? { risk: asked.risk } : {}),
        noticedAtMs: asked.noticedAtMs,
        identityCommitment,
        registration,
        note,
      })
      if (!opened.ok) return opened
      await changeCase(app, tx, loaded, { kind: 'system' }, { type: 'record-eligibility', answers })
      await takeBadge(app, tx, { tenantId, sellerId: seller.id }, 'case-reopened')
      return accept(loaded)
    })
  } catch (error) {
    if (isUniqueViolation(error, 'verification_case_one_open')) return refuse('case-already-open')
    if (isUniqueViolation(error, 'verification_case_spread_once')) return refuse('case-already-open')
    throw error
  }
}
