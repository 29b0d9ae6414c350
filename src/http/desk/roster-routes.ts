import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { addHoliday, changeDuty, createDuty, endDuty, readRoster, strikeHoliday } from '#app/calls/duty-roster.ts'
import type { StoredDuty } from '#app/calls/roster.ts'
import { dutyViewOf, rosterViewOf } from '#app/views/call-desk-views.ts'
import type { Role } from '#contracts/desk-api.ts'
import {
  dutyParam,
  dutyRequest,
  dutyView,
  endDutyRequest,
  holidayParam,
  holidayRequest,
  rosterQuery,
  rosterView,
} from '#contracts/desk-calls.ts'
import type { Result } from '#domain/refusal.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { leads, reviewers } from './review-routes.ts'

const done = z.object({ ok: z.literal(true) })

/** The duty roster: whoever reviews may look, leads make it. */
export const rosterRoutes = (doors: Doors, app: App): void => {
  const making: { door: 'desk'; roles: readonly Role[] } = { door: 'desk', roles: leads }

  doors.route(
    { door: 'desk', roles: reviewers },
    createRoute({
      method: 'get',
      path: '/desk/api/roster',
      summary: 'Who holds calls when, holidays, and what a duty can be made of',
      request: { query: rosterQuery },
      responses: { 200: jsonAnswer(rosterView, 'The roster'), ...usualProblems },
    }),
    async (c) => {
      const roster = await readRoster(app, c.get('staff'))
      return answer(c, rosterView, rosterViewOf(roster, c.req.valid('query').language))
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/duties',
      summary: 'Put a reviewer on duty',
      request: { body: jsonBody(dutyRequest) },
      responses: { 201: jsonAnswer(dutyView, 'On the roster'), ...usualProblems },
    }),
    async (c) => dutyAnswer(c, await createDuty(app, c.get('staff'), c.req.valid('json')), 201),
  )

  doors.route(
    making,
    createRoute({
      method: 'put',
      path: '/desk/api/duties/{dutyId}',
      summary: 'Change a duty; calls that are booked stay as they are',
      request: { params: dutyParam, body: jsonBody(dutyRequest) },
      responses: { 200: jsonAnswer(dutyView, 'Changed'), ...usualProblems },
    }),
    async (c) => dutyAnswer(c, await changeDuty(app, c.get('staff'), c.req.valid('param').dutyId, c.req.valid('json'))),
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/duties/{dutyId}/end',
      summary: 'Say on which day a duty is worked for the last time',
      request: { params: dutyParam, body: jsonBody(endDutyRequest) },
      responses: { 200: jsonAnswer(dutyView, 'Ends'), ...usualProblems },
    }),
    async (c) =>
      dutyAnswer(c, await endDuty(app, c.get('staff'), c.req.valid('param').dutyId, c.req.valid('json').lastDay)),
  )

  doors.route(
    making,
    createRoute({
      method: 'put',
      path: '/desk/api/holidays/{site}/{day}',
      summary: 'A day on which nobody of the site is on duty',
      request: { params: holidayParam, body: jsonBody(holidayRequest) },
      responses: { 200: jsonAnswer(done, 'Noted'), ...usualProblems },
    }),
    async (c) => {
      await addHoliday(app, c.get('staff'), { ...c.req.valid('param'), name: c.req.valid('json').name })
      return c.json({ ok: true })
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'delete',
      path: '/desk/api/holidays/{site}/{day}',
      summary: 'Strike out a holiday',
      request: { params: holidayParam },
      responses: { 200: jsonAnswer(done, 'Struck out'), ...usualProblems },
    }),
    async (c) => {
      await strikeHoliday(app, c.get('staff'), c.req.valid('param'))
      return c.json({ ok: true })
    },
  )
}

const dutyAnswer = (c: Context, duty: Result<StoredDuty>, status: 200 | 201 = 200) =>
  duty.ok ? answer(c, dutyView, dutyViewOf(duty.value), status) : refusalProblem(c, duty.refusal)
