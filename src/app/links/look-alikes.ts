import { limitsOf } from '#domain/inspection-settings.ts'
import { isSplit } from '#domain/links/ruling.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import type { StaffCaller } from '../review/review.ts'
import { lookAt } from '../review/review.ts'
import { forgetFaces, openFace } from './face-templates.ts'
import { readRulings } from './read-links.ts'

/** One side of two faces that look alike. `frameId` is null when no picture of it was kept, or it is gone. */
type FaceSide = { sellerId: string; caseId: string; attemptId: string; pictures: number; frameId: string | null }

/** [SC3] A shop whose seller's face looks like that of the shop that is looked at: what a machine guesses, for people to judge. */
export type LookAlike = {
  own: FaceSide
  other: FaceSide
  similarity01: number
  alike01: number
  model: string
  noticedAtMs: number
  /** The first of the two faces, and the hint with it, is forgotten then. */
  keptUntilMs: number
  /** Staff has ruled that the two shops are not the same people's. */
  isSplit: boolean
}

/** How the face of a shop's newest run was compared: `skipped` could not be read, `leftOut` were too many. */
export type FaceCompared = { atMs: number; with: number; skipped: number; leftOut: number }

export type LookAlikes = { found: LookAlike[]; compared: FaceCompared | null }

/** Whatever the programs say, no more shops are shown. */
const shownMost = 10

/** The shops whose faces look like one's, nearest first. A face whose case was erased is forgotten here at the latest. */
export const readLookAlikes = async (app: App, tenantId: string, sellerId: string): Promise<LookAlikes> => {
  const now = new Date(app.clock.nowMs())
  const own = await app.database.kysely
    .selectFrom('face_template')
    .select(['compared_at', 'compared_with', 'skipped', 'left_out'])
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('expires_at', '>', now)
    .orderBy('added_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const compared = own?.compared_at
    ? { atMs: own.compared_at.getTime(), with: own.compared_with, skipped: own.skipped, leftOut: own.left_out }
    : null
  const hints = await hintsOf(app, tenantId, sellerId)
  if (hints.length === 0) return { found: [], compared }
  const sides = await sidesOf(app, tenantId, [
    ...new Set(hints.flatMap((hint) => [hint.recording_a, hint.recording_b])),
  ])
  const rulings = await readRulings(app.database.kysely, tenantId, [sellerId], [])
  const found = new Map<string, LookAlike>()
  for (const hint of hints) {
    const [a, b] = [sides.get(hint.recording_a), sides.get(hint.recording_b)]
    if (!a || !b) continue
    const [one, other] = hint.seller_a === sellerId ? [a, b] : [b, a]
    if (found.has(other.side.sellerId)) continue
    found.set(other.side.sellerId, {
      own: one.side,
      other: other.side,
      similarity01: hint.similarity_01,
      alike01: hint.alike_01,
      model: one.model,
      noticedAtMs: hint.noticed_at.getTime(),
      keptUntilMs: Math.min(one.expiresAtMs, other.expiresAtMs),
      isSplit: isSplit(sellerId, other.side.sellerId, rulings),
    })
  }
  return { found: [...found.values()].slice(0, shownMost), compared }
}

/** More than are shown: a shop may have several runs. */
const hintsOf = (app: App, tenantId: string, sellerId: string) =>
  app.database.kysely
    .selectFrom('face_hint')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(({ eb, or }) => or([eb('seller_a', '=', sellerId), eb('seller_b', '=', sellerId)]))
    .orderBy('similarity_01', 'desc')
    .limit(shownMost * 5)
    .execute()

type StoredSide = { side: FaceSide; model: string; expiresAtMs: number }

/** Those that are still there: a face that is over or erased says nothing of anybody any more. */
const sidesOf = async (
  app: App,
  tenantId: string,
  recordingIds: readonly string[],
): Promise<Map<string, StoredSide>> => {
  const rows = await app.database.kysely
    .selectFrom('face_template')
    .innerJoin('recording', 'recording.id', 'face_template.recording_id')
    .selectAll('face_template')
    .select('recording.media_state')
    .where('face_template.tenant_id', '=', tenantId)
    .where('face_template.recording_id', 'in', [...recordingIds])
    .where('face_template.expires_at', '>', new Date(app.clock.nowMs()))
    .execute()
  const gone: string[] = []
  const sides = new Map<string, StoredSide>()
  for (const row of rows) {
    const face = await openFace(app, row)
    if (face === 'gone') gone.push(row.recording_id)
    if (typeof face === 'string') continue
    const { seller_id: sellerId, case_id: caseId, attempt_id: attemptId, pictures, model } = row
    const frameId = row.media_state === 'kept' ? row.frame_id : null
    const side = { sellerId, caseId, attemptId, pictures, frameId }
    sides.set(row.recording_id, { side, model, expiresAtMs: row.expires_at.getTime() })
  }
  if (gone.length > 0) await app.database.transaction((tx) => forgetFaces(app, tx, gone))
  return sides
}

/** The least that the face of a card and its holder's must have in common, beside which a likeness is read. */
export const cardLimitOf = (app: App, program: string | undefined): number => {
  const rules = app.programs.get(program ?? '')?.inspection ?? { checks: {}, sampleFps: 1 }
  return limitsOf(rules, 'face.portrait-match').passCos
}

/**
 * [SC3] [EV4] Both pictures of two faces that look alike, for one who judges whether they are: the look is told in the
 * evidence of both cases before anything is shown.
 */
export const openLookAlike = async (
  app: App,
  caller: StaffCaller,
  sellerId: string,
  otherId: string,
): Promise<Result<LookAlike>> => {
  const { found } = await readLookAlikes(app, caller.tenantId, sellerId)
  const alike = found.find(({ other }) => other.sellerId === otherId)
  if (!alike) return refuse('not-found')
  for (const { caseId, attemptId } of [alike.own, alike.other]) {
    const looked = await lookAt(app, caller, caseId, 'look-alike', attemptId)
    if (!looked.ok) return looked
  }
  return accept(alike)
}
