import { createRoute } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { listAppointments, readAppointment } from '#app/calls/appointments.ts'
import { giveUpCall } from '#app/calls/give-up-call.ts'
import { recordNoShow } from '#app/calls/record-no-show.ts'
import { appointmentViewOf } from '#app/views/call-desk-views.ts'
import { iso } from '#app/views/instants.ts'
import {
  appointmentsQuery,
  appointmentsView,
  appointmentView,
  bookingParam,
  gaveUpCallView,
  giveUpCallRequest,
  noShowRequest,
} from '#contracts/desk-calls.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { callerOf, reviewers } from './review-routes.ts'

export const appointmentRoutes = (doors: Doors, app: App): void => {
  const desk = { door: 'desk', roles: reviewers } as const

  doors.route(
    desk,
    createRoute({
      method: 'get',
      path: '/desk/api/appointments',
      summary: 'Calls of a span of time, earliest first',
      request: { query: appointmentsQuery },
      responses: { 200: jsonAnswer(appointmentsView, 'The calls'), ...usualProblems },
    }),
    async (c) => {
      const { from, to, reviewer } = c.req.valid('query')
      const span = { fromMs: Date.parse(from), toMs: Date.parse(to) }
      const listed = await listAppointments(app, c.get('staff'), span, reviewer ?? null)
      return answer(c, appointmentsView, {
        appointments: listed.map(appointmentViewOf),
        serverTime: iso(app.clock.nowMs()),
      })
    },
  )

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: '/desk/api/appointments/{bookingId}/cancel',
      summary: 'Give a call up: to somebody who is free then, or cancelled by us',
      request: { params: bookingParam, body: jsonBody(giveUpCallRequest) },
      responses: { 200: jsonAnswer(gaveUpCallView, 'Given up'), ...usualProblems },
    }),
    async (c) => {
      const { bookingId } = c.req.valid('param')
      const caller = callerOf(c.get('staff'))
      const given = await giveUpCall(app, caller, bookingId, c.req.valid('json').handOver)
      if (!given.ok) return refusalProblem(c, given.refusal)
      const appointment = appointmentViewOf(await readAppointment(app, caller, bookingId))
      return answer(c, gaveUpCallView, { outcome: given.value, appointment })
    },
  )

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: '/desk/api/appointments/{bookingId}/no-show',
      summary: 'Record that one side was not there',
      request: { params: bookingParam, body: jsonBody(noShowRequest) },
      responses: { 200: jsonAnswer(appointmentView, 'Recorded'), ...usualProblems },
    }),
    async (c) => {
      const { bookingId } = c.req.valid('param')
      const caller = callerOf(c.get('staff'))
      const recorded = await recordNoShow(app, caller, bookingId, c.req.valid('json').side)
      if (!recorded.ok) return refusalProblem(c, recorded.refusal)
      return answer(c, appointmentView, appointmentViewOf(await readAppointment(app, caller, bookingId)))
    },
  )
}
