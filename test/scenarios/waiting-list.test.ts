import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveWaitingLists } from '#app/calls/serve-waiting-list.ts'
import { fireDueClocks } from '#app/cases/clocks.ts'
import { sendNoticeMail, sendNoticeText } from '#app/notices/notices.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { calendarOf } from '../world/calendar-text.ts'
import { type CalledMarketplace, type CalledSeller, openCalledMarketplace } from '../world/called-sellers.ts'
import { openServerWorld, type ServerWorld } from '../world/server-world.ts'

/** Waiting for a time that gets free, through the doors that people use; the clock is moved by hand. */
const minute = 60_000
let world: ServerWorld
let place: CalledMarketplace
let only: { id: string; startAt: string; endAt: string }
let first: CalledSeller
let second: CalledSeller
let third: CalledSeller
beforeAll(async () => {
  world = await openServerWorld()
  place = await openCalledMarketplace(world, 'A marketplace')
  const { id } = await place.reviewer()
  const day = new Date(world.nowMs() + 36 * 60 * minute).toISOString().slice(0, 10)
  await place.duty(id, { firstDay: day, lastDay: day, hours: { from: '10:00', to: '10:30' } })
  first = await place.seller('has-the-only-time')
  second = await place.seller('waits-first')
  third = await place.seller('waits-second', { language: 'th' })
  const { body } = await first.times()
  only = { id, ...body.times[0]! }
  await first.books(only.startAt)
})
afterAll(() => world.close())

const homeOf = async (seller: CalledSeller) => (await seller.browser.call<SellerHome>('GET', '/s/api/home')).body
const noticeOf = async (seller: CalledSeller, kind: string) =>
  (await homeOf(seller)).notices.find((one) => one.kind === kind)
const mailOf = async (noticeId: string) => {
  await sendNoticeMail(world.app, noticeId)
  const entry = (await world.built.mailbox!.list()).find(({ id }) => id === noticeId)
  return simpleParser(Buffer.from((await world.built.mailbox!.read(entry!.file))!))
}

describe('[BK4] nothing is free', () => {
  it('sellers ask to be told, see where they stand, and no waiting time is made up', async () => {
    expect((await second.times()).body.times).toEqual([])
    expect((await second.waits()).body.call?.waiting).toMatchObject({ place: 1, before: null, offer: null })
    expect((await third.waits()).body.call?.waiting).toMatchObject({ place: 2 })
    expect((await third.case()).history.map(({ type }) => type)).toContain('waiting-list-joined')
    expect((await third.case()).nextStep).toBe('book-call')
  })

  it('a cancelled call is kept for the first in line, who is told by message, mail and text message', async () => {
    await first.cancels()
    await serveWaitingLists(world.app)
    const { offer } = (await second.case()).call!.waiting!
    expect(offer).toEqual({
      startAt: only.startAt,
      endAt: only.endAt,
      heldUntil: new Date(world.nowMs() + 30 * minute).toISOString(),
    })
    const notice = (await noticeOf(second, 'call-offered'))!
    expect(notice.channels).toEqual(['in-site', 'email', 'text-message'])
    expect((await mailOf(notice.id)).text).toContain(notice.body)
    await sendNoticeText(world.app, notice.id)
    await sendNoticeText(world.app, notice.id)
    const texts = (await world.built.smsBox!.list()).filter(({ id }) => id === notice.id)
    expect(texts).toHaveLength(1)
    expect(texts[0]!.text).toContain(notice.title)
    expect(texts[0]!.text).toContain('/s/case')
    // Whoever cancelled cannot take it back over the head of who waited, and the desk lists no appointment yet.
    expect((await first.books(only.startAt)).body.code).toBe('slot-taken')
    expect((await place.appointments()).filter(({ state }) => state === 'booked')).toEqual([])
  })

  it('nobody answers: the next is offered it, in their language, and the first is told that it is gone', async () => {
    world.passes(30 * minute)
    await fireDueClocks(world.app)
    await serveWaitingLists(world.app)
    expect((await second.case()).call?.waiting).toBeNull()
    expect(await noticeOf(second, 'call-offer-over')).toBeDefined()
    const notice = (await noticeOf(third, 'call-offered'))!
    expect(notice.title).toMatch(/[ก-๙]/)
    expect((await third.case()).call?.waiting?.offer?.startAt).toBe(only.startAt)
  })

  it('taken, it is booked like any other time', async () => {
    const taken = await third.books(only.startAt)
    expect(taken.body.call).toMatchObject({ booked: { startAt: only.startAt }, waiting: null })
    const mail = await mailOf((await noticeOf(third, 'call-booked'))!.id)
    const calendar = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')
    expect(calendarOf(calendar!.content.toString())).toMatchObject({ method: 'REQUEST', sequence: 0 })
    const booked = (await place.appointments()).filter(({ state }) => state === 'booked')
    expect(booked).toMatchObject([{ caseId: third.caseId, reviewer: { id: only.id } }])
  })

  it('an earlier time moves the appointment: the calendar changes the entry that it has', async () => {
    await third.waits()
    const { id } = await place.reviewer()
    const day = only.startAt.slice(0, 10)
    await place.duty(id, { firstDay: day, lastDay: day, hours: { from: '09:30', to: '10:00' } })
    await serveWaitingLists(world.app)
    const { offer } = (await third.case()).call!.waiting!
    expect(Date.parse(offer!.startAt)).toBe(Date.parse(only.startAt) - 30 * minute)
    await third.books(offer!.startAt)
    const mail = await mailOf((await noticeOf(third, 'call-moved'))!.id)
    const calendar = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')
    expect(calendarOf(calendar!.content.toString())).toMatchObject({ method: 'REQUEST', sequence: 1 })
  })

  it('[BK5] the first time that is offered lies behind the deadline: the deadline moves to its end', async () => {
    const late = await place.seller('is-late', { site: 'MY' })
    await late.waits()
    const { deadlineAt } = (await late.times()).body
    const { id } = await place.reviewer()
    const day = new Date(Date.parse(deadlineAt) + 48 * 60 * minute).toISOString().slice(0, 10)
    await place.duty(id, { site: 'MY', zone: 'Asia/Kuala_Lumpur', firstDay: day, lastDay: day })
    await serveWaitingLists(world.app)
    const offered = (await late.case()).call!.waiting!.offer!
    const moved = (await late.times()).body
    expect(moved.deadlineAt).toBe(offered.endAt)
    expect(moved.times.map(({ startAt }) => startAt)).not.toContain(offered.startAt)
  })
})
