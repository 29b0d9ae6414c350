import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beat, closeSilentRecordings, fireDueClocks } from '#app/cases/clocks.ts'
import { signHeads } from '#app/evidence/sign-heads.ts'
import type { InspectorResult } from '#app/ports/inspector.ts'
import { concludeInspection } from '#app/runs/conclude-inspection.ts'
import { claimInspection } from '#app/runs/follow-recording.ts'
import type { SellerCase, SellerHome } from '#contracts/seller-api.ts'
import type { FindingSummary } from '#domain/case/events.ts'
import { verifyChain } from '#domain/evidence/chain.ts'
import { parseHeadPayload } from '#domain/evidence/signed-head.ts'
import type { Finding } from '#domain/finding.ts'
import { programAliexpress } from '../world/a-program.ts'
import { aRegistration } from '../world/a-registration.ts'
import { cleanFindings, unsureFinding } from '../world/findings.ts'
import { goThroughRun, openCaseOf, prepareToRun, type StartedRun, sendChunk } from '../world/seller-run.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

const hour = 3_600_000
let world: ServerWorld
beforeAll(async () => {
  world = await openServerWorld()
})
afterAll(() => world.close())

/** The bytes mean nothing here: nobody looks into them. */
const chunks = [0, 1].map((seq) => ({ bytes: new Uint8Array([1, 2, seq]), mediaEndMs: (seq + 1) * 500 }))

const openCase = (marketplace: Person, sellerId: string, noticedAt: string | null = null): Promise<string> =>
  openCaseOf(marketplace, sellerId, { noticedAt })

const run = (seller: Person, caseId: string): Promise<StartedRun> => goThroughRun(world, seller, caseId, { chunks })

/** Hands in findings as an inspection would; what real recordings say is tested with real recordings. */
const inspected = async (
  recordingId: string,
  instead: FindingSummary[],
  refusal: InspectorResult['refusal'] = null,
): Promise<void> => {
  let claim = await claimInspection(world.app)
  while (claim && claim.recordingId !== recordingId) claim = await claimInspection(world.app)
  if (!claim) throw new Error('no inspection of this recording is waiting')
  const row = await world.app.database.kysely
    .selectFrom('verification_case')
    .select('key_id')
    .where('id', '=', claim.caseId)
    .executeTakeFirstOrThrow()
  const findings = cleanFindings(programAliexpress(), instead).map(
    ({ frames: _, ...finding }): Finding => ({ ...finding, proofFrames: [], fields: [] }),
  )
  await concludeInspection(world.app, claim, row.key_id, 'attempt', {
    findings,
    frames: new Map(),
    timing: { framesDecoded: refusal ? 0 : 1 },
    refusal,
    face: null,
    models: [],
  })
}

describe('a seller goes through the AliExpress program', () => {
  it('[RE2] from a notice after the deadline to an account that is restored, decided by a reviewer', async () => {
    const { tenantId, marketplace } = await world.tenant('A marketplace')
    const told = new Date(world.nowMs() - 80 * hour).toISOString()
    const caseId = await openCase(marketplace, 'seller-1', told)
    const restricted = await marketplace.call<{ restrictions: { id: string; state: string }[] }>(
      'GET',
      '/v1/sellers/seller-1/restrictions',
    )
    expect(restricted.body.restrictions.map((one) => one.state)).toEqual(['applying', 'applying'])

    const seller = await world.sellerOf(marketplace, caseId)
    const home = await seller.call<SellerHome>('GET', '/s/api/home')
    expect(home.body.notices.map((notice) => notice.kind)).toContain('case-opened')
    await prepareToRun(seller, caseId)
    const started = await run(seller, caseId)
    await inspected(started.recordingId, [unsureFinding('digits.spoken', 'not-built-yet')])
    expect((await seller.call<SellerCase>('GET', `/s/api/cases/${caseId}`)).body.nextStep).toBe('wait-for-review')

    const reviewer = await world.staff(tenantId, 'reviewer')
    const queue = await reviewer.call<{ items: { attemptId: string }[] }>('GET', '/desk/api/queue')
    expect(queue.body.items.map((item) => item.attemptId)).toEqual([started.attemptId])
    const review = await reviewer.call<{ clip: object; registration: object }>(
      'GET',
      `/desk/api/cases/${caseId}/attempts/${started.attemptId}`,
    )
    expect(review.body.clip).not.toBeNull()
    const decision = { attemptId: started.attemptId, outcome: 'pass', reasons: [], note: 'looks right' }
    expect((await reviewer.call('POST', `/desk/api/cases/${caseId}/decision`, decision)).status).toBe(200)

    for (const { id } of restricted.body.restrictions)
      expect((await marketplace.call('POST', `/v1/restrictions/${id}/ack`, { change: 'lifted' })).status).toBe(200)
    const after = await seller.call<SellerCase>('GET', `/s/api/cases/${caseId}`)
    expect(after.body.status).toBe('restored')
    expect(after.body.restrictions.every((one) => one.state === 'lifted')).toBe(true)
  })

  it('[RE1] is restricted when 72 hours pass without completion', async () => {
    const { marketplace } = await world.tenant('Another marketplace')
    const caseId = await openCase(marketplace, 'seller-2')
    world.passes(73 * hour)
    await fireDueClocks(world.app)
    const seen = await marketplace.call<{ restrictions: { capability: string }[] }>('GET', `/v1/cases/${caseId}`)
    expect(seen.body.restrictions.map((one) => one.capability)).toEqual(['product_listing', 'withdrawal'])
  })
})

describe('[EV1] the evidence of a case', () => {
  it('is one chain whose head is signed after it grew', async () => {
    const { marketplace } = await world.tenant('An audited marketplace')
    const caseId = await openCase(marketplace, 'seller-3')
    await signHeads(world.app)
    const row = await world.app.database.kysely
      .selectFrom('verification_case')
      .select(['head_jws', 'head_hash'])
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow()
    const vouched = await world.app.keys.verify('chain-head', row.head_jws ?? '')
    const signed = vouched.ok ? parseHeadPayload(vouched.payload) : null
    expect(signed?.hash).toBe(row.head_hash)
    const { body } = await marketplace.call<{ events: unknown[] }>('GET', `/v1/cases/${caseId}/events`)
    expect(verifyChain(body.events, signed ? { signed } : {})).toMatchObject({ ok: true })
    expect(verifyChain(body.events.slice(0, -1), signed ? { signed } : {})).toMatchObject({ ok: false })
  })
})

describe('[AT6] [CP5] when a run is not the seller’s fault', () => {
  it('a line that stays dead ends the attempt and uses none', async () => {
    const { marketplace } = await world.tenant('A marketplace with bad lines')
    const caseId = await openCase(marketplace, 'seller-4')
    const seller = await world.sellerOf(marketplace, caseId)
    await prepareToRun(seller, caseId)
    const started = await seller.call<StartedRun>('POST', `/s/api/cases/${caseId}/attempts`)
    await sendChunk(seller, started.body.recordingId, 0, new Uint8Array([1]), 500)
    world.passes(4 * 60_000)
    await closeSilentRecordings(world.app)
    const { body } = await seller.call<SellerCase>('GET', `/s/api/cases/${caseId}`)
    expect(body.attempts).toMatchObject([{ outcome: 'voided', counted: false, voidReason: 'connection-lost' }])
    expect(body.allowance.leftToday).toBe(4)
  })

  it('a recording that nobody can decode uses no attempt', async () => {
    const { marketplace } = await world.tenant('A marketplace with a torn recording')
    const caseId = await openCase(marketplace, 'seller-7')
    const seller = await world.sellerOf(marketplace, caseId)
    await prepareToRun(seller, caseId)
    const { recordingId } = await run(seller, caseId)
    await inspected(recordingId, [unsureFinding('id-card.found', 'recording-unreadable')], {
      code: 'recording-unreadable',
      detail: '',
    })
    const { body } = await seller.call<SellerCase>('GET', `/s/api/cases/${caseId}`)
    expect(body.attempts).toMatchObject([{ outcome: 'voided', counted: false, voidReason: 'inspection-impossible' }])
    expect(body.nextStep).toBe('start-run')
  })

  it('[TR5] a phone that lost its real-name status after the opening bars the run', async () => {
    const { marketplace } = await world.tenant('A marketplace whose seller lost the phone')
    const caseId = await openCase(marketplace, 'seller-8')
    const seller = await world.sellerOf(marketplace, caseId)
    await prepareToRun(seller, caseId)
    await marketplace.call('PUT', '/v1/sellers/seller-8', {
      ...aRegistration(),
      sellerId: 'seller-8',
      phoneRealNameLevel: 1,
    })
    const refused = await seller.call<{ code: string }>('POST', `/s/api/cases/${caseId}/attempts`)
    expect(refused.body.code).toBe('phone-not-real-name')
  })

  it('[CK10] leaving the page is one failure with its reason', async () => {
    const { marketplace } = await world.tenant('A marketplace whose seller leaves')
    const caseId = await openCase(marketplace, 'seller-5')
    const seller = await world.sellerOf(marketplace, caseId)
    await prepareToRun(seller, caseId)
    const { body: started } = await seller.call<StartedRun>('POST', `/s/api/cases/${caseId}/attempts`)
    const loss = { kind: 'hidden', mediaMs: 1200, chunkCount: 2 }
    await seller.call('POST', `/s/api/attempts/${started.attemptId}/focus-losses`, loss)
    const late = await sendChunk(seller, started.recordingId, 0, new Uint8Array([7]), 500)
    expect(late.status, 'evidence on its way is still taken').toBe(200)
    const { body } = await seller.call<SellerCase>('GET', `/s/api/cases/${caseId}`)
    expect(body.attempts).toMatchObject([{ outcome: 'failed', counted: true, failures: [{ code: 'left-the-page' }] }])
    expect(body.allowance.leftToday).toBe(3)
  })

  it('an outage of ours moves the deadline by as long as it lasted', async () => {
    const { marketplace } = await world.tenant('A marketplace during an outage')
    const caseId = await openCase(marketplace, 'seller-6')
    await beat(world.app)
    const before = await marketplace.call<{ deadlineAt: string }>('GET', `/v1/cases/${caseId}`)
    world.passes(3 * hour)
    await beat(world.app)
    const after = await marketplace.call<{ deadlineAt: string }>('GET', `/v1/cases/${caseId}`)
    expect(Date.parse(after.body.deadlineAt) - Date.parse(before.body.deadlineAt)).toBe(3 * hour)
  })
})
