import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewView } from '#contracts/desk-api.ts'
import { programWithCalls } from '../world/a-program.ts'
import { aJpeg, type CalledRoom, openCalledRoom } from '../world/called-room.ts'
import { type CalledMarketplace, openCalledMarketplace } from '../world/called-sellers.ts'
import { sendChunk } from '../world/seller-run.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** What is told of a call afterwards, to those who decide by it; two people decide, as a program may ask. */
let world: ServerWorld
let place: CalledMarketplace
let mara: { person: Person; id: string }
let other: { person: Person; id: string }
beforeAll(async () => {
  world = await openServerWorld()
  const program = programWithCalls({
    call: { conduct: { verdictAtEnd: false } },
    decision: { fourEyes: ['call'] },
    attempts: { keepWhatWasRight: true },
  })
  place = await openCalledMarketplace(world, 'A marketplace', program)
  mara = await place.reviewer()
  other = await place.reviewer()
  await place.duty(mara.id, { hours: { from: '00:00', to: '23:30' } })
})
afterAll(() => world.close())

type Call = CalledRoom & { attemptId: string; recordingId: string }
const aCall = async (sellerId: string): Promise<Call> => {
  const room = await openCalledRoom(world, place, mara.person, sellerId)
  await room.sellerEnters('the office')
  return { ...room, ...(await room.begins()) }
}
const records = async ({ seller }: Call, recordingId: string, seq: number) => {
  world.passes(500)
  return sendChunk(seller.browser, recordingId, seq, new Uint8Array([1, 2, 3]), (seq + 1) * 500)
}
const at = ({ seller, attemptId }: Call) => `/desk/api/cases/${seller.caseId}/attempts/${attemptId}`
const reviewOf = async (call: Call, by = mara.person) => {
  const { status, body } = await by.call<ReviewView>('GET', at(call))
  expect(status).toBe(200)
  if (!body.call) throw new Error('the review says nothing of the call')
  return { ...body, call: body.call }
}
const decide = (call: Call, by: Person, outcome: string, reasons: string[] = []) =>
  by.call<{ code?: string; status: string }>('POST', `/desk/api/cases/${call.seller.caseId}/decision`, {
    attemptId: call.attemptId,
    outcome,
    reasons,
    note: null,
  })
const looksOf = async ({ seller }: Call): Promise<object[]> => {
  const path = `/v1/cases/${seller.caseId}/events`
  const told = await place.marketplace.call<{ events: { type: string; data: object }[] }>('GET', path)
  return told.body.events.filter(({ type }) => type === 'evidence-viewed').map(({ data }) => data)
}

describe('[LC4] [LC6] the review of a call', () => {
  it('tells each step with its judgement, note and pictures, what was asked and said, and who was there', async () => {
    const call = await aCall('is-told')
    for (const seq of [0, 1]) await records(call, call.recordingId, seq)
    await call.deskEnters('supervisor', place.lead)
    await call.atDesk('POST', '/steps', { stepId: 'id-front' })
    const { askId } = (await call.atDesk<{ askId: string }>('POST', '/snapshots', { stepId: 'id-front' })).body
    await call.sendsSnapshot(askId)
    await call.atDesk('POST', '/steps/id-front/judgement', { judgement: 'wrong', note: 'a copy' })
    await call.atDesk('POST', '/suspicions', { what: 'coaching', note: 'looks aside' })
    await call.asSeller('POST', '/chat', { text: '我听不见' })
    await call.asSeller('POST', '/interruptions', { state: 'begun', what: 'media-stalled' })
    world.passes(4000)
    await call.asSeller('POST', '/interruptions', { state: 'over', what: 'media-stalled' })
    expect((await call.ends(null)).status).toBe(200)

    const { call: told, steps } = await reviewOf(call)
    expect(told).toMatchObject({ place: 'the office', over: { why: 'done' }, opinionsHidden: false })
    expect(told.people.map(({ id, role, to }) => [id, role, to !== null])).toEqual([
      ['seller', 'seller', true],
      [mara.id, 'reviewer', true],
      [place.leadId, 'supervisor', true],
    ])
    expect(told.steps[0]).toMatchObject({
      id: 'id-front',
      asked: true,
      judgement: 'wrong',
      note: 'a copy',
      snapshots: [{ id: askId, widthPx: 1280, heightPx: 720, mediaMs: 1000, recordingId: call.recordingId }],
    })
    expect(told.steps[1]).toMatchObject({ asked: false, judgement: null, snapshots: [] })
    expect(told.suspicions).toMatchObject([{ what: 'coaching', note: 'looks aside' }])
    expect(told.chat).toMatchObject([{ by: 'seller', text: '我听不见' }])
    expect(told.questions).toHaveLength(1)
    expect(told.interruptions).toMatchObject([{ what: 'media-stalled', side: 'unknown', endedAt: expect.any(String) }])
    expect(told).toMatchObject({ counted: 1, borne: 2 })
    expect(steps).toMatchObject([{ id: 'id-front', startMs: 1000, recordingId: call.recordingId }])
  })

  it('[EV4] its pictures are for staff who review and for compliance, and looking is recorded', async () => {
    const call = await aCall('is-pictured')
    const { askId } = (await call.atDesk<{ askId: string }>('POST', '/snapshots', { stepId: 'id-front' })).body
    await call.sendsSnapshot(askId)
    await call.ends(null)
    const compliance = await world.staff(place.tenantId, 'compliance')
    const before = (await looksOf(call)).length
    const picture = await compliance.raw('GET', `/desk/api/calls/${call.bookingId}/snapshots/${askId}`)
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(aJpeg)
    expect((await looksOf(call)).length).toBe(before + 1)
    const elsewhere = await world.staff((await world.tenant('Another marketplace')).tenantId, 'supervisor')
    expect((await elsewhere.call('GET', at(call))).status).toBe(404)
    expect((await elsewhere.raw('GET', `/desk/api/calls/${call.bookingId}/snapshots/${askId}`)).status).toBe(404)
  })

  it('[CP5] earlier recordings and what the reviewer saw are there to be played, each look recorded', async () => {
    const call = await aCall('reloads')
    await records(call, call.recordingId, 0)
    await call.atDesk('POST', '/steps', { stepId: 'pan' })
    await call.sellerEnters()
    const next = (await call.asSeller<{ recordingId: string }>('POST', '/recording')).body.recordingId
    await records(call, next, 0)
    const witness = (await call.deskRoom()).held?.witnessRecordingId ?? ''
    const bytes = new Uint8Array([7, 8, 9])
    await mara.person.raw('PUT', `/desk/api/recordings/${witness}/chunks/0`, {
      body: bytes,
      headers: { 'x-chunk-sha256': createHash('sha256').update(bytes).digest('hex'), 'x-media-end-ms': '500' },
    })
    await call.ends(null)
    const { call: told, steps } = await reviewOf(call)
    expect(told.recordings.map(({ id, of, clip }) => [id, of, clip?.sizeBytes])).toEqual([
      [call.recordingId, 'seller', 3],
      [next, 'seller', 3],
      [witness, 'witness', 3],
    ])
    expect(steps.map(({ id, recordingId, startMs }) => [id, recordingId, startMs])).toEqual([
      ['pan', call.recordingId, 500],
      ['pan', next, 0],
    ])
    const looks = (await looksOf(call)).length
    const clip = await other.person.raw('GET', told.recordings[2]?.clip?.url ?? '')
    expect(new Uint8Array(await clip.arrayBuffer())).toEqual(bytes)
    expect((await looksOf(call)).length).toBe(looks + 1)
    const stranger = await aCall('somebody-else')
    const foreign = `${at(call)}/recordings/${stranger.recordingId}/clip`
    expect((await mara.person.raw('GET', foreign)).status).toBe(404)
    expect((await call.seller.browser.raw('GET', told.recordings[0]?.clip?.url ?? '')).status).toBe(401)
  })
})

describe('[DE3] the second of four eyes', () => {
  it('is shown what happened, and not what anybody thought of it, until they have said what they think', async () => {
    const call = await aCall('is-judged-twice')
    await call.judgesAllRight()
    await call.atDesk('POST', '/steps/pan/judgement', { judgement: 'wrong', note: 'only a corridor' })
    await call.atDesk('POST', '/suspicions', { what: 'stand-in', note: 'another voice' })
    await call.ends(null)
    expect((await decide(call, mara.person, 'fail', ['premises-not-shown'])).status).toBe(200)

    const blind = await reviewOf(call, other.person)
    expect(blind.call).toMatchObject({ opinionsHidden: true, suspicions: [] })
    expect(blind.call.steps.map(({ judgement, note }) => [judgement, note])).toEqual(Array(6).fill([null, null]))
    expect(blind.call.steps.every(({ snapshots }) => snapshots.length === 1)).toBe(true)
    expect(blind.call.people).toHaveLength(2)
    expect(blind.history.map(({ type }) => type)).not.toContain('step-judged')
    expect(JSON.stringify(blind)).not.toMatch(/only a corridor|another voice|suspicion-noted|opinion-given/)
    const room = (await call.deskRoom(other.person)).held
    expect(room?.suspicions).toEqual([])
    expect(room?.steps.map(({ judgement, note }) => judgement ?? note)).toEqual(Array(6).fill(null))
    const page = await other.person.call<{ history: { type: string }[] }>(
      'GET',
      `/desk/api/cases/${call.seller.caseId}`,
    )
    expect(page.body.history.map(({ type }) => type)).not.toContain('step-judged')
    expect((await reviewOf(call)).call.steps.at(-2)).toMatchObject({ judgement: 'wrong', note: 'only a corridor' })

    expect((await decide(call, other.person, 'pass')).status).toBe(200)
    const after = await reviewOf(call, other.person)
    expect(after.call).toMatchObject({ opinionsHidden: false, suspicions: [{ what: 'stand-in' }] })
    expect((await decide(call, place.lead, 'pass')).body.code).toBe('checklist-open')
    const judged = await call.atDesk('POST', '/steps/pan/judgement', { judgement: 'right', note: null }, place.lead)
    expect(judged.status).toBe(200)
    expect((await decide(call, place.lead, 'pass')).status).toBe(200)
    expect(['passed', 'restored']).toContain((await call.seller.case()).status)
  })
})
