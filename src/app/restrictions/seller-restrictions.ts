import type { Capability } from '#domain/program.ts'
import { isWanted } from '#domain/restrictions/drift.ts'
import { type RestrictedView, restrictedView } from '#domain/restrictions/view-only.ts'
import type { App } from '../app.ts'
import { programOf } from '../programs.ts'

export type SellerRestrictions = RestrictedView & { rows: Awaited<ReturnType<typeof listRestrictions>> }

/** What is taken away from a seller and was given back, newest first, and what a marketplace shows of it. [RE1] */
export const readSellerRestrictions = async (
  app: App,
  tenantId: string,
  sellerId: string,
): Promise<SellerRestrictions> => {
  const rows = await listRestrictions(app, tenantId, sellerId)
  const wanted = rows.filter(isWanted)
  const taken = wanted.map((one) => one.capability as Capability)
  const views: RestrictedView[] = []
  for (const { program, program_version: version } of programsIn(wanted))
    views.push(restrictedView(await app.database.transaction((tx) => programOf(app, tx, program, version)), taken))
  return {
    rows,
    viewOnly: views.some((one) => one.viewOnly),
    searchDemoted: views.some((one) => one.searchDemoted),
  }
}

const programsIn = <P extends { program: string; program_version: number }>(rows: readonly P[]): P[] =>
  rows.filter(
    (row, at) =>
      rows.findIndex((one) => one.program === row.program && one.program_version === row.program_version) === at,
  )

const listRestrictions = (app: App, tenantId: string, sellerId: string) =>
  app.database.kysely
    .selectFrom('restriction')
    .innerJoin('verification_case', 'verification_case.id', 'restriction.case_id')
    .select([
      ...(['restriction.id', 'capability', 'state', 'since', 'case_id', 'sends', 'sent_at', 'drift'] as const),
      ...(['drift_since', 'verification_case.program', 'verification_case.program_version'] as const),
    ])
    .where('restriction.tenant_id', '=', tenantId)
    .where('restriction.seller_id', '=', sellerId)
    .orderBy('since', 'desc')
    .limit(500)
    .execute()
