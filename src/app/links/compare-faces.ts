import { sql } from 'kysely'
import { packedCosine } from '#domain/links/face.ts'
import { inOrder } from '#domain/links/tie.ts'
import type { App } from '../app.ts'
import { programOf } from '../programs.ts'
import type { NearFace } from './face-shelf.ts'
import type { FilledShelf } from './face-shelves.ts'
import { forgetFaces, openFace } from './face-templates.ts'

/** No face is compared with more than the newest so many, which is 120 MB and half a second of one core at most; staff is told of the rest. */
const comparedMost = 200_000
const readAtOnce = 250
/** A transaction that stored a face may commit after one that began later: so much of what was read is read again. */
const overlapS = 600
/** Of shops that are registered for the same person that is known already, so more are found than are kept. */
const foundForEach = 10

/**
 * [SC3] Compares the face of a run with those of the marketplace's other shops, and keeps the nearest that look alike as
 * hints for people. Done twice it says the same. `comparedMost` is for tests.
 */
export const compareFaces = async (
  app: App,
  tenantId: string,
  recordingId: string,
  most: number = comparedMost,
): Promise<void> => {
  const own = await readRow(app, tenantId, recordingId)
  const rules = own && (await rulesOf(app, tenantId, own.case_id))
  if (!own || !rules) return
  const face = await openFace(app, own)
  if (face === 'gone') return app.database.transaction((tx) => forgetFaces(app, tx, [recordingId]))
  if (face === 'unreadable') {
    app.log.warn({ recordingId }, 'a stored face cannot be read and is compared with nobody')
    return
  }
  const { near, counts } = await app.faces.use(tenantId, own.model, async (shelf) => {
    await fill(app, shelf, { tenantId, model: own.model, most })
    const found = await shelf.nearest(face, {
      exceptSeller: own.seller_id,
      from01: rules.alike01,
      most: rules.shownMost * foundForEach,
    })
    const stored = await countStored(app, tenantId, own.model)
    const counts = {
      compared_with: shelf.size() - (shelf.has(recordingId) ? 1 : 0),
      skipped: shelf.skipped.size + stored.others,
      left_out: shelf.size() < most ? 0 : Math.max(0, stored.own - shelf.size() - shelf.skipped.size),
    }
    return { near: found, counts }
  })
  const kept = await stillThere(app, tenantId, own.seller_id, face, near, rules.shownMost)
  if (counts.left_out > 0 || counts.skipped > 0)
    app.log.warn({ tenantId, ...counts }, 'a face was not compared with all others')
  await app.database.transaction(async (tx) => {
    // A face that is being forgotten gets no hint, and none is forgotten while it gets one.
    const there = await tx
      .selectFrom('face_template')
      .select(['recording_id', 'seller_id'])
      .where('tenant_id', '=', tenantId)
      .where('recording_id', 'in', [recordingId, ...kept.map((one) => one.recordingId)])
      .orderBy('recording_id')
      .forShare()
      .execute()
    const ids = new Set(there.map((row) => row.recording_id))
    if (!ids.has(recordingId)) return
    for (const { recordingId: other, sellerId, similarity01 } of kept) {
      if (!ids.has(other)) continue
      const [a, b] = inOrder(recordingId, other)
      await tx
        .insertInto('face_hint')
        .values({
          tenant_id: tenantId,
          recording_a: a,
          recording_b: b,
          seller_a: a === recordingId ? own.seller_id : sellerId,
          seller_b: a === recordingId ? sellerId : own.seller_id,
          similarity_01: similarity01,
          alike_01: rules.alike01,
          noticed_at: new Date(app.clock.nowMs()),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    await tx
      .updateTable('face_template')
      .set({ compared_at: new Date(app.clock.nowMs()), ...counts })
      .where('recording_id', '=', recordingId)
      .execute()
  })
}

const readRow = (app: App, tenantId: string, recordingId: string) =>
  app.database.kysely
    .selectFrom('face_template')
    .select(['recording_id', 'face_sealed', 'model', 'seller_id', 'case_id'])
    .where('recording_id', '=', recordingId)
    .where('tenant_id', '=', tenantId)
    .where('expires_at', '>', new Date(app.clock.nowMs()))
    .executeTakeFirst()

const rulesOf = async (app: App, tenantId: string, caseId: string) => {
  const row = await app.database.kysely
    .selectFrom('verification_case')
    .select(['program', 'program_version'])
    .where('id', '=', caseId)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  if (!row) return null
  const program = await app.database.transaction((tx) => programOf(app, tx, row.program, row.program_version))
  return program.links.faces
}

/** How many faces this model described, and how many others: what those say cannot be compared. */
const countStored = async (app: App, tenantId: string, model: string): Promise<{ own: number; others: number }> => {
  const { rows } = await sql<{ own: string; others: string }>`
    select count(*) filter (where model = ${model}) as own, count(*) filter (where model <> ${model}) as others
    from face_template where tenant_id = ${tenantId}`.execute(app.database.kysely)
  return { own: Number(rows[0]?.own ?? 0), others: Number(rows[0]?.others ?? 0) }
}

/** Reads what is not on the shelf yet, newest first, so that the newest are there where not all can be. A tenth more may gather. */
const fill = async (
  app: App,
  shelf: FilledShelf,
  { tenantId, model, most }: { tenantId: string; model: string; most: number },
): Promise<void> => {
  if (shelf.size() > most * 1.1) {
    shelf.clear()
    shelf.readTo = null
  }
  const since = shelf.readTo
  const nowMs = app.clock.nowMs()
  let newest: Date | null = null
  let before: { added_at: Date; recording_id: string } | null = null
  while (since || shelf.size() < most) {
    let query = app.database.kysely
      .selectFrom('face_template')
      .select(['recording_id', 'seller_id', 'face_sealed', 'added_at'])
      .where('tenant_id', '=', tenantId)
      .where('model', '=', model)
      .where('expires_at', '>', new Date(nowMs))
      .orderBy('added_at', 'desc')
      .orderBy('recording_id')
      .limit(readAtOnce)
    if (since) query = query.where('added_at', '>', new Date(since.getTime() - overlapS * 1000))
    if (before) {
      const last = before
      query = query.where(({ eb, or, and }) =>
        or([
          eb('added_at', '<', last.added_at),
          and([eb('added_at', '=', last.added_at), eb('recording_id', '>', last.recording_id)]),
        ]),
      )
    }
    const rows = await query.execute()
    newest ??= rows[0]?.added_at ?? null
    for (const row of rows) {
      if (shelf.has(row.recording_id) || shelf.skipped.has(row.recording_id)) continue
      if (!since && shelf.size() >= most) break
      const face = await openFace(app, row)
      if (face === 'gone') continue
      if (face === 'unreadable') shelf.skipped.add(row.recording_id)
      else shelf.put(row.recording_id, row.seller_id, face)
    }
    const last = rows.at(-1)
    if (!last || rows.length < readAtOnce) break
    before = last
  }
  if (newest && (!since || newest > since)) shelf.readTo = newest
}

/**
 * What the shelf found, read again from the database: somebody may have taken it back, or been erased, since. Whoever is
 * registered for the same person is left out: that the two belong together is known for certain.
 */
const stillThere = async (
  app: App,
  tenantId: string,
  sellerId: string,
  face: Int8Array,
  near: readonly NearFace[],
  most: number,
): Promise<NearFace[]> => {
  if (near.length === 0) return []
  const rows = await app.database.kysely
    .selectFrom('face_template')
    .innerJoin('seller', (join) =>
      join.onRef('seller.tenant_id', '=', 'face_template.tenant_id').onRef('seller.id', '=', 'face_template.seller_id'),
    )
    .innerJoin('seller as own', (join) =>
      join.onRef('own.tenant_id', '=', 'face_template.tenant_id').on('own.id', '=', sellerId),
    )
    .select(['face_template.recording_id', 'face_template.face_sealed', 'face_template.seller_id'])
    .whereRef('seller.identity_hash', '<>', 'own.identity_hash')
    .where('face_template.tenant_id', '=', tenantId)
    .where('face_template.expires_at', '>', new Date(app.clock.nowMs()))
    .where(
      'face_template.recording_id',
      'in',
      near.map((one) => one.recordingId),
    )
    .execute()
  const stored = new Map(rows.map((row) => [row.recording_id, row]))
  const kept: NearFace[] = []
  const gone: string[] = []
  for (const { recordingId } of near) {
    const row = stored.get(recordingId)
    if (!row || kept.length === most) continue
    const other = await openFace(app, row)
    if (other === 'gone') gone.push(recordingId)
    else if (other !== 'unreadable')
      kept.push({ recordingId, sellerId: row.seller_id, similarity01: packedCosine(face, other) })
  }
  await app.database.transaction((tx) => forgetFaces(app, tx, gone))
  return kept
}
