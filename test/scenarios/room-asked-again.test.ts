import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeInterimFindings } from '#app/runs/conclude-inspection.ts'
import { sendChunk } from '#test/world/seller-run.ts'
import { type CalledRoom, openCalledRoom } from '../world/called-room.ts'
import { type CalledMarketplace, openCalledMarketplace } from '../world/called-sellers.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** Pages ask for their room every few seconds: told whole when it is another one, and not at all while it is the same. */
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

/** A page that keeps the mark of what it was told last; answers whether it was told anew. */
const page = (of: Person, path: string) => {
  let mark = ''
  return {
    mark: () => mark,
    async isToldAnew(): Promise<boolean> {
      const asked = await of.raw('GET', path, { headers: { 'if-none-match': mark } })
      const body = await asked.text()
      if (asked.status === 304) {
        expect(body).toBe('')
        return false
      }
      expect(asked.status).toBe(200)
      expect(asked.headers.get('cache-control')).toContain('no-store')
      mark = asked.headers.get('etag') ?? ''
      return true
    },
  }
}

const bothPages = async (sellerId: string) => {
  const room = await openCalledRoom(world, place, mara.person, sellerId)
  const { attemptId, recordingId } = await room.begins()
  const seller = page(room.seller.browser, `/s/api/cases/${room.seller.caseId}/call-room`)
  const desk = page(mara.person, `/desk/api/calls/${room.bookingId}`)
  /** Until neither has anything new: the first look of the desk is evidence, and so an event of the case. */
  const settle = async () => {
    for (let asked = 0; asked < 3; asked += 1) for (const side of [desk, seller]) await side.isToldAnew()
  }
  await settle()
  return { room, attemptId, recordingId, seller, desk, settle }
}

describe('a room that is asked for again', () => {
  it('is not told while nothing is new, however often it is asked for', async () => {
    const { room, seller, desk } = await bothPages('same')
    for (let look = 0; look < 5; look += 1) {
      world.passes(2 * second)
      await room.asSeller('POST', '/alive', { epoch: 1 })
      await room.atDesk('POST', '/alive', { epoch: 1 })
      expect([await seller.isToldAnew(), await desk.isToldAnew()]).toEqual([false, false])
    }
  })

  const changes: [string, (of: Awaited<ReturnType<typeof bothPages>>) => Promise<unknown>, [boolean, boolean]][] = [
    ['a step opens', ({ room }) => room.atDesk('POST', '/steps', { stepId: 'face' }), [true, true]],
    ['somebody says a line', ({ room }) => room.asSeller('POST', '/chat', { text: 'Good morning' }), [true, true]],
    ['somebody comes in', ({ room }) => room.deskEnters('supervisor', place.lead), [true, true]],
    ['a page comes in anew', ({ room }) => room.sellerEnters(), [true, true]],
    ['a picture is asked for', ({ room }) => room.atDesk('POST', '/snapshots', { stepId: 'id-front' }), [true, true]],
    [
      'a question is shown',
      async ({ room }) => room.atDesk('POST', '/questions', { questionId: await firstQuestion(room) }),
      [true, true],
    ],
    ['somebody is heard of no longer', async () => world.passes(11 * second), [true, true]],
    // The look at the evidence, a device check that grows old: what changes by time is told by the minute.
    ['a minute passes', async () => world.passes(60 * second), [true, true]],
    [
      'the recording falls behind, which only the desk sees',
      async ({ room, recordingId }) => {
        await sendChunk(room.seller.browser, recordingId, 0, new Uint8Array([1]), 500)
        world.passes(5 * second)
      },
      [false, true],
    ],
  ]
  for (const [what, change, told] of changes)
    it(`is told when ${what}`, async () => {
      const pages = await bothPages(`new-${what.replaceAll(/\W+/g, '-')}`)
      // Far from the turn of a minute, so that only the change itself is seen.
      world.passes(60 * second - (world.nowMs() % (60 * second)) + 20 * second)
      await pages.room.asSeller('POST', '/alive', { epoch: 1 })
      await pages.room.atDesk('POST', '/alive', { epoch: 1 })
      await pages.settle()
      await change(pages)
      expect([await pages.seller.isToldAnew(), await pages.desk.isToldAnew()]).toEqual(told)
    })

  it('is told to the desk when a finding comes, and not to the seller', async () => {
    const { room, recordingId, seller, desk } = await bothPages('finding')
    await world.app.database.kysely
      .updateTable('inspection')
      .set({ state: 'running', tries: 1 })
      .where('recording_id', '=', recordingId)
      .execute()
    const { key_id: keyId } = await world.app.database.kysely
      .selectFrom('recording')
      .select('key_id')
      .where('id', '=', recordingId)
      .executeTakeFirstOrThrow()
    const claim = { recordingId, tenantId: place.tenantId, caseId: room.seller.caseId, tries: 1 }
    await storeInterimFindings(world.app, claim, keyId, [])
    expect([await seller.isToldAnew(), await desk.isToldAnew()]).toEqual([false, true])
  })

  it('knows a mark of the page it was made for alone, and refuses whom it refuses', async () => {
    const { room, desk, seller } = await bothPages('marks')
    // As a proxy that compresses hands it on, and among others.
    const weak = { 'if-none-match': `"other", W/${seller.mark()}` }
    const own = `/s/api/cases/${room.seller.caseId}/call-room`
    expect((await room.seller.browser.raw('GET', own, { headers: weak })).status).toBe(304)
    const path = `/desk/api/calls/${room.bookingId}`
    const headers = { 'if-none-match': desk.mark() }
    expect((await place.lead.raw('GET', path, { headers })).status).toBe(200)
    const elsewhere = await openCalledMarketplace(world, 'Another marketplace')
    expect((await elsewhere.lead.raw('GET', path, { headers })).status).toBe(404)
    expect((await world.nobody.raw('GET', path, { headers })).status).toBe(401)
  })
})

const firstQuestion = async (room: CalledRoom): Promise<string> => (await room.deskRoom()).held?.questions[0]?.id ?? ''
