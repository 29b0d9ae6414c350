import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fireDueClocks } from '#app/cases/clocks.ts'
import { type StaffNudge, staffChannel } from '#app/nudge.ts'
import { type CalledRoom, openCalledRoom } from '../world/called-room.ts'
import { type CalledMarketplace, openCalledMarketplace } from '../world/called-sellers.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** Calls that are held, from the waiting room on, through the doors that both sides use; the clock is moved by hand. */
const second = 1000
const minute = 60 * second
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

const aRoom = (sellerId: string, when?: { minutesAhead?: number }): Promise<CalledRoom> =>
  openCalledRoom(world, place, mara.person, sellerId, when)

describe('[LC1] the waiting room', () => {
  it('is closed before, opens some minutes ahead, and shows each side the other', async () => {
    const room = await aRoom('waits', { minutesAhead: 6 })
    expect(await room.sellerRoom()).toMatchObject({ phase: 'closed', held: null, participants: [], iceServers: [] })
    expect((await room.asSeller('POST', '/enter', { place: null })).body.code).toBe('call-not-begun')
    world.passes(2 * minute)
    expect(await room.sellerEnters('my office in Shenzhen')).toBe(1)
    await room.deskEnters()
    const seen = await room.sellerRoom()
    expect(seen).toMatchObject({ phase: 'waiting', place: 'my office in Shenzhen' })
    expect(seen.participants).toMatchObject([
      { id: 'seller', role: 'seller', present: true },
      { id: mara.id, role: 'reviewer', present: true },
    ])
    const desk = await room.deskRoom()
    expect(desk).toMatchObject({ me: { leads: true }, place: 'my office in Shenzhen', notReady: null, held: null })
    world.passes(11 * second)
    await room.asSeller('POST', '/alive', { epoch: 1 })
    const later = await room.deskRoom()
    expect(later.participants.map(({ present }) => present)).toEqual([true, false])
  })

  it('lets in whose call it is and leads, and no other member of the desk', async () => {
    const room = await aRoom('guarded')
    const other = await place.reviewer()
    expect((await room.atDesk('POST', '/enter', { as: 'reviewer' }, other.person)).body.code).toBe('leader-only')
    expect((await room.atDesk('POST', '/ring', undefined, other.person)).body.code).toBe('leader-only')
    expect((await room.deskEnters('reviewer', place.lead)).epoch).toBe(1)
    const otherSeller = await place.seller('another-seller')
    const at = `/s/api/cases/${room.seller.caseId}/call-room`
    expect((await otherSeller.browser.call('GET', at)).status).toBe(404)
  })

  it('a ring that is answered begins the call, once; asked again with the same key it is the same', async () => {
    const room = await aRoom('answers')
    await room.sellerEnters()
    await room.deskEnters()
    expect((await room.asSeller('POST', '/answer')).body.code).toBe('ring-over')
    await room.atDesk('POST', '/ring')
    expect((await room.sellerRoom()).phase).toBe('ringing')
    const key = { 'idempotency-key': 'answer-of-this-page' }
    const first = await room.asSeller('POST', '/answer', undefined, key)
    expect(first.status).toBe(201)
    expect((await room.asSeller('POST', '/answer', undefined, key)).body).toEqual(first.body)
    expect((await room.asSeller('POST', '/answer')).body.code).toBe('call-has-begun')
    const held = await room.sellerRoom()
    expect(held).toMatchObject({ phase: 'held', held: { paused: false, counted: 0, borne: 2, over: null } })
    expect(held.held?.steps.map(({ state }) => state)).toEqual(Array(6).fill('due'))
    const desk = await room.deskRoom()
    expect(desk.held).toMatchObject({
      kept: [],
      verdictAtEnd: true,
      witnessRecordingId: expect.stringMatching(/^wit_/),
    })
    expect(desk.held?.questions).toHaveLength(1)
    // [DE2] [LC5] What the end would bring about, and into whose hands the call can pass.
    expect(desk.held?.verdict).toMatchObject({ ifFailed: { leftToday: expect.any(Number) } })
    expect(desk.held?.verdict.reasons).toContain('person-document-mismatch')
    expect(desk.colleagues.length).toBeGreaterThan(0)
    expect(desk.colleagues.map(({ id }) => id)).not.toContain(desk.leader.id)
  })

  it('browsers may find each other before the answer; whoever rings is then the only one left in the seat', async () => {
    const room = await aRoom('ahead')
    const seller = await room.sellerEnters()
    const own = await room.deskEnters()
    const leads = await room.deskEnters('reviewer', place.lead)
    const other = await place.reviewer()
    const signal = (by: Person, epoch: number) =>
      room.atDesk('POST', '/signals', { epoch, to: 'seller', messages: ['offer'] }, by)
    expect((await signal(mara.person, own.epoch)).status).toBe(200)
    expect((await signal(place.lead, leads.epoch)).status).toBe(200)
    // Who has no seat is passed on to nobody.
    expect((await signal(other.person, 1)).body.code).toBe('conflict')
    expect(await room.signalsFor('seller', seller)).toHaveLength(2)

    await room.atDesk('POST', '/ring')
    expect((await room.sellerRoom()).participants.map(({ id }) => id).sort()).toEqual([mara.id, 'seller'].sort())
    expect((await signal(place.lead, leads.epoch)).body.code).toBe('conflict')
    expect((await room.atDesk('POST', '/enter', { as: 'reviewer' }, place.lead)).body.code).toBe('leader-only')
    expect((await signal(mara.person, own.epoch)).status).toBe(200)
  })

  it('the desk is told of the answer itself, so that the picture need not wait for the room to be fetched', async () => {
    const room = await aRoom('told')
    await room.sellerEnters()
    await room.deskEnters()
    const heard: StaffNudge[] = []
    const stop = await world.app.database.listen(staffChannel, (payload) => heard.push(JSON.parse(payload)))
    const answered = () => heard.filter(({ what }) => what === 'answered')
    await room.atDesk('POST', '/ring')
    expect(answered()).toEqual([])
    await room.asSeller('POST', '/answer')
    await expect.poll(answered).toMatchObject([{ tenantId: place.tenantId, bookingId: room.bookingId }])
    await stop()
  })

  it('a ring that nobody answers forfeits the call, and another time is to be booked', async () => {
    const room = await aRoom('sleeps')
    await room.deskEnters()
    world.passes(4 * minute)
    await room.atDesk('POST', '/ring')
    world.passes(31 * second)
    expect((await room.asSeller('POST', '/answer')).body.code).toBe('ring-over')
    await fireDueClocks(world.app)
    expect((await room.deskRoom()).phase).toBe('over')
    expect((await room.seller.case()).nextStep).toBe('book-call')
  })
})

describe('[LC2] signals between the browsers', () => {
  it('arrive in order, for the newest page of whom they are for, and from the newest page only', async () => {
    const room = await aRoom('signals')
    const epoch = await room.sellerEnters()
    const mine = await room.deskEnters()
    const send = (messages: string[], of = epoch) =>
      room.asSeller('POST', '/signals', { epoch: of, to: mara.id, messages })
    await send(['offer', 'candidate 1'])
    await send(['candidate 2'])
    const heard = await room.signalsFor('desk', mine.epoch)
    expect(heard.map(({ from, message }) => `${from} ${message}`)).toEqual([
      'seller offer',
      'seller candidate 1',
      'seller candidate 2',
    ])
    expect(await room.signalsFor('desk', mine.epoch, heard[1]?.seq)).toHaveLength(1)
    expect(await room.signalsFor('seller', epoch)).toEqual([])

    const reloaded = await room.deskEnters()
    expect(reloaded.epoch).toBe(mine.epoch + 1)
    expect(await room.signalsFor('desk', reloaded.epoch)).toEqual([])
    expect((await room.atDesk('POST', '/alive', { epoch: mine.epoch })).body).toMatchObject({
      code: 'conflict',
      details: { epoch: reloaded.epoch },
    })
    const newer = await room.sellerEnters()
    expect((await send(['late'], epoch)).body.code).toBe('conflict')
    expect((await send(['hello again'], newer)).status).toBe(200)
    const unknown = { epoch: newer, to: 'nobody', messages: ['?'] }
    expect((await room.asSeller('POST', '/signals', unknown)).status).toBe(404)
  })
})
