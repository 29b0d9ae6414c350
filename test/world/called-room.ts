import { createHash } from 'node:crypto'
import type { DeskCallRoom, SellerCallRoom, Signals } from '#contracts/held-call.ts'
import type { CalledMarketplace, CalledSeller } from './called-sellers.ts'
import { prepareToRun } from './seller-run.ts'
import type { Answer, Person, ServerWorld } from './server-world.ts'

/** A booked call whose time has come, told through the doors of both sides, on the held clock. */
export type CalledRoom = {
  seller: CalledSeller
  bookingId: string
  /** The seller's door, below the call's address. */
  asSeller<T = { code?: string }>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  /** The desk's door, of the reviewer unless somebody else is named. */
  atDesk<T = { code?: string }>(method: string, path: string, body?: unknown, by?: Person): Promise<Answer<T>>
  sellerRoom(): Promise<SellerCallRoom>
  deskRoom(by?: Person): Promise<DeskCallRoom>
  sellerEnters(place?: string): Promise<number>
  deskEnters(
    as?: 'reviewer' | 'supervisor' | 'interpreter',
    by?: Person,
  ): Promise<{ participantId: string; epoch: number }>
  signalsFor(who: 'seller' | 'desk', epoch: number, after?: number): Promise<Signals['signals']>
  /** Both enter, the reviewer rings and the seller answers. */
  begins(): Promise<{ attemptId: string; recordingId: string }>
  /** A picture that was asked for comes, as the seller's browser sends it. */
  sendsSnapshot(askId: string, bytes?: Uint8Array<ArrayBuffer>): Promise<Response>
  /** Every step is opened, has its picture, and is judged right. */
  judgesAllRight(): Promise<void>
  ends(verdict: object | null, by?: Person): Promise<Answer<{ code?: string; details?: object }>>
}

/** What begins like a JPEG; nobody here decodes it. */
export const aJpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

const minuteMs = 60_000

/** A seller who has booked and got ready, some minutes before the appointed time; negative ones are after it. */
export const openCalledRoom = async (
  world: ServerWorld,
  place: CalledMarketplace,
  reviewer: Person,
  sellerId: string,
  { minutesAhead = 3 }: { minutesAhead?: number } = {},
): Promise<CalledRoom> => {
  const before = await place.seller(sellerId)
  const [startAt = ''] = await before.starts()
  const booked = await before.books(startAt)
  if (booked.status !== 200) throw new Error(`the call was refused: ${JSON.stringify(booked.body)}`)
  world.passes(Date.parse(startAt) - minutesAhead * minuteMs - world.nowMs())
  const seller = await before.returns()
  await prepareToRun(seller.browser, seller.caseId)
  const bookingId = booked.body.call?.booked?.id ?? ''
  const asSeller: CalledRoom['asSeller'] = (method, path, body, headers) =>
    seller.browser.call(method, `/s/api/cases/${seller.caseId}/call-room${path}`, body, headers)
  const atDesk: CalledRoom['atDesk'] = (method, path, body, by = reviewer) =>
    by.call(method, `/desk/api/calls/${bookingId}${path}`, body)
  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const { status, body } = await asked
    if (status >= 300) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const room: CalledRoom = {
    seller,
    bookingId,
    asSeller,
    atDesk,
    sellerRoom: () => ok(asSeller<SellerCallRoom>('GET', '')),
    deskRoom: (by) => ok(atDesk<DeskCallRoom>('GET', '', undefined, by)),
    sellerEnters: async (where) =>
      (await ok(asSeller<{ epoch: number }>('POST', '/enter', { place: where ?? null }))).epoch,
    deskEnters: (as = 'reviewer', by = reviewer) => ok(atDesk('POST', '/enter', { as }, by)),
    signalsFor: async (who, epoch, after = 0) => {
      const path = `/signals?epoch=${epoch}&after=${after}`
      return (await ok(who === 'seller' ? asSeller<Signals>('GET', path) : atDesk<Signals>('GET', path))).signals
    },
    async begins() {
      await room.sellerEnters()
      await room.deskEnters()
      await ok(atDesk('POST', '/ring'))
      return ok(asSeller<{ attemptId: string; recordingId: string }>('POST', '/answer'))
    },
    sendsSnapshot: (askId, bytes = aJpeg) =>
      seller.browser.raw('PUT', `/s/api/cases/${seller.caseId}/call-room/snapshots/${askId}`, {
        body: bytes,
        headers: {
          'x-snapshot-sha256': createHash('sha256').update(bytes).digest('hex'),
          'x-width-px': '1280',
          'x-height-px': '720',
        },
      }),
    async judgesAllRight() {
      for (const { id } of (await room.deskRoom()).held?.steps ?? []) {
        await ok(atDesk('POST', '/steps', { stepId: id }))
        const { askId } = await ok(atDesk<{ askId: string }>('POST', '/snapshots', { stepId: id }))
        await room.sendsSnapshot(askId)
        await ok(atDesk('POST', `/steps/${id}/judgement`, { judgement: 'right', note: null }))
      }
    },
    ends: (verdict, by) => atDesk('POST', '/end', { verdict }, by),
  }
  return room
}
