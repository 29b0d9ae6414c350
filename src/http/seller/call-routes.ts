import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { bookCall } from '#app/calls/book-call.ts'
import { readCallCalendar } from '#app/calls/call-calendar.ts'
import { cancelCall } from '#app/calls/cancel-call.ts'
import { listCallTimes } from '#app/calls/list-call-times.ts'
import { declineOffer, joinWaitingList, leaveWaitingList } from '#app/calls/wait-for-call.ts'
import type { LoadedCase } from '#app/cases/loaded-case.ts'
import type { SellerCaller } from '#app/sellers/seller-access.ts'
import { readSellerCase } from '#app/sellers/seller-home.ts'
import { iso } from '#app/views/instants.ts'
import { sellerCaseView } from '#app/views/seller-views.ts'
import { caseViewSchema } from '#contracts/seller-api.ts'
import { bookCallRequest, callTimesQuery, callTimesView, waitForCallRequest } from '#contracts/seller-call.ts'
import type { Result } from '#domain/refusal.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound, refusalProblem } from '../problem.ts'

export const sellerCallRoutes = (doors: Doors, app: App): void => {
  const seller = { door: 'seller' } as const

  /** The case as it is now, after what was asked for. */
  const caseAnswer = async (c: Context, caller: SellerCaller, changed: Result<LoadedCase>) => {
    if (!changed.ok) return refusalProblem(c, changed.refusal)
    const file = await readSellerCase(app, caller, caller.caseId)
    return file ? answer(c, caseViewSchema, sellerCaseView(app, file)) : notFound(c)
  }

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/cases/{caseId}/call-times',
      summary: 'Times at which the call can be held, earliest first',
      request: { params: caseParam, query: callTimesQuery },
      responses: { 200: jsonAnswer(callTimesView, 'Free now'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const listed = await listCallTimes(app, c.get('seller'), c.req.valid('query').language)
      if (!listed.ok) return refusalProblem(c, listed.refusal)
      const { zone, slotMinutes, deadlineAtMs, times } = listed.value
      return answer(c, callTimesView, {
        zone,
        slotMinutes,
        deadlineAt: iso(deadlineAtMs),
        times: times.map(({ startMs, endMs, fastest }) => ({ startAt: iso(startMs), endAt: iso(endMs), fastest })),
      })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/call',
      summary: 'Book a time, or move the call to it',
      request: { params: caseParam, body: jsonBody(bookCallRequest) },
      responses: { 200: jsonAnswer(caseViewSchema, 'Booked'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const { startAt, language } = c.req.valid('json')
      const booked = await bookCall(app, c.get('seller'), { startMs: Date.parse(startAt), language })
      return caseAnswer(c, c.get('seller'), booked)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'delete',
      path: '/s/api/cases/{caseId}/call',
      summary: 'Cancel the call',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(caseViewSchema, 'Cancelled'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      return caseAnswer(c, c.get('seller'), await cancelCall(app, c.get('seller')))
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/waiting-list',
      summary: 'Wait for a time that gets free, or for another than before',
      request: { params: caseParam, body: jsonBody(waitForCallRequest) },
      responses: { 200: jsonAnswer(caseViewSchema, 'In the line'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const { language, before } = c.req.valid('json')
      const beforeMs = before === null ? null : Date.parse(before)
      return caseAnswer(c, c.get('seller'), await joinWaitingList(app, c.get('seller'), { language, beforeMs }))
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'delete',
      path: '/s/api/cases/{caseId}/waiting-list',
      summary: 'Leave the waiting list',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(caseViewSchema, 'Left'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      return caseAnswer(c, c.get('seller'), await leaveWaitingList(app, c.get('seller')))
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'delete',
      path: '/s/api/cases/{caseId}/call-offer',
      summary: 'Let the time go that is kept; the place in the line stays',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(caseViewSchema, 'Let go'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      return caseAnswer(c, c.get('seller'), await declineOffer(app, c.get('seller')))
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/cases/{caseId}/call.ics',
      summary: 'The appointment for a calendar',
      request: { params: caseParam },
      responses: {
        200: { description: 'An iCalendar file', content: { 'text/calendar': { schema: z.string() } } },
        ...usualProblems,
      },
    }),
    async (c) => {
      const text = await readCallCalendar(app, c.get('seller'), c.req.valid('param').caseId)
      if (text === null) return notFound(c)
      return c.body(text, 200, {
        'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
        'content-disposition': 'attachment; filename="call.ics"',
      })
    },
  )
}
