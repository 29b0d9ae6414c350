import { type FaceDescription, packFace, unpackFace } from '#domain/links/face.ts'
import type { App } from '../app.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { compareFacesJob } from '../job-definitions.ts'
import type { Tx } from '../ports/database.ts'
import { isSealed } from '../ports/keys.ts'
import { faceChannel } from './face-shelves.ts'

const dayMs = 86_400_000

const place = (recordingId: string) => ({ table: 'face_template', column: 'face_sealed', row: recordingId })

/** [SC3] [EV4] Whether the face of a run of this case may be described, kept and compared. */
export const mayCompareFace = ({ program, state }: LoadedCase): boolean =>
  program.links.faces !== null && state.faceComparison !== null

export type SealedFace = { sealed: string; face: FaceDescription }

/** Under the key of the case, before the transaction that stores it. */
export const sealFace = async (
  app: App,
  keyId: string,
  recordingId: string,
  face: FaceDescription | null,
): Promise<SealedFace | null> =>
  face && {
    sealed: await app.keys.encrypt(keyId, new Uint8Array(packFace(face.vector).buffer), place(recordingId)),
    face,
  }

/** Kept for as long as the program says and compared soon; not at all when the seller took it back meanwhile. */
export const storeFace = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  of: { attemptId: string; recordingId: string },
  { sealed, face }: SealedFace,
  frameId: string | null,
): Promise<void> => {
  const { faces } = loaded.program.links
  if (faces === null || !mayCompareFace(loaded)) return
  await tx
    .insertInto('face_template')
    .values({
      recording_id: of.recordingId,
      tenant_id: loaded.tenantId,
      case_id: loaded.state.caseId,
      attempt_id: of.attemptId,
      seller_id: loaded.state.sellerId,
      model: face.model,
      face_sealed: sealed,
      pictures: face.pictures,
      width_px: face.widthPx,
      agreement_01: face.agreement01,
      frame_id: frameId,
      expires_at: new Date(app.clock.nowMs() + faces.keepDays * dayMs),
      compared_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await app.queue.enqueue(tx, compareFacesJob, { tenantId: loaded.tenantId, recordingId: of.recordingId })
}

/**
 * The packed face of a row. `gone`: its key was destroyed, and so must the row be. `unreadable`: it was changed, cut or
 * sealed under a key that is not here.
 */
export const openFace = async (
  app: App,
  row: { recording_id: string; face_sealed: string },
): Promise<Int8Array | 'gone' | 'unreadable'> => {
  if (!isSealed(row.face_sealed)) return 'unreadable'
  const opened = await app.keys.decrypt(row.face_sealed, place(row.recording_id))
  if (!opened.ok) return opened.refusal === 'key-destroyed' ? 'gone' : 'unreadable'
  return unpackFace(opened.plaintext) ?? 'unreadable'
}

/** [EV4] The faces of a case, and every hint out of them, on every node. */
export const forgetFacesOfCase = async (app: App, tx: Tx, tenantId: string, caseId: string): Promise<void> => {
  const gone = await tx
    .deleteFrom('face_template')
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', caseId)
    .returning('recording_id')
    .execute()
  await tellForgotten(app, tx, gone)
}

/** Hints go with the faces they are of. */
export const forgetFaces = async (app: App, tx: Tx, recordingIds: readonly string[]): Promise<void> => {
  if (recordingIds.length === 0) return
  const gone = await tx
    .deleteFrom('face_template')
    .where('recording_id', 'in', [...recordingIds])
    .returning('recording_id')
    .execute()
  await tellForgotten(app, tx, gone)
}

/** A notification holds 7,999 bytes. */
const toldAtOnce = 100

const tellForgotten = async (app: App, tx: Tx, gone: readonly { recording_id: string }[]): Promise<void> => {
  for (let from = 0; from < gone.length; from += toldAtOnce) {
    const ids = gone.slice(from, from + toldAtOnce).map((row) => row.recording_id)
    await app.database.notify(tx, faceChannel, ids.join(' '))
  }
}

const forgottenAtOnce = 500
const openedAtOnce = 100
/** Up to which recording the keys of faces were looked at last, by this process. */
const lookedAt = new WeakMap<App, string>()

/** [EV3] Faces whose time is over, and those whose case was erased: once a minute. */
export const forgetOldFaces = async (app: App): Promise<void> => {
  const due = await app.database.kysely
    .selectFrom('face_template')
    .select('recording_id')
    .where('expires_at', '<=', new Date(app.clock.nowMs()))
    .limit(forgottenAtOnce)
    .execute()
  const rows = await app.database.kysely
    .selectFrom('face_template')
    .select(['recording_id', 'face_sealed'])
    .where('recording_id', '>', lookedAt.get(app) ?? '')
    .orderBy('recording_id')
    .limit(openedAtOnce)
    .execute()
  lookedAt.set(app, rows.length < openedAtOnce ? '' : (rows.at(-1)?.recording_id ?? ''))
  const erased: string[] = []
  for (const row of rows) if ((await openFace(app, row)) === 'gone') erased.push(row.recording_id)
  const gone = [...new Set([...due.map((row) => row.recording_id), ...erased])]
  if (gone.length === 0) return
  await app.database.transaction((tx) => forgetFaces(app, tx, gone))
  app.log.info({ faces: gone.length }, 'faces were forgotten')
}
