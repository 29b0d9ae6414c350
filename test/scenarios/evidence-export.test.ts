import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concludeInspection } from '#app/runs/conclude-inspection.ts'
import { claimInspection } from '#app/runs/follow-recording.ts'
import { readContainer } from '#domain/evidence/container.ts'
import { verifyBundle } from '#domain/evidence/verify-bundle.ts'
import type { Finding } from '#domain/finding.ts'
import { programAliexpress } from '../world/a-program.ts'
import { cleanFindings } from '../world/findings.ts'
import { goThroughRun, openCaseOf, prepareToRun, type Sent, type StartedRun } from '../world/seller-run.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

let world: ServerWorld
beforeAll(async () => {
  world = await openServerWorld()
})
afterAll(() => world.close())

const chunks: Sent[] = [0, 1, 2].map((seq) => ({
  bytes: new Uint8Array(Buffer.from(`chunk ${seq} `.repeat(20 + seq))),
  mediaEndMs: (seq + 1) * 500,
}))
const frame = Buffer.from('a proof frame')

/** A run with findings and a proof frame, as an inspection hands them in. */
const aRun = async (marketplace: Person, sellerId: string): Promise<{ caseId: string; run: StartedRun }> => {
  const caseId = await openCaseOf(marketplace, sellerId)
  const seller = await world.sellerOf(marketplace, caseId)
  await prepareToRun(seller, caseId)
  const run = await goThroughRun(world, seller, caseId, { chunks })
  const claim = await claimInspection(world.app)
  if (claim?.recordingId !== run.recordingId) throw new Error('another inspection is waiting')
  const row = await world.app.database.kysely
    .selectFrom('verification_case')
    .select('key_id')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  const findings = cleanFindings(programAliexpress(), []).map(
    ({ frames: _, ...finding }): Finding => ({ ...finding, proofFrames: [], fields: [] }),
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

const exported = async (marketplace: Person, caseId: string): Promise<{ bytes: Buffer; response: Response }> => {
  const response = await marketplace.raw('GET', `/v1/cases/${caseId}/evidence`)
  expect(response.status).toBe(200)
  return { bytes: Buffer.from(await response.arrayBuffer()), response }
}

describe('the evidence of a case', () => {
  it('[EV1] is one file that verifies offline, with the recording proved by what an event recorded', async () => {
    const { tenantId, marketplace } = await world.tenant('Evidence market')
    const { caseId, run } = await aRun(marketplace, 'seller-1')
    const { bytes, response } = await exported(marketplace, caseId)
    expect(response.headers.get('content-type')).toBe('application/zip')
    expect(Number(response.headers.get('content-length'))).toBe(bytes.length)

    const kids = (await world.app.keys.publicJwks()).keys.map((key) => key.kid)
    const verdict = verifyBundle(bytes, { trustedKids: kids })
    expect(verdict).toMatchObject({ ok: true, caseId, tenantId, signerTrusted: true })
    if (!verdict.ok) return
    expect(verdict.provedByChunks).toContain(`recordings/${run.recordingId}.webm`)
    // The export itself is the last thing that the exported chain tells.
    expect(verdict.events.at(-1)).toMatchObject({ data: { type: 'evidence-viewed', what: 'export' } })

    const read = readContainer(bytes)
    const blob = (path: string) =>
      read.ok ? (read.entries.find((entry) => entry.path === `blobs/${path}`)?.bytes ?? null) : null
    const media = Buffer.concat(chunks.map((chunk) => chunk.bytes))
    expect(blob(`recordings/${run.recordingId}.webm`)).toEqual(media)
    const frames = verdict.attachments.filter((each) => each.path.startsWith('frames/'))
    expect(frames.map((each) => each.sha256)).toEqual([createHash('sha256').update(frame).digest('hex')])
    // Frames too are named with their digests by the event that recorded the findings.
    const naming = verdict.events[(frames[0]?.eventSeq ?? 0) - 1]
    expect(naming).toMatchObject({ type: 'findings-recorded' })
    const json = (path: string) => JSON.parse(Buffer.from(blob(path) ?? []).toString('utf8'))
    expect(json('program.json')).toMatchObject({ name: 'aliexpress', version: programAliexpress().version })
    expect(json('registration.json')).toMatchObject({ sellerId: 'seller-1' })
    expect(json(`runs/${run.attemptId}/models.json`).models).toEqual([
      { name: 'a-model', version: '1', sha256: 'ab'.repeat(32) },
    ])
    expect(json(`runs/${run.attemptId}/findings.json`).length).toBeGreaterThan(10)
    expect(json(`runs/${run.attemptId}/challenges.json`).digits).toHaveLength(4)
  })

  it('[EV1] never verifies after a byte was changed, wherever it lies', async () => {
    const { marketplace } = await world.tenant('Tampered market')
    const { caseId } = await aRun(marketplace, 'seller-1')
    const { bytes } = await exported(marketplace, caseId)
    expect(verifyBundle(bytes).ok).toBe(true)
    // Every byte is tried on small bundles beside the code; here a few hundred all over a real one.
    const step = Math.max(1, Math.floor(bytes.length / 400))
    for (let at = 0; at < bytes.length; at += step) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(verifyBundle(changed).ok, `byte ${at}`).toBe(false)
    }
  })

  it('[EV1] is only for the marketplace whose case it is, with a key that may read cases', async () => {
    const { marketplace, keyWith } = await world.tenant('Owner')
    const stranger = await world.tenant('Stranger')
    const { caseId } = await aRun(marketplace, 'seller-1')
    const path = `/v1/cases/${caseId}/evidence`
    expect((await stranger.marketplace.call('GET', path)).status).toBe(404)
    expect((await (await keyWith(['sellers'])).call('GET', path)).status).toBe(404)
    expect((await world.nobody.call('GET', path)).status).toBe(401)
    expect((await marketplace.call('GET', '/v1/cases/case_none/evidence')).status).toBe(404)
  })
})
