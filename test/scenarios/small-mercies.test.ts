import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideReview } from '#app/review/review.ts'
import { claimInspection, followRecording, leaseMs } from '#app/runs/follow-recording.ts'
import { sendInviteMail } from '#app/staff/invite-staff.ts'
import type { SellerList } from '#contracts/desk-sellers.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { sweep } from '#jobs/sweep.ts'
import { aDevice } from '../world/a-registration.ts'
import { goThroughRun, openCaseOf, prepareToRun } from '../world/seller-run.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** What goes wrong without anybody's fault, and what is told instead of being swallowed. */
const minute = 60_000
let world: ServerWorld
let tenant: Awaited<ReturnType<ServerWorld['tenant']>>
let lead: Person
beforeAll(async () => {
  world = await openServerWorld()
  tenant = await world.tenant('A marketplace')
  lead = await world.staff(tenant.tenantId, 'supervisor')
})
afterAll(() => world.close())

const chunks = [0, 1].map((seq) => ({ bytes: new Uint8Array([1, 2, seq]), mediaEndMs: (seq + 1) * 500 }))
const caseOf = async (seller: Person) => {
  const { body } = await seller.call<SellerHome>('GET', '/s/api/home')
  if (!body.case) throw new Error('no case')
  return body.case
}
const eventsOf = async (caseId: string) =>
  (
    await tenant.marketplace.call<{ events: { type: string; data: Record<string, unknown> }[] }>(
      'GET',
      `/v1/cases/${caseId}/events`,
    )
  ).body.events

describe('a challenge that comes too late', () => {
  const inFace = async (sellerId: string) => {
    const caseId = await openCaseOf(tenant.marketplace, sellerId)
    const seller = await world.sellerOf(tenant.marketplace, caseId)
    await prepareToRun(seller, caseId)
    const started = await seller.call<{ attemptId: string }>('POST', `/s/api/cases/${caseId}/attempts`)
    const at = `/s/api/attempts/${started.body.attemptId}`
    for (const step of ['id-front', 'id-back']) {
      await seller.call('POST', `${at}/steps/${step}/start`, { mediaMs: 0 })
      world.passes(6_000)
      await seller.call('POST', `${at}/steps/${step}/end`, { mediaMs: 0 })
    }
    await seller.call('POST', `${at}/steps/face/start`, { mediaMs: 0 })
    return { caseId, seller, at }
  }
  const ask = (seller: Person, at: string) =>
    seller.call<{ code: string; challenge: unknown }>('POST', `${at}/challenges`, {
      stepId: 'face',
      index: 0,
      mediaMs: 0,
    })

  it('[CP5] [AT6] because we were away takes nothing: the run goes on, and an answer lost on the way is shown anew', async () => {
    const { caseId, seller, at } = await inFace('late-by-us')
    const shownTypes = async () =>
      (await eventsOf(caseId)).map(({ type }) => type).filter((type) => type.startsWith('challenge'))
    const awayFor = (ms: number) => {
      world.passes(ms)
      world.app.settings.startedAtMs = world.nowMs()
    }
    awayFor(4 * minute)
    const first = await ask(seller, at)
    expect(first.status).toBe(200)
    awayFor(2 * minute)
    expect((await ask(seller, at)).body.challenge).toEqual(first.body.challenge)
    expect((await ask(seller, at)).body.challenge).toEqual(first.body.challenge)
    expect(await shownTypes()).toEqual(['challenge-shown', 'challenge-shown-again'])
  })

  it('[AT6] by more than a step’s time once we are back ends the run at once as our outage, and uses nothing', async () => {
    const { caseId, seller, at } = await inFace('later-by-us')
    world.passes(8 * minute)
    world.app.settings.startedAtMs = world.nowMs()
    world.passes(minute + 1)
    const answered = await ask(seller, at)
    expect([answered.status, answered.body.code]).toEqual([409, 'challenge-expired'])
    const [attempt] = (await caseOf(seller)).attempts
    expect(attempt).toMatchObject({ outcome: 'voided', voidReason: 'our-outage', counted: false })
    expect((await eventsOf(caseId)).map((event) => event.type)).toContain('deadline-moved')
  })

  it('[AT6] after a connection was away ends it at once too, as nobody’s fault', async () => {
    const { seller, at } = await inFace('late-by-line')
    world.passes(2 * minute)
    expect((await ask(seller, at)).body.code).toBe('challenge-expired')
    const verification = await caseOf(seller)
    expect(verification.attempts[0]).toMatchObject({ outcome: 'voided', voidReason: 'connection-lost', counted: false })
    expect(verification.nextStep).toBe('start-run')
  })
})

describe('a run whose beginning was not answered', () => {
  it('[CP5] is begun once: the same key gets the same attempt and recording, another key is refused meanwhile', async () => {
    const caseId = await openCaseOf(tenant.marketplace, 'begun-twice')
    const seller = await world.sellerOf(tenant.marketplace, caseId)
    await prepareToRun(seller, caseId)
    const begin = (key: string) =>
      seller.call<{ attemptId: string; recordingId: string; code?: string }>(
        'POST',
        `/s/api/cases/${caseId}/attempts`,
        undefined,
        { 'idempotency-key': key },
      )
    const first = await begin('a key of this page')
    expect(first.status).toBe(201)
    expect(await begin('a key of this page')).toMatchObject({ status: 201, body: first.body })
    expect((await begin('a key of another page')).body.code).toBe('attempt-already-running')
    expect((await begin('short')).status).toBe(422)
    expect((await eventsOf(caseId)).filter(({ type }) => type === 'attempt-started')).toHaveLength(1)
  })
})

describe('a seller behind a listed proxy', () => {
  it('[DV4] is told at the device check and may go on; the reviewer sees the hint', async () => {
    const caseId = await openCaseOf(tenant.marketplace, 'proxied')
    const seller = await world.sellerOf(tenant.marketplace, caseId)
    const atHome = world.app.networks
    world.app.networks = { hasList: true, isProxy: (address) => address?.startsWith('192.0.2.') ?? false }
    const checked = await seller.call('POST', `/s/api/cases/${caseId}/device-checks`, aDevice())
    world.app.networks = atHome
    expect(checked.body).toEqual({ ok: true, problems: [], signals: ['proxy'] })
    const [event] = (await eventsOf(caseId)).filter(({ type }) => type === 'device-checked')
    expect(event?.data).toMatchObject({ signals: [{ signal: 'proxy', confidence01: 0.8 }] })
  })
})

describe('what was erased', () => {
  it('[EV2] ends the inspection of its recording for good', async () => {
    const caseId = await openCaseOf(tenant.marketplace, 'erased')
    const seller = await world.sellerOf(tenant.marketplace, caseId)
    await prepareToRun(seller, caseId)
    const { recordingId } = await goThroughRun(world, seller, caseId, { chunks })
    const { key_id } = await world.app.database.kysely
      .selectFrom('verification_case')
      .select('key_id')
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow()
    await world.app.keys.destroy(key_id)
    // Whatever else waits in this world is taken and left.
    for (let claim = await claimInspection(world.app); claim; claim = await claimInspection(world.app))
      if (claim.recordingId === recordingId)
        await followRecording(world.app, claim, async () => {}, new AbortController().signal)
    const state = () =>
      world.app.database.kysely
        .selectFrom('inspection')
        .select('state')
        .where('recording_id', '=', recordingId)
        .executeTakeFirstOrThrow()
    expect(await state()).toEqual({ state: 'done' })
    expect((await caseOf(seller)).attempts[0]).toMatchObject({ outcome: 'voided', voidReason: 'inspection-impossible' })
    world.passes(2 * leaseMs)
    for (let claim = await claimInspection(world.app); claim; claim = await claimInspection(world.app))
      expect(claim.recordingId).not.toBe(recordingId)
  })
})

describe('[EL1] papers of the offline lane', () => {
  it('are refused by coded reasons, told with what to send instead; others may follow and pass', async () => {
    const caseId = await openCaseOf(tenant.marketplace, 'papers')
    const seller = await world.sellerOf(tenant.marketplace, caseId)
    await seller.call('POST', `/s/api/cases/${caseId}/lane`, { lane: 'offline', way: 'mail' })
    const decide = (body: object) =>
      lead.call<{ code: string }>('POST', `/desk/api/cases/${caseId}/offline-decision`, body)
    const note = 'in the grey cupboard'
    expect((await decide({ outcome: 'refuse', reasons: [], note })).status).toBe(422)
    expect((await decide({ outcome: 'refuse', reasons: ['card-glare'], note })).body.code).toBe('reason-unknown')
    expect((await decide({ outcome: 'refuse', reasons: ['papers-incomplete'], note })).status).toBe(200)
    const refused = await caseOf(seller)
    expect(refused.status).toBe('offline')
    expect(refused.offlineLane?.refused?.failures.map(({ code }) => code)).toEqual(['papers-incomplete'])
    const { body } = await seller.call<SellerHome>('GET', '/s/api/home')
    const told = body.notices.find(({ kind }) => kind === 'offline-refused')
    expect(told?.channels).toContain('email')
    expect(told?.body).toContain('材料不齐')
    await seller.call('POST', `/s/api/cases/${caseId}/lane`, { lane: 'offline', way: 'mail' })
    expect((await caseOf(seller)).offlineLane?.refused).toBeNull()
    expect((await decide({ outcome: 'pass', reasons: [], note })).status).toBe(200)
    expect((await caseOf(seller)).status).toBe('restored')
  })
})

describe('the desk', () => {
  it('[EV4] records one look per person and clip, however many pieces a player asks for', async () => {
    const caseId = await openCaseOf(tenant.marketplace, 'looked-at')
    const seller = await world.sellerOf(tenant.marketplace, caseId)
    await prepareToRun(seller, caseId)
    const { attemptId } = await goThroughRun(world, seller, caseId, { chunks })
    const other = await world.staff(tenant.tenantId, 'reviewer')
    const play = (person: Person) =>
      person.raw('GET', `/desk/api/cases/${caseId}/attempts/${attemptId}/clip`, { headers: { range: 'bytes=0-' } })
    const looks = async () =>
      (await eventsOf(caseId)).filter(({ type, data }) => type === 'evidence-viewed' && data.what === 'clip').length
    for (let time = 0; time < 3; time += 1) await play(lead)
    expect(await looks()).toBe(1)
    await play(other)
    expect(await looks()).toBe(2)
    world.passes(6 * minute)
    await play(lead)
    expect(await looks()).toBe(3)
  })

  it('refuses a reason that does not exist by its name', async () => {
    const caller = { tenantId: tenant.tenantId, staffId: 'somebody', lead: false }
    const caseId = await openCaseOf(tenant.marketplace, 'unknown-reason')
    const asked = { attemptId: 'a', outcome: 'fail' as const, reasons: ['card-glare', 'bad-mood'], note: null }
    expect(await decideReview(world.app, caller, caseId, asked)).toEqual({
      ok: false,
      refusal: { code: 'reason-unknown', details: { reason: 'bad-mood' } },
    })
  })

  it('mails an invitation with its link, in the language asked for, and forgets the link', async () => {
    const admin = await world.staff(tenant.tenantId, 'admin')
    const asked = { email: 'Lin.Wei@staff.test', name: '林薇', role: 'reviewer', language: 'zh' }
    const { body } = await admin.call<{ staff: { id: string }; setupUrl: string }>('POST', '/desk/api/staff', asked)
    const kept = () =>
      world.app.database.kysely
        .selectFrom('staff_invite')
        .select(['token_sealed', 'mail_state'])
        .where('staff_id', '=', body.staff.id)
        .executeTakeFirstOrThrow()
    expect((await kept()).token_sealed).not.toContain(body.setupUrl.split('#')[1])
    await sendInviteMail(world.app, body.staff.id)
    await sendInviteMail(world.app, body.staff.id)
    expect(await kept()).toEqual({ token_sealed: null, mail_state: 'accepted' })
    const mails =
      (await world.built.mailbox?.list())?.filter(({ to }) => to.toLowerCase() === 'lin.wei@staff.test') ?? []
    expect(mails.map(({ subject }) => subject)).toEqual(['A marketplace认证审核台账号'])
  })
})

describe('sellers at the desk', () => {
  it('are found by the beginning of their id, page by page, and none of another marketplace', async () => {
    const other = await world.tenant('Another marketplace')
    for (const id of ['lamp_1', 'lamp_2', 'lampX3', 'other']) await registerASeller(tenant.marketplace, id)
    await registerASeller(other.marketplace, 'lamp_9')
    const listed = async (query: string) => (await lead.call<SellerList>('GET', `/desk/api/sellers?${query}`)).body
    const first = await listed('begins=lamp_&limit=1')
    expect(first.sellers.map(({ sellerId }) => sellerId)).toEqual(['lamp_1'])
    const second = await listed(`begins=lamp_&limit=1&after=${first.next}`)
    // What stands for any letter in the database stands for itself here.
    expect(second).toMatchObject({ sellers: [{ sellerId: 'lamp_2', newestCase: null }], next: null })
    expect((await lead.call('GET', '/desk/api/sellers/lamp_9')).status).toBe(404)
  })
})

describe('what is done every minute', () => {
  it('is done to its end where one chore fails, and every failure is told', async () => {
    const done: string[] = []
    const chore =
      (name: string, fails = false) =>
      async () => {
        done.push(name)
        if (fails) throw new Error(`${name} failed`)
      }
    const swept = sweep(world.app, [chore('first', true), chore('second'), chore('third', true), chore('last')])
    await expect(swept).rejects.toMatchObject({
      message: '2 of 4 chores of this minute failed',
      errors: [{ message: 'first failed' }, { message: 'third failed' }],
    })
    expect(done).toEqual(['first', 'second', 'third', 'last'])
  })
})
