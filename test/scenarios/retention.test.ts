import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fireDueClocks } from '#app/cases/clocks.ts'
import { deleteDueMedia, deleteOldRehearsals } from '#app/evidence/retention.ts'
import { storePrograms } from '#app/programs.ts'
import { concludeInspection } from '#app/runs/conclude-inspection.ts'
import { claimInspection } from '#app/runs/follow-recording.ts'
import type { RetentionView } from '#contracts/desk-retention.ts'
import type { AttemptResult, SellerHome } from '#contracts/seller-api.ts'
import { verifyBundle } from '#domain/evidence/verify-bundle.ts'
import type { Finding } from '#domain/finding.ts'
import { programAliexpress, programWith } from '../world/a-program.ts'
import { cleanFindings } from '../world/findings.ts'
import { goThroughRun, prepareToRun, rehearse, type Sent } from '../world/seller-run.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** [EV3] Recordings that a program deletes after three days: that their bytes are gone, and that the evidence still holds. */
const hour = 3_600_000
/** No run is drawn for a second look, which would keep its media until somebody has looked. */
const program = programWith(
  { retention: { mediaHours: 72 }, decision: { secondLookShare01: 0 } },
  { ...programAliexpress(), name: 'forgetful' },
)
const chunks: Sent[] = [0, 1, 2].map((seq) => ({
  bytes: new Uint8Array(Buffer.from(`chunk ${seq} `.repeat(20 + seq))),
  mediaEndMs: (seq + 1) * 500,
}))
const frame = Buffer.from('a proof frame')
let world: ServerWorld
let tenantId: string
let marketplace: Person
let compliance: Person
let lead: Person
beforeAll(async () => {
  world = await openServerWorld()
  world.app.programs.set(program.name, program)
  await storePrograms(world.app.database, [program], world.nowMs())
  const tenant = await world.tenant('A marketplace')
  tenantId = tenant.tenantId
  marketplace = tenant.marketplace
  compliance = await world.staff(tenantId, 'compliance')
  lead = await world.staff(tenantId, 'supervisor')
})
afterAll(() => world.close())

/** Files of a case as they lie on the disk, whatever the blob store says of itself. */
const filesOf = async (caseId: string): Promise<string[]> => {
  const dataDir = fileURLToPath(world.keysUrl).replace(/-keys\/?$/, '')
  const all = await readdir(dataDir, { recursive: true, withFileTypes: true })
  return all.filter((one) => one.isFile() && one.parentPath.includes(caseId)).map((one) => one.name)
}
const retentionOf = async (caseId: string) =>
  (await compliance.call<{ retention: RetentionView }>('GET', `/desk/api/cases/${caseId}`)).body.retention
const holds = (caseId: string, hold: boolean, by = compliance) =>
  by.call('POST', `/desk/api/cases/${caseId}/legal-hold`, { hold, why: 'a court has asked for it' })
const caseOf = async (sellerId: string) => {
  await registerASeller(marketplace, sellerId)
  const opened = await marketplace.call<{ id: string }>('POST', '/v1/cases', { sellerId, program: program.name })
  const caseId = opened.body.id
  const seller = await world.sellerOf(marketplace, caseId)
  await prepareToRun(seller, caseId)
  return { caseId, seller }
}

/** A seller who has passed, with a proof frame, as an inspection hands them in. */
const passedCase = async (sellerId: string) => {
  const { caseId, seller } = await caseOf(sellerId)
  const run = await goThroughRun(world, seller, caseId, { chunks })
  const claim = await claimInspection(world.app)
  if (claim?.recordingId !== run.recordingId) throw new Error('another inspection is waiting')
  const row = await world.app.database.kysely
    .selectFrom('verification_case')
    .select('key_id')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  const findings = cleanFindings(program).map(
    ({ frames: _, ...finding }, index): Finding => ({
      ...finding,
      proofFrames: index === 0 ? [{ frame: 'front', atMs: 0, marks: [], widthPx: 1280, heightPx: 720 }] : [],
      fields: [],
    }),
  )
  await concludeInspection(world.app, claim, row.key_id, 'attempt', {
    findings,
    frames: new Map([['front', frame]]),
    timing: { framesDecoded: 1 },
    refusal: null,
    face: null,
    models: [{ name: 'a-model', version: '1', sha256: 'ab'.repeat(32) }],
  })
  return { caseId, run }
}
const exported = async (caseId: string) => {
  const response = await marketplace.raw('GET', `/v1/cases/${caseId}/evidence`)
  expect(response.status).toBe(200)
  const verdict = verifyBundle(Buffer.from(await response.arrayBuffer()))
  if (!verdict.ok) throw new Error(`${verdict.fault}: ${verdict.where} ${verdict.detail}`)
  return verdict
}

describe('[EV3] media of a program that does not keep them', () => {
  it('are gone from the disk when their hours are over, and not before; the evidence says why and still verifies', async () => {
    const { caseId, run } = await passedCase('short-lived')
    expect(await filesOf(caseId)).toHaveLength(4)
    expect(Date.parse((await retentionOf(caseId)).deleteAt ?? '')).toBeGreaterThan(world.nowMs() + 71 * hour)
    world.passes(71 * hour)
    await fireDueClocks(world.app)
    expect(await filesOf(caseId)).toHaveLength(4)

    world.passes(hour)
    await fireDueClocks(world.app)
    expect(await filesOf(caseId)).toEqual([])
    expect(await retentionOf(caseId)).toEqual({ deleteAt: null, hold: null, deletedRuns: 1 })

    const { attachments, events } = await exported(caseId)
    const left = attachments.filter(({ omitted }) => omitted !== null)
    const media = Buffer.concat(chunks.map((chunk) => chunk.bytes))
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(left.map((one) => [one.omitted, one.sha256, one.sizeBytes])).toEqual([
      ['retention', sha256(media), media.length],
      ['retention', sha256(frame), frame.length],
    ])
    const told = events.filter(({ type }) => type === 'media-deleted')
    expect(told).toHaveLength(1)
    expect(left.map(({ eventSeq }) => events[(eventSeq ?? 0) - 1]?.type)).toEqual([
      'media-deleted',
      'findings-recorded',
    ])

    const seller = await world.sellerOf(marketplace, caseId)
    const result = await seller.call<AttemptResult>('GET', `/s/api/attempts/${run.attemptId}`)
    expect(result.body.attempt.mediaDeletedAt).not.toBeNull()
    expect(result.body.findings.flatMap((finding) => finding.proofFrames)).toEqual([])
    const reviewed = await lead.call<{ clip: object | null }>(
      'GET',
      `/desk/api/cases/${caseId}/attempts/${run.attemptId}`,
    )
    expect(reviewed.body.clip).toBeNull()
    await deleteDueMedia(world.app, tenantId, caseId)
    expect((await exported(caseId)).events.filter(({ type }) => type === 'media-deleted')).toHaveLength(1)
  })

  it('are deleted to the end after a crash between the bytes and the event', async () => {
    const { caseId, run } = await passedCase('crashed')
    world.passes(80 * hour)
    const { delete: deleteBlob } = world.app.blobs
    let deletions = 0
    world.app.blobs.delete = async (name) => {
      deletions += 1
      if (deletions === 3) throw new Error('the disk is full of something else')
      return deleteBlob.call(world.app.blobs, name)
    }
    await expect(fireDueClocks(world.app)).rejects.toThrow('the disk')
    world.app.blobs.delete = deleteBlob
    expect((await holds(caseId, true)).status).toBe(409)
    const half = await marketplace.call<{ events: { type: string }[] }>('GET', `/v1/cases/${caseId}/events`)
    expect(half.body.events.map(({ type }) => type)).not.toContain('media-deleted')

    await fireDueClocks(world.app)
    expect(await filesOf(caseId)).toEqual([])
    const { attachments } = await exported(caseId)
    expect(attachments.find(({ path }) => path === `recordings/${run.recordingId}.webm`)?.omitted).toBe('retention')
  })

  it('are kept while compliance holds them, which nobody else may', async () => {
    const { caseId } = await passedCase('held')
    expect((await holds(caseId, true, lead)).status).toBe(404)
    expect((await holds(caseId, true)).status).toBe(200)
    world.passes(1000 * hour)
    await fireDueClocks(world.app)
    expect(await filesOf(caseId)).toHaveLength(4)
    expect((await retentionOf(caseId)).hold).not.toBeNull()
    expect((await holds(caseId, false)).status).toBe(200)
    await fireDueClocks(world.app)
    expect(await filesOf(caseId)).toEqual([])
  })

  it('go with rehearsals that no run followed', async () => {
    const { caseId, seller } = await caseOf('rehearsed')
    await rehearse(world, seller, caseId, chunks)
    world.passes(71 * hour)
    await deleteOldRehearsals(world.app)
    expect(await filesOf(caseId)).toHaveLength(3)
    world.passes(hour)
    await deleteOldRehearsals(world.app)
    expect(await filesOf(caseId)).toEqual([])
  })

  it('are announced before anybody agrees to be recorded', async () => {
    const { seller } = await caseOf('told')
    const { body } = await seller.call<SellerHome>('GET', '/s/api/home')
    expect(body.case?.mediaHours).toBe(72)
  })
})
