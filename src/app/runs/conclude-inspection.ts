import { z } from 'zod'
import type { FindingSummary } from '#domain/case/events.ts'
import type { Finding } from '#domain/finding.ts'
import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import { type SealedFace, sealFace, storeFace } from '../links/face-templates.ts'
import { noteShownCard, shownCardHash } from '../links/shown-card.ts'
import { nudgeSeller, nudgeStaff } from '../nudge.ts'
import type { Tx } from '../ports/database.ts'
import type { InspectorResult } from '../ports/inspector.ts'
import { decryptText, isSealed } from '../ports/keys.ts'

type Claim = { recordingId: string; tenantId: string; caseId: string; tries: number }

const findingsPlace = (recordingId: string) => ({ table: 'inspection', column: 'findings_sealed', row: recordingId })

const sealFindings = (app: App, keyId: string, recordingId: string, findings: Finding[]) =>
  app.keys.encrypt(keyId, JSON.stringify(findings), findingsPlace(recordingId))

/** Findings so far, for pages that want to see them grow. They hold what was read, so they are sealed like the rest. */
export const storeInterimFindings = async (
  app: App,
  claim: Claim,
  keyId: string,
  findings: Finding[],
): Promise<void> => {
  const sealed = await sealFindings(app, keyId, claim.recordingId, findings)
  await app.database.transaction(async (tx) => {
    await tx
      .updateTable('inspection')
      .set({ findings_sealed: sealed })
      .where('recording_id', '=', claim.recordingId)
      .where('state', '=', 'running')
      .where('tries', '=', claim.tries)
      .execute()
    await nudgeLookers(app, tx, claim)
  })
}

/** Whoever has this run or this call before them. Lists of the desk do not tell of findings so far. */
const nudgeLookers = async (app: App, tx: Tx, claim: Claim): Promise<void> => {
  const owner = await tx
    .selectFrom('verification_case')
    .select('seller_id')
    .where('id', '=', claim.caseId)
    .executeTakeFirst()
  if (owner)
    await nudgeSeller(app, tx, {
      tenantId: claim.tenantId,
      sellerId: owner.seller_id,
      what: 'attempt',
      id: claim.recordingId,
    })
  const call = await tx
    .selectFrom('booking')
    .select('id')
    .where('case_id', '=', claim.caseId)
    .where('tenant_id', '=', claim.tenantId)
    .where('state', '=', 'booked')
    .executeTakeFirst()
  if (call)
    await nudgeStaff(app, tx, { tenantId: claim.tenantId, what: 'call', caseId: claim.caseId, bookingId: call.id })
}

/**
 * Frames first (encrypted files), then findings, verdict and everything that follows, in one transaction. Nothing is
 * written for a worker whose run was taken over meanwhile: what another finds, or has found, stands.
 */
export const concludeInspection = async (
  app: App,
  claim: Claim,
  keyId: string,
  purpose: 'attempt' | 'rehearsal',
  result: InspectorResult,
): Promise<void> => {
  const frames = await storeFrames(app, claim, keyId, result.frames)
  const findings = result.findings.map((finding) => ({
    ...finding,
    proofFrames: finding.proofFrames.map((proof) => ({ ...proof, frame: frames.get(proof.frame)?.id ?? proof.frame })),
  }))
  const sealed = await sealFindings(app, keyId, claim.recordingId, findings)
  const fields = await app.keys.encrypt(
    keyId,
    JSON.stringify(
      findings.map((finding) => ({ check: finding.check, stepId: finding.stepId, fields: finding.fields })),
    ),
    { table: 'case_event', column: 'fields', row: claim.recordingId },
  )
  const cardHash = purpose === 'attempt' ? await shownCardHash(app, claim.tenantId, findings) : null
  const face = purpose === 'attempt' ? await sealFace(app, keyId, claim.recordingId, result.face) : null
  await app.database.transaction(async (tx) => {
    const concluded = await tx
      .updateTable('inspection')
      .set({
        state: 'done',
        findings_sealed: sealed,
        finished_at: new Date(app.clock.nowMs()),
        timing: JSON.stringify(result.timing),
        models: JSON.stringify(result.models),
        leased_until: null,
      })
      .where('recording_id', '=', claim.recordingId)
      .where('state', '=', 'running')
      .where('tries', '=', claim.tries)
      .executeTakeFirst()
    if (concluded.numUpdatedRows === 0n) return
    for (const frame of frames.values())
      await tx
        .insertInto('proof_frame')
        .values({
          id: frame.id,
          tenant_id: claim.tenantId,
          case_id: claim.caseId,
          recording_id: claim.recordingId,
          blob_name: frame.blobName,
          name: frame.name,
          created_at: new Date(app.clock.nowMs()),
        })
        .execute()
    if (purpose === 'attempt')
      await recordFindings(app, tx, claim, { ...result, findings }, { fields, cardHash, face }, frames)
    await nudgeLookers(app, tx, claim)
    await nudgeStaff(app, tx, { tenantId: claim.tenantId, what: 'case', caseId: claim.caseId })
  })
}

const recordFindings = async (
  app: App,
  tx: Tx,
  claim: Claim,
  { findings, models, refusal, timing }: InspectorResult,
  { fields, cardHash, face }: { fields: string; cardHash: string | null; face: SealedFace | null },
  frames: ReadonlyMap<string, StoredFrame>,
): Promise<void> => {
  const loaded = await loadCase(app, tx, claim.tenantId, claim.caseId)
  const attempt = loaded?.state.attempts.find((one) => one.recordingId === claim.recordingId)
  if (!loaded || !attempt) return
  await noteShownCard(tx, loaded, cardHash, app.clock.nowMs())
  if (face) {
    const of = { attemptId: attempt.id, recordingId: claim.recordingId }
    await storeFace(app, tx, loaded, of, face, frames.get(face.face.picture ?? '')?.id ?? null)
  }
  const nothingSeen = refusal !== null && timing.framesDecoded === 0
  if (nothingSeen && attempt.outcome === 'inspecting') {
    // There is nothing that a person could judge either, and nobody can tell whose fault it was. [AT6]
    const command = { type: 'void-attempt', attemptId: attempt.id, why: 'inspection-impossible' } as const
    await changeCase(app, tx, loaded, { kind: 'system' }, command)
  }
  const recorded = await changeCase(
    app,
    tx,
    loaded,
    { kind: 'system' },
    {
      type: 'record-findings',
      attemptId: attempt.id,
      findings: findings.map(summaryOf),
      fields,
      models: Object.fromEntries(models.map((model) => [`${model.name}@${model.version}`, model.sha256])),
      frames: Object.fromEntries([...frames.values()].map((frame) => [frame.id, frame.sha256])),
      drawn01: app.chance(),
    },
  )
  if (!recorded.ok) throw new Error(`findings were refused: ${recorded.refusal.code}`)
}

/** What an event keeps of a finding: no picture of any kind, those are evidence of their own. */
const summaryOf = ({
  fields: _,
  waveform: _wave,
  proofSeries: _series,
  proofFrames,
  ...finding
}: Finding): FindingSummary => ({
  ...finding,
  frames: proofFrames.map((proof) => proof.frame),
})

type StoredFrame = { id: string; name: string; blobName: string; sha256: string }

const storeFrames = async (
  app: App,
  claim: Claim,
  keyId: string,
  frames: Map<string, Uint8Array>,
): Promise<Map<string, StoredFrame>> => {
  const stored = new Map<string, StoredFrame>()
  for (const [name, jpeg] of frames) {
    const id = app.ids.next('frm')
    const blobName = `cases/${claim.caseId}/frames/${id}`
    const put = await app.blobs.put(keyId, blobName, jpeg)
    if (put.ok) stored.set(name, { id, name, blobName, sha256: put.sha256 })
  }
  return stored
}

const findingsSchema = z.array(
  z.custom<Finding>((value) => typeof value === 'object' && value !== null && 'check' in value),
)

/** The findings of a recording as they stand, opened; empty while there are none or when they were erased. */
export const readFindings = async (
  app: App,
  tenantId: string,
  recordingId: string,
): Promise<{ state: 'waiting' | 'running' | 'done'; findings: Finding[] }> => {
  const row = await app.database.kysely
    .selectFrom('inspection')
    .select(['state', 'findings_sealed'])
    .where('recording_id', '=', recordingId)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  if (!row) return { state: 'waiting', findings: [] }
  if (!row.findings_sealed || !isSealed(row.findings_sealed)) return { state: row.state, findings: [] }
  const opened = await decryptText(app.keys, row.findings_sealed, findingsPlace(recordingId))
  return { state: row.state, findings: opened.ok ? findingsSchema.parse(JSON.parse(opened.text)) : [] }
}
