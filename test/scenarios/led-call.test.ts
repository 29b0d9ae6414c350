import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeSilentRecordings, fireDueClocks } from '#app/cases/clocks.ts'
import { watchCalls } from '#app/held-call/watch-calls.ts'
import { aJpeg, type CalledRoom, openCalledRoom } from '../world/called-room.ts'
import { type CalledMarketplace, openCalledMarketplace } from '../world/called-sellers.ts'
import { sendChunk } from '../world/seller-run.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** Calls that were answered, to their verdict, through the doors that both sides use; the clock is moved by hand. */
const second = 1000
let world: ServerWorld
let place: CalledMarketplace
let mara: { person: Person; id: string }
beforeAll(async () => {
  world = await openServerWorld()
  place = await openCalledMarketplace(world, 'A marketplace')
  mara = await place.reviewer()
  await place.duty(mara.id, { hours: { from: '00:00', to: '23:30' } })
})
afterAll(() => world.close())

const aCall = async (sellerId: string): Promise<CalledRoom & { attemptId: string; recordingId: string }> => {
  const room = await openCalledRoom(world, place, mara.person, sellerId)
  return { ...room, ...(await room.begins()) }
}
const bytes = new Uint8Array([1, 2, 3])
/** Half a second of recording, and the half second it took. */
const records = async ({ seller }: CalledRoom, recordingId: string, seq: number) => {
  world.passes(500)
  return sendChunk(seller.browser, recordingId, seq, bytes, (seq + 1) * 500)
}
const eventsOf = async ({ seller }: CalledRoom) =>
  (
    await place.marketplace.call<{ events: { type: string; data: Record<string, unknown> }[] }>(
      'GET',
      `/v1/cases/${seller.caseId}/events`,
    )
  ).body.events
const lastEvent = async (call: CalledRoom, type: string) => (await eventsOf(call)).findLast((one) => one.type === type)
const bothSaySomething = async (call: CalledRoom) => {
  await call.asSeller('POST', '/alive', { epoch: 1 })
  await call.atDesk('POST', '/alive', { epoch: 1 })
}

describe('[LC4] the reviewer leads', () => {
  it('through every step to a pass, which gives the seller everything back', async () => {
    const call = await aCall('passes')
    for (const seq of [0, 1, 2, 3]) await records(call, call.recordingId, seq)
    await call.atDesk('POST', '/steps', { stepId: 'id-front' })
    expect((await lastEvent(call, 'step-started'))?.data).toMatchObject({ stepId: 'id-front', claimedMediaMs: 2000 })
    expect((await call.sellerRoom()).held?.steps[0]).toMatchObject({ id: 'id-front', state: 'open' })
    const early = await call.ends({ outcome: 'pass', reasons: [], note: null })
    expect(early.body.code).toBe('checklist-open')
    expect((await call.sellerRoom()).phase).toBe('held')
    await call.judgesAllRight()
    expect((await call.ends(null)).body.code).toBe('verdict-missing')
    expect((await call.ends({ outcome: 'pass', reasons: [], note: 'all clear' })).status).toBe(200)
    expect((await call.sellerRoom()).held?.over).toMatchObject({ why: 'done' })
    expect(['passed', 'restored']).toContain((await call.seller.case()).status)

    expect((await records(call, call.recordingId, 4)).status).toBe(200)
    const whole = { chunkCount: 5, mediaMs: 2500 }
    const path = `/s/api/attempts/${call.attemptId}/complete`
    expect((await call.seller.browser.call('POST', path, whole)).status).toBe(200)
    expect((await lastEvent(call, 'attempt-ended'))?.data).toMatchObject({ end: { how: 'completed' }, chunkCount: 5 })
  })

  it('[RE4] the verdict at the end of the call carries what the originals showed otherwise', async () => {
    const call = await aCall('has-moved')
    await call.judgesAllRight()
    const confirmed = { address: '7 New Street' }
    expect((await call.ends({ outcome: 'pass', reasons: [], note: null, confirmed })).status).toBe(200)
    const path = `/v1/cases/${call.seller.caseId}/registration`
    expect((await place.marketplace.call('GET', path)).body).toMatchObject({ fields: ['address'], values: confirmed })
  })

  it('[RE4] what the seller promised is kept, its kind for the marketplace and its words for the desk', async () => {
    const call = await aCall('promises')
    const asked = { what: 'renew-document', note: 'the licence, by Friday' }
    expect((await call.asSeller('POST', '/commitments', asked)).status).toBe(404)
    expect((await call.atDesk('POST', '/commitments', { ...asked, what: 'to-behave' })).status).toBe(422)
    expect((await call.atDesk('POST', '/commitments', asked)).status).toBe(200)
    expect((await call.deskRoom()).held?.commitments).toMatchObject([asked])
    const told = await place.marketplace.call('GET', `/v1/cases/${call.seller.caseId}`)
    expect(told.body.commitments).toMatchObject([{ attemptId: call.attemptId, what: 'renew-document' }])
    expect(JSON.stringify([told.body, await eventsOf(call)])).not.toContain('Friday')
  })

  it('a picture is asked for, comes once, and only staff see it; a look is recorded', async () => {
    const call = await aCall('is-pictured')
    const asked = await call.atDesk<{ askId: string }>('POST', '/snapshots', { stepId: 'id-front' })
    const { askId } = asked.body
    expect((await call.sellerRoom()).snapshotAsked).toEqual({ askId, stepId: 'id-front' })
    expect((await call.sendsSnapshot(askId, new Uint8Array([1, 2, 3, 4]))).status).toBe(422)
    expect((await call.sendsSnapshot('snp_other')).status).toBe(404)
    expect((await call.sendsSnapshot(askId)).status).toBe(200)
    expect((await call.sendsSnapshot(askId)).status).toBe(200)
    expect((await call.sendsSnapshot(askId, new Uint8Array([...aJpeg, 4]))).status).toBe(409)
    expect((await call.sellerRoom()).snapshotAsked).toBeNull()
    const [step] = (await call.deskRoom()).held?.steps ?? []
    expect(step?.snapshots).toMatchObject([{ id: askId, widthPx: 1280, heightPx: 720 }])
    const picture = await mara.person.raw('GET', `/desk/api/calls/${call.bookingId}/snapshots/${askId}`)
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(aJpeg)
    expect((await lastEvent(call, 'evidence-viewed'))?.data).toMatchObject({ what: 'review' })
    const taken = (await eventsOf(call)).filter(({ type }) => type === 'snapshot-taken')
    expect(taken).toHaveLength(1)
    expect(taken[0]?.data.sha256).toBe(createHash('sha256').update(aJpeg).digest('hex'))
  })

  it('what is written is read back, and sealed in the evidence', async () => {
    const call = await aCall('chats')
    await call.asSeller('POST', '/chat', { text: '我听不见' })
    await call.atDesk('POST', '/chat', { text: 'Please read what I write here.' })
    await call.atDesk('POST', '/steps', { stepId: 'id-front' })
    await call.atDesk('POST', '/steps/id-front/judgement', { judgement: 'wrong', note: 'a copy' })
    await call.atDesk('POST', '/suspicions', { what: 'coaching', note: 'looks aside' })
    const desk = await call.deskRoom()
    expect(desk.chat.map(({ by, text }) => [by, text])).toEqual([
      ['seller', '我听不见'],
      ['reviewer', 'Please read what I write here.'],
    ])
    expect(desk.held?.steps[0]).toMatchObject({ judgement: 'wrong', note: 'a copy' })
    expect(desk.held?.suspicions).toMatchObject([{ what: 'coaching', note: 'looks aside' }])
    const room = await call.sellerRoom()
    expect(room.chat).toHaveLength(2)
    expect(JSON.stringify(room)).not.toContain('looks aside')
    expect(JSON.stringify(await eventsOf(call))).not.toContain('looks aside')
    const question = desk.held?.questions[0]
    await call.atDesk('POST', '/questions', { questionId: question?.id })
    expect((await call.sellerRoom()).question).toBe(question?.text.en)
    // Whichever page of the desk asks, and after any reload: what the seller sees is marked.
    expect((await call.deskRoom()).held?.questionShown).toBe(question?.id)
    expect((await call.deskRoom(place.lead)).held?.questionShown).toBe(question?.id)
    expect((await call.atDesk('POST', '/questions', { questionId: 'made-up' })).status).toBe(404)
  })

  it('challenges are the open step’s, and one that comes too late ends nothing', async () => {
    const call = await aCall('turns')
    const asks = (index: number) =>
      call.seller.browser.call<{ code?: string }>('POST', `/s/api/attempts/${call.attemptId}/challenges`, {
        stepId: 'face',
        index,
        mediaMs: 0,
      })
    expect((await asks(0)).body.code).toBe('step-out-of-order')
    await call.atDesk('POST', '/steps', { stepId: 'face' })
    expect((await asks(0)).status).toBe(200)
    expect((await call.deskRoom()).held?.steps.find(({ id }) => id === 'face')?.challenges).toHaveLength(1)
    world.passes(120 * second)
    await bothSaySomething(call)
    expect((await asks(1)).body.code).toBe('challenge-expired')
    expect((await call.sellerRoom()).phase).toBe('held')
    await call.atDesk('POST', '/steps', { stepId: null })
    expect((await asks(1)).body.code).toBe('step-out-of-order')
    // Opened again it asks anew, and what was shown before stays in the file.
    await call.atDesk('POST', '/steps', { stepId: 'face' })
    expect((await asks(0)).status).toBe(200)
    const face = (await call.deskRoom()).held?.steps.find(({ id }) => id === 'face')
    expect(face).toMatchObject({ state: 'open', challenges: [expect.anything(), expect.anything()] })
  })
})

describe('[LC2] [AT6] interruptions', () => {
  const stall = { state: 'begun', what: 'media-stalled' }
  const over = { state: 'over', what: 'media-stalled' }

  it('both sides tell of one, and the third ends the call without using an attempt', async () => {
    const call = await aCall('stalls')
    for (const counted of [1, 2]) {
      await call.asSeller('POST', '/interruptions', stall)
      await call.atDesk('POST', '/interruptions', stall)
      expect((await call.sellerRoom()).held).toMatchObject({ counted, borne: 2 })
      await call.atDesk('POST', '/interruptions', over)
      await call.asSeller('POST', '/interruptions', over)
    }
    await call.atDesk('POST', '/interruptions', stall)
    expect((await call.sellerRoom()).held?.over).toMatchObject({ why: 'interrupted' })
    const { attempts, nextStep } = await call.seller.case()
    expect(attempts[0]).toMatchObject({ outcome: 'voided', counted: false })
    expect(nextStep).toBe('book-call')
  })

  it('[CK10] leaving the page is one of the seller’s, over when it is back; so is a screen that is split', async () => {
    const call = await aCall('leaves')
    const loses = (kind: string) =>
      call.seller.browser.call('POST', `/s/api/attempts/${call.attemptId}/focus-losses`, {
        kind,
        mediaMs: 900,
        chunkCount: 1,
      })
    await loses('resized')
    expect((await call.sellerRoom()).held).toMatchObject({ counted: 1, interruptions: [{ endedAt: null }] })
    await call.asSeller('POST', '/interruptions', { state: 'over', what: 'window-split' })
    await loses('left')
    await call.sellerEnters()
    expect((await call.sellerRoom()).held?.interruptions).toMatchObject([
      { what: 'window-split', side: 'seller', endedAt: expect.any(String) },
      { what: 'left-the-page', side: 'seller', endedAt: expect.any(String) },
    ])
    expect((await call.asSeller('POST', '/interruptions', { state: 'begun', what: 'reviewer-away' })).status).toBe(404)
  })

  it('a reviewer who is gone is ours, counts nothing, and is over when they are heard of again', async () => {
    const call = await aCall('waits-for-us')
    world.passes(11 * second)
    await call.asSeller('POST', '/alive', { epoch: 1 })
    await watchCalls(world.app)
    await watchCalls(world.app)
    expect((await call.sellerRoom()).held).toMatchObject({
      counted: 0,
      interruptions: [{ what: 'reviewer-away', side: 'us', endedAt: null }],
    })
    await call.atDesk('POST', '/alive', { epoch: 1 })
    expect((await call.sellerRoom()).held?.interruptions).toMatchObject([{ endedAt: expect.any(String) }])
  })

  it('a seller who is gone is nobody’s, and one who does not come back ends the call', async () => {
    const call = await aCall('vanishes')
    world.passes(11 * second)
    await call.atDesk('POST', '/alive', { epoch: 1 })
    await watchCalls(world.app)
    expect((await call.deskRoom()).held?.interruptions).toMatchObject([{ what: 'media-stalled', side: 'unknown' }])
    world.passes(61 * second)
    await fireDueClocks(world.app)
    expect((await call.deskRoom()).held?.over).toMatchObject({ why: 'nobody-came-back' })
  })

  it('[BK6] when its time is over a person decides by what there is, and how long that takes is not made up', async () => {
    const call = await aCall('takes-long')
    world.passes(21 * 60 * second)
    await fireDueClocks(world.app)
    expect((await call.deskRoom()).held?.over).toMatchObject({ why: 'time-over' })
    expect((await call.seller.case()).status).toBe('in-review')
    // [BK6] Too few reviews have ended for a pace, so no time is made up.
    const { reviewWait } = await call.seller.case()
    expect(reviewWait).toEqual({ ahead: 0, onDuty: 1, nextOnDutyAt: null, expectedAt: null })
    const queue = await mara.person.call<{ items: { caseId: string; why: string }[] }>('GET', '/desk/api/queue')
    expect(queue.body.items).toContainEqual(expect.objectContaining({ caseId: call.seller.caseId, why: 'call' }))
  })
})

describe('[LC5] who is in a call', () => {
  it('a lead listens in, announced, and takes the call over; then nobody else leads', async () => {
    const call = await aCall('is-taken-over')
    const other = await place.reviewer()
    expect((await call.atDesk('POST', '/enter', { as: 'supervisor' }, other.person)).status).toBe(404)
    await call.deskEnters('supervisor', place.lead)
    expect((await call.sellerRoom()).participants.map(({ role }) => role).sort()).toEqual([
      'reviewer',
      'seller',
      'supervisor',
    ])
    expect((await call.atDesk('POST', '/steps', { stepId: 'pan' }, place.lead)).body.code).toBe('leader-only')
    expect((await call.atDesk('POST', '/hand-over', { to: other.id }, other.person)).body.code).toBe('leader-only')
    expect((await call.atDesk('POST', '/hand-over', { to: place.leadId }, place.lead)).status).toBe(200)
    expect((await call.atDesk('POST', '/alive', { epoch: 1 })).body).toMatchObject({ code: 'conflict' })
    await call.deskEnters('reviewer', place.lead)
    expect((await call.atDesk('POST', '/steps', { stepId: 'pan' }, place.lead)).status).toBe(200)
    expect((await call.atDesk('POST', '/steps', { stepId: 'face' })).body.code).toBe('leader-only')
    expect((await call.deskRoom(place.lead)).leader.id).toBe(place.leadId)
    const booking = (await place.appointments()).find(({ bookingId }) => bookingId === call.bookingId)
    expect(booking?.reviewer.id).toBe(place.leadId)
  })

  it('an interpreter sits in and leaves; the one who leads cannot just leave', async () => {
    const call = await aCall('is-interpreted')
    const other = await place.reviewer()
    const { epoch } = await call.deskEnters('interpreter', other.person)
    expect((await call.atDesk('POST', '/leave', { epoch }, other.person)).status).toBe(200)
    expect((await call.sellerRoom()).participants.map(({ role }) => role)).toEqual(['seller', 'reviewer'])
    expect((await call.atDesk('POST', '/leave', { epoch: 1 })).body.code).toBe('invalid-state')
  })
})

describe('recordings of a call', () => {
  it('[CP5] a page that is loaded anew goes on in another one, and what it left behind still comes', async () => {
    const call = await aCall('reloads')
    await records(call, call.recordingId, 0)
    await call.atDesk('POST', '/steps', { stepId: 'pan' })
    await call.sellerEnters()
    const { body } = await call.asSeller<{ recordingId: string }>('POST', '/recording')
    expect((await call.sellerRoom()).held?.recordingId).toBe(body.recordingId)
    expect((await records(call, call.recordingId, 1)).status).toBe(200)
    expect((await records(call, body.recordingId, 0)).status).toBe(200)
    world.passes(21 * second)
    await call.asSeller('POST', '/alive', { epoch: 2 })
    await call.atDesk('POST', '/alive', { epoch: 1 })
    await watchCalls(world.app)
    expect((await records(call, call.recordingId, 2)).status).toBe(409)
    expect((await records(call, body.recordingId, 1)).status).toBe(200)
    // One second of it is here, and twenty-one more have gone by.
    expect((await call.deskRoom()).held?.recordedBehindMs).toBe(21_500)
  })

  it('[LC6] the witness is the leader’s alone to send, and closed when it is whole', async () => {
    const call = await aCall('is-witnessed')
    const witness = (await call.deskRoom()).held?.witnessRecordingId ?? ''
    const put = (by: Person, at: string) =>
      by.raw('PUT', at, {
        body: bytes,
        headers: { 'x-chunk-sha256': createHash('sha256').update(bytes).digest('hex'), 'x-media-end-ms': '1000' },
      })
    const desk = `/desk/api/recordings/${witness}`
    expect((await put(place.lead, `${desk}/chunks/0`)).status).toBe(404)
    expect((await put(call.seller.browser, `/s/api/recordings/${witness}/chunks/0`)).status).toBe(404)
    expect((await put(mara.person, `/desk/api/recordings/${call.recordingId}/chunks/0`)).status).toBe(404)
    expect((await put(mara.person, `${desk}/chunks/0`)).status).toBe(200)
    expect((await mara.person.call('POST', `${desk}/complete`, { chunkCount: 2, mediaMs: 1 })).status).toBe(409)
    expect((await mara.person.call('POST', `${desk}/complete`, { chunkCount: 1, mediaMs: 1 })).status).toBe(200)
    const again = await call.deskEnters()
    const next = (await call.deskRoom()).held?.witnessRecordingId
    expect(again.epoch).toBe(2)
    expect(next).not.toBe(witness)
    await closeSilentRecordings(world.app)
    expect((await call.sellerRoom()).phase).toBe('held')
  })
})
