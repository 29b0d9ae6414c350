import { simpleParser } from 'mailparser'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fireDueClocks } from '#app/cases/clocks.ts'
import { sendNoticeMail } from '#app/notices/notices.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { type CalendarEvent, calendarOf } from '../world/calendar-text.ts'
import { type CalledMarketplace, type CalledSeller, openCalledMarketplace } from '../world/called-sellers.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** Appointments, from the duty roster to the mails, through the doors that people use; the clock is moved by hand. */
const minute = 60_000
const hour = 60 * minute
let world: ServerWorld
let place: CalledMarketplace
let mara: { person: Person; id: string }
beforeAll(async () => {
  world = await openServerWorld()
  place = await openCalledMarketplace(world, 'A marketplace')
  mara = await place.reviewer()
  await place.duty(mara.id)
})
afterAll(() => world.close())

const wall = (at: string, zone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(zone)
const eventsOf = async (seller: CalledSeller) =>
  (
    await place.marketplace.call<{ events: { type: string; data: Record<string, unknown> }[] }>(
      'GET',
      `/v1/cases/${seller.caseId}/events`,
    )
  ).body.events
const noticesOf = async (seller: CalledSeller) =>
  (await seller.browser.call<SellerHome>('GET', '/s/api/home')).body.notices
/** Sends what the outbox holds of one kind and reads the newest of it. */
const mailOf = async (seller: CalledSeller, kind: string) => {
  const notice = (await noticesOf(seller)).find((one) => one.kind === kind)
  if (!notice) throw new Error(`no notice of kind ${kind}`)
  await sendNoticeMail(world.app, notice.id)
  const { mailbox } = world.built
  const entry = (await mailbox!.list()).find(({ id }) => id === notice.id)
  const mail = await simpleParser(Buffer.from((await mailbox!.read(entry!.file))!))
  return { mail, calendar: mail.attachments.find(({ contentType }) => contentType === 'text/calendar') }
}
const invitationOf = async (seller: CalledSeller, kind: string): Promise<CalendarEvent> => {
  const { calendar } = await mailOf(seller, kind)
  if (!calendar) throw new Error(`the mail of ${kind} carries no calendar`)
  return calendarOf(calendar.content.toString())
}
/** A time at least two days ahead, at this hour of Jakarta. */
const startAt = async (seller: CalledSeller, hourOfDay: number, days = 2): Promise<string> => {
  const earliest = world.nowMs() + days * 24 * hour
  const found = (await seller.starts()).find(
    (at) => Date.parse(at) > earliest && wall(at, 'Asia/Jakarta').hour === hourOfDay,
  )
  if (!found) throw new Error('no such time')
  return found
}

it('the desk shows appointments where a procedure holds calls, and not before', async () => {
  const me = async (person: Person) => (await person.call<{ holdsCalls: boolean }>('GET', '/desk/api/me')).body
  expect(await me(mara.person)).toMatchObject({ holdsCalls: true })
  const elsewhere = await openServerWorld()
  for (const { name, call } of [...elsewhere.app.programs.values()])
    if (call !== null) elsewhere.app.programs.delete(name)
  const { tenantId } = await elsewhere.tenant('A marketplace without calls')
  expect(await me(await elsewhere.staff(tenantId, 'reviewer'))).toMatchObject({ holdsCalls: false })
  await elsewhere.close()
})

describe('[BK1] [BK3] times that are offered', () => {
  it('lie in the duties of the site, half an hour each, not sooner than the program allows, the fastest marked', async () => {
    const seller = await place.seller('looks-around')
    const { body } = await seller.times()
    expect(body).toMatchObject({ zone: 'Asia/Jakarta', slotMinutes: 30 })
    expect(body.times.length).toBeGreaterThan(6 * 12)
    for (const { startAt, endAt, fastest } of body.times) {
      const local = wall(startAt, 'Asia/Jakarta')
      expect(local.hour).toBeGreaterThanOrEqual(9)
      expect(local.hour).toBeLessThan(12)
      expect(Date.parse(endAt) - Date.parse(startAt)).toBe(30 * minute)
      expect(Date.parse(startAt)).toBeGreaterThanOrEqual(world.nowMs() + hour)
      expect(fastest).toBe(local.hour < 11)
    }
    expect(body.times.map(({ startAt }) => startAt)).toEqual([...new Set(body.times.map((one) => one.startAt))].sort())
  })

  it('are those of reviewers who speak the language; what is held on request needs its time, and others are refused', async () => {
    const seller = await place.seller('speaks-chinese')
    expect(await seller.starts('zh')).toEqual([])
    const { id } = await place.reviewer()
    await place.duty(id, { languages: ['zh'], hours: { from: '20:00', to: '21:00' } })
    const times = await seller.starts('zh')
    expect(times.length).toBeGreaterThan(10)
    expect(Date.parse(times[0]!)).toBeGreaterThanOrEqual(world.nowMs() + 24 * hour)
    expect((await seller.times('fr')).status).toBe(422)
    expect((await seller.books(times[0]!, 'id')).body.code).toBe('slot-taken')
  })

  it('leave out holidays of the site, ended duties, and reviewers who are gone', async () => {
    const seller = await place.seller('on-holiday')
    const [first = ''] = await seller.starts()
    const day = wall(first, 'Asia/Jakarta').toPlainDate().toString()
    const onDay = async () =>
      (await seller.starts()).filter((at) => wall(at, 'Asia/Jakarta').toPlainDate().toString() === day)
    expect((await onDay()).length).toBeGreaterThan(0)
    await place.lead.call('PUT', `/desk/api/holidays/ID/${day}`, { name: 'Nyepi' })
    expect(await onDay()).toEqual([])
    await place.lead.call('DELETE', `/desk/api/holidays/ID/${day}`)
    expect((await onDay()).length).toBeGreaterThan(0)

    const evenings = { hours: { from: '22:00', to: '23:00' } }
    const evening = async () => (await seller.starts()).filter((at) => wall(at, 'Asia/Jakarta').hour === 22).length
    const { id } = await place.reviewer()
    const dutyId = await place.duty(id, evenings)
    expect(await evening()).toBeGreaterThan(10)
    const ended = await place.lead.call('POST', `/desk/api/duties/${dutyId}/end`, { lastDay: '2020-01-01' })
    expect(ended.status).toBe(200)
    expect(await evening()).toBe(0)

    const gone = await place.reviewer()
    await place.duty(gone.id, evenings)
    expect(await evening()).toBeGreaterThan(10)
    const admin = await world.staff(place.tenantId, 'admin')
    expect((await admin.call('DELETE', `/desk/api/staff/${gone.id}`)).status).toBe(200)
    expect(await evening()).toBe(0)
  })

  it('on the night the clocks change are as many as there are hours, each its own instant', async () => {
    const seller = await place.seller('in-berlin', { site: 'BERLIN' })
    const night = wall(new Date(world.nowMs()).toISOString(), 'Europe/Berlin').getTimeZoneTransition('next')!
    const { id } = await place.reviewer()
    const day = night.toPlainDate().toString()
    await place.duty(id, {
      site: 'BERLIN',
      zone: 'Europe/Berlin',
      hours: { from: '01:00', to: '05:00' },
      firstDay: day,
      lastDay: day,
    })
    const travelMs = night.epochMilliseconds - world.nowMs() - 24 * hour
    expect(travelMs).toBeGreaterThan(0)
    world.passes(travelMs)
    const late = await place.seller('in-berlin-then', { site: 'BERLIN' })
    const starts = await late.starts()
    const gained =
      (Number(wall(starts[0]!, 'Europe/Berlin').offsetNanoseconds) -
        Number(wall(starts.at(-1)!, 'Europe/Berlin').offsetNanoseconds)) /
      3.6e12
    expect(Math.abs(gained)).toBe(1)
    expect(starts).toHaveLength(2 * (4 + gained))
    expect(new Set(starts).size).toBe(starts.length)
    expect(await seller.starts()).toEqual([])
  })
})

describe('[NO2] what the seller is told', () => {
  it('both clocks, the meeting number and an entry that the calendar changes, until it is taken out', async () => {
    const seller = await place.seller('keeps-a-calendar')
    const ten = await startAt(seller, 10)
    const booked = await seller.books(ten)
    expect(booked.status).toBe(200)
    expect(booked.body).toMatchObject({ nextStep: 'check-device', call: { booked: { startAt: ten } } })
    const { mail } = await mailOf(seller, 'call-booked')
    expect(mail.text).toContain('11:00 中国标准时间')
    expect(mail.text).toContain('10:00 印度尼西亚西部时间')
    const first = await invitationOf(seller, 'call-booked')
    expect(first).toMatchObject({
      method: 'REQUEST',
      sequence: 0,
      status: 'CONFIRMED',
      alarm: true,
      attendee: 'seller@example.com',
    })
    expect(new Date(first.startMs).toISOString()).toBe(ten)
    expect(first.endMs - first.startMs).toBe(30 * minute)
    expect(first.organizer).toBe('no-reply@countersign.invalid')
    const [appointment] = (await place.appointments()).filter((one) => one.caseId === seller.caseId)
    expect(mail.text).toContain(appointment!.meetingId)
    expect(first.description).toContain(appointment!.meetingId)

    const nine = await startAt(seller, 9, 3)
    await seller.books(nine)
    const moved = await invitationOf(seller, 'call-moved')
    expect(moved).toMatchObject({ method: 'REQUEST', uid: first.uid, sequence: 1 })
    expect(new Date(moved.startMs).toISOString()).toBe(nine)
    // At the desk the call is where it is now, and nowhere else.
    const shown = (await place.appointments()).filter((one) => one.caseId === seller.caseId)
    expect(shown.map(({ startAt, state }) => [startAt, state])).toEqual([[nine, 'booked']])
    const file = await seller.browser.raw('GET', `/s/api/cases/${seller.caseId}/call.ics`)
    expect(file.headers.get('content-type')).toContain('text/calendar')
    expect(calendarOf(await file.text())).toMatchObject({ method: 'PUBLISH', uid: first.uid, sequence: 1 })

    expect((await seller.cancels()).body).toMatchObject({ nextStep: 'book-call', call: { booked: null } })
    const off = await invitationOf(seller, 'call-cancelled')
    expect(off).toMatchObject({ method: 'CANCEL', uid: first.uid, sequence: 2, status: 'CANCELLED', alarm: false })
    expect((await seller.browser.raw('GET', `/s/api/cases/${seller.caseId}/call.ics`)).status).toBe(404)
    world.passes(minute)
    await seller.books(ten)
    const anew = await invitationOf(seller, 'call-booked')
    expect(anew.sequence).toBe(0)
    expect(anew.uid).not.toBe(first.uid)
  })

  it('reminders of the day, the hour and the last ten minutes, each when it is due and once', async () => {
    const seller = await place.seller('is-reminded')
    const at = await startAt(seller, 11)
    await seller.books(at)
    for (const minutesBefore of [1440, 60, 10]) {
      world.passes(Date.parse(at) - minutesBefore * minute - world.nowMs())
      await fireDueClocks(world.app)
      await fireDueClocks(world.app)
      const reminded = (await eventsOf(seller)).filter(({ type }) => type === 'call-reminded')
      expect(reminded.at(-1)?.data.minutesBefore).toBe(minutesBefore)
    }
    const again = await seller.returns()
    expect((await noticesOf(again)).filter(({ kind }) => kind === 'call-reminder')).toHaveLength(3)
    expect((await mailOf(again, 'call-reminder')).calendar).toBeUndefined()
  })

  it('marketplaces hear of each change of the time over their webhooks', async () => {
    const seller = await place.seller('is-told-of')
    const at = await startAt(seller, 9, 4)
    await place.marketplace.call('POST', '/v1/webhooks', {
      url: 'https://example.com/calls',
      events: ['case.scheduled'],
    })
    await seller.books(at)
    await seller.cancels()
    const rows = await world.app.database.kysely
      .selectFrom('webhook_event')
      .select('body')
      .where('case_id', '=', seller.caseId)
      .where('type', '=', 'case.scheduled')
      .orderBy('position')
      .execute()
    const endAt = new Date(Date.parse(at) + 30 * minute).toISOString()
    expect(rows.map(({ body }) => JSON.parse(body).data)).toMatchObject([
      { caseId: seller.caseId, startAt: at, endAt },
      { caseId: seller.caseId, startAt: null, endAt: null },
    ])
  })
})

describe('[BK4] calls that are given up or missed', () => {
  it('another reviewer who is free takes it unseen; where there is none it is cancelled by us and the time given back', async () => {
    const seller = await place.seller('is-handed-over')
    const at = await startAt(seller, 9, 5)
    await seller.books(at)
    const before = await eventsOf(seller)
    const own = (await place.appointments()).find(
      ({ caseId, state }) => caseId === seller.caseId && state === 'booked',
    )!
    expect(own).toMatchObject({ reviewer: { id: mara.id }, onDuty: true, shopName: expect.any(String) })
    const other = await place.reviewer()
    const cancel = (by: Person, handOver = true) =>
      by.call<{ outcome: string; appointment: typeof own }>('POST', `/desk/api/appointments/${own.bookingId}/cancel`, {
        handOver,
      })
    expect((await cancel(other.person)).status).toBe(404)
    const standIn = await place.duty(other.id)
    const handed = await cancel(mara.person)
    expect(handed.body).toMatchObject({ outcome: 'handed-over', appointment: { reviewer: { id: other.id } } })
    expect(await eventsOf(seller)).toEqual(before)
    await place.lead.call('POST', `/desk/api/duties/${standIn}/end`, { lastDay: '2020-01-01' })
    expect((await place.appointments()).find(({ bookingId }) => bookingId === own.bookingId)?.onDuty).toBe(false)

    world.passes(2 * hour)
    const dueAt = async () => (await seller.case()).clocks.find(({ kind }) => kind === 'complete-verification')!.dueAt
    const due = await dueAt()
    const cancelled = await cancel(place.lead, false)
    expect(cancelled.body).toMatchObject({ outcome: 'cancelled', appointment: { state: 'cancelled' } })
    expect(Date.parse(await dueAt()) - Date.parse(due)).toBe(2 * hour)
    expect(await invitationOf(seller, 'call-cancelled')).toMatchObject({ method: 'CANCEL', sequence: 1 })
    expect((await cancel(place.lead)).status).toBe(409)
    // Both have given the time up, so nobody is offered it with either of them.
    expect(await seller.starts()).not.toContain(at)
  })

  it('a seller who was not there is recorded; an appointment that nobody held was ours, and the next is at once', async () => {
    const seller = await place.seller('is-missed')
    const at = await startAt(seller, 9)
    await seller.books(at)
    const own = (await place.appointments()).find(({ caseId }) => caseId === seller.caseId)!
    const noShow = () =>
      mara.person.call<{ state: string; missedBy: string }>('POST', `/desk/api/appointments/${own.bookingId}/no-show`, {
        side: 'seller',
      })
    expect((await noShow()).status).toBe(409)
    world.passes(Date.parse(at) - world.nowMs() + minute)
    const there = await seller.returns()
    expect((await there.cancels()).body.code).toBe('call-has-begun')
    expect((await noShow()).body).toMatchObject({ state: 'missed', missedBy: 'seller' })
    expect((await there.case()).call?.missed).toMatchObject([{ side: 'seller' }])

    const attendance = async () =>
      (await place.lead.call<{ attendance: object }>('GET', `/desk/api/cases/${seller.caseId}`)).body.attendance
    expect(await attendance()).toEqual({ held: 0, missedBySeller: 1, missedByUs: 0, lastMissedBySellerAt: at })
    const next = (await there.starts())[0]!
    await there.books(next)
    world.passes(Date.parse(next) + 30 * minute - world.nowMs())
    await fireDueClocks(world.app)
    const later = await there.returns()
    const after = await later.case()
    expect(after.call?.missed).toMatchObject([{ side: 'seller' }, { side: 'us' }])
    expect(after.nextStep).toBe('book-call')
    expect(await attendance()).toMatchObject({ missedBySeller: 1, missedByUs: 1, lastMissedBySellerAt: at })
    const [soonest = ''] = await later.starts()
    expect(Date.parse(soonest) - world.nowMs()).toBeLessThan(24 * hour)
    const states = (await place.appointments()).filter(({ caseId }) => caseId === seller.caseId)
    expect(states.map(({ state, missedBy }) => [state, missedBy])).toEqual([
      ['missed', 'seller'],
      ['missed', 'us'],
    ])
  })

  it('a case that is withdrawn frees its time for others', async () => {
    const seller = await place.seller('is-withdrawn')
    const at = await startAt(seller, 10, 6)
    await seller.books(at)
    const other = await place.seller('comes-after')
    expect(await other.starts()).not.toContain(at)
    await place.lead.call('POST', `/desk/api/cases/${seller.caseId}/withdraw`, { why: 'opened by mistake' })
    expect(await other.starts()).toContain(at)
    expect((await other.books(at)).status).toBe(200)
    expect(await invitationOf(seller, 'call-cancelled')).toMatchObject({ method: 'CANCEL' })
  })

  it('booking the same time twice is booking it once', async () => {
    const seller = await place.seller('clicks-twice')
    const at = await startAt(seller, 11, 7)
    const [first, second] = [await seller.books(at), await seller.books(at)]
    expect(second.body.call?.booked).toEqual(first.body.call?.booked)
  })
})

describe('[BK5] no time before the deadline', () => {
  it('the deadline moves to the first that is offered, by looking at the times', async () => {
    const seller = await place.seller('finds-none', { site: 'MY' })
    const before = Date.parse((await seller.times()).body.deadlineAt)
    const { id } = await place.reviewer()
    const day = wall(new Date(before + 48 * hour).toISOString(), 'Asia/Kuala_Lumpur')
      .toPlainDate()
      .toString()
    await place.duty(id, { site: 'MY', zone: 'Asia/Kuala_Lumpur', firstDay: day })
    const { body } = await seller.times()
    expect(body.times[0]!.endAt).toBe(body.deadlineAt)
    expect(Date.parse(body.deadlineAt)).toBeGreaterThan(before)
    expect((await eventsOf(seller)).at(-1)).toMatchObject({ type: 'deadline-moved', data: { why: 'no-slot' } })
    expect((await seller.times()).body.deadlineAt).toBe(body.deadlineAt)
  })

  it('it does not move for whoever lets the times go by, however often they look', async () => {
    const seller = await place.seller('lets-them-go', { site: 'TH' })
    const { id } = await place.reviewer()
    await place.duty(id, { site: 'TH', zone: 'Asia/Bangkok', hours: { from: '00:00', to: '00:00' } })
    const { deadlineAt } = (await seller.times()).body
    world.passes(Date.parse(deadlineAt) - 20 * minute - world.nowMs())
    const later = await seller.returns()
    const { body } = await later.times()
    expect(Date.parse(body.times[0]!.endAt)).toBeGreaterThan(Date.parse(deadlineAt))
    expect(body.deadlineAt).toBe(deadlineAt)
  })

  it('it moves where every time before it was given to others', async () => {
    const { id } = await place.reviewer()
    const day = wall(new Date(world.nowMs() + 24 * hour).toISOString(), 'Asia/Manila')
      .toPlainDate()
      .toString()
    const hours = { from: '12:00', to: '12:30' }
    await place.duty(id, { site: 'PH', zone: 'Asia/Manila', hours, firstDay: day, lastDay: day })
    const after = wall(new Date(world.nowMs() + 120 * hour).toISOString(), 'Asia/Manila')
      .toPlainDate()
      .toString()
    await place.duty(id, { site: 'PH', zone: 'Asia/Manila', hours, firstDay: after, lastDay: after })
    const [first, second] = [
      await place.seller('was-first', { site: 'PH' }),
      await place.seller('was-second', { site: 'PH' }),
    ]
    const [at = '', last = ''] = await first.starts()
    const { deadlineAt } = (await second.times()).body
    await first.books(at)
    const { body } = await second.times()
    expect(body.times.map(({ startAt }) => startAt)).toEqual([last])
    expect(Date.parse(body.deadlineAt)).toBeGreaterThan(Date.parse(deadlineAt))
    expect(body.deadlineAt).toBe(body.times[0]!.endAt)
  })
})
