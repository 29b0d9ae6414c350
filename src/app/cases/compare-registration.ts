import { z } from 'zod'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import { type ComparedField, comparedFields, type FieldOnFile, fieldsToCompare } from '#domain/registration-fields.ts'
import type { App } from '../app.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { readSeller } from '../sellers/seller-store.ts'
import { commandCase, loadCase, readEvents } from './case-store.ts'
import type { LoadedCase } from './loaded-case.ts'

/** What the seller said of one field: null, the document says the same; else what it says. */
export type FieldCompared = { field: ComparedField; documentSays: string | null }

/** [EL6] What is on file about the seller and stands on a document too; null when the case is not theirs. */
export const readFieldsOnFile = async (app: App, caller: SellerCaller): Promise<FieldOnFile[] | null> => {
  const stored = await readSeller(app, app.database.kysely, caller.tenantId, caller.sellerId)
  return stored && fieldsToCompare(stored.registration)
}

/**
 * [EL6] Keeps what the seller found, field by field. Every field on file has to be answered, and no other: whoever answers for
 * what has changed meanwhile is asked to look again.
 */
export const compareRegistration = async (
  app: App,
  caller: SellerCaller,
  answers: readonly FieldCompared[],
): Promise<Result<LoadedCase>> => {
  const onFile = await readFieldsOnFile(app, caller)
  if (!onFile) return refuse('not-found')
  const answered = new Set(answers.map(({ field }) => field))
  const isWhole = answered.size === answers.length && onFile.every(({ field }) => answered.has(field))
  if (!isWhole || answers.length !== onFile.length) return refuse('conflict', { fields: onFile.length })
  const differing = answers.filter(({ documentSays }) => documentSays !== null)
  const kept: z.infer<typeof keptSchema> = differing.map(({ field, documentSays }) => ({
    field,
    onFile: onFile.find((one) => one.field === field)?.value ?? null,
    documentSays: documentSays ?? '',
  }))
  return commandCase(app, caller, { kind: 'seller' }, async ({ keyId }) =>
    accept({
      type: 'compare-registration',
      differing: differing.map(({ field }) => field),
      details: await app.keys.encrypt(keyId, JSON.stringify(kept), place(caller.caseId)),
    }),
  )
}

const place = (caseId: string) => ({ table: 'case_event', column: 'registration-compared', row: caseId })

const keptSchema = z.array(
  z.object({ field: z.enum(comparedFields), onFile: z.string().nullable(), documentSays: z.string() }),
)

export type Comparison = {
  atMs: number
  /** Null once the case's key is gone. */
  differences: z.infer<typeof keptSchema> | null
}

/** [EL6] The last comparison of a case, opened for whoever may look at it; null when there was none. */
export const readComparison = async (app: App, tenantId: string, caseId: string): Promise<Comparison | null> => {
  const events = await app.database.transaction(async (tx) =>
    (await loadCase(app, tx, tenantId, caseId)) ? readEvents(tx, tenantId, caseId) : [],
  )
  const last = events.findLast(({ data }) => data.type === 'registration-compared')
  if (last?.data.type !== 'registration-compared') return null
  const { details } = last.data
  const opened = isSealed(details) ? await decryptText(app.keys, details, place(caseId)) : null
  return { atMs: last.atMs, differences: opened?.ok ? keptSchema.parse(JSON.parse(opened.text)) : null }
}
