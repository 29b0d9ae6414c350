import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { readDeskRoom } from '#app/held-call/read-room.ts'
import { deskRoomStamp } from '#app/held-call/room-stamp.ts'
import {
  aliveAtDesk,
  enterFromDesk,
  leaveFromDesk,
  ringCall,
  signalFromDesk,
  signalsForDesk,
} from '#app/held-call/waiting-room.ts'
import { deskRoomView } from '#app/views/call-room-views.ts'
import { bookingParam } from '#contracts/desk-calls.ts'
import {
  deskCallRoomView,
  enterCallDeskRequest,
  enteredCallView,
  signalsQuery,
  signalsRequest,
  signalsView,
  stayRequest,
} from '#contracts/held-call.ts'
import type { Result } from '#domain/refusal.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { isKnown, markHeaders, notChanged } from '../known-answer.ts'
import { refusalProblem } from '../problem.ts'
import { callerOf, reviewers } from './review-routes.ts'

const at = '/desk/api/calls/{bookingId}'
const done = z.object({ ok: z.literal(true) })
const desk = { door: 'desk', roles: reviewers } as const

const doneAnswer = (c: Context, result: Result<unknown>) =>
  result.ok ? answer(c, done, { ok: true }) : refusalProblem(c, result.refusal)

/** The desk's side of a booked call: who is there and how they reach each other. */
export const deskCallRoomRoutes = (doors: Doors, app: App): void => {
  doors.route(
    desk,
    createRoute({
      method: 'get',
      path: at,
      summary: 'The call as it is now; looking is recorded',
      request: { params: bookingParam, headers: markHeaders },
      responses: { 200: jsonAnswer(deskCallRoomView, 'The room'), ...notChanged, ...usualProblems },
    }),
    async (c) => {
      const caller = callerOf(c.get('staff'))
      const { bookingId } = c.req.valid('param')
      // Taken before the room is read: what changes in between is told the next time.
      if (isKnown(c, await deskRoomStamp(app, caller, bookingId))) return c.body(null, 304)
      const room = await readDeskRoom(app, caller, bookingId)
      return room.ok
        ? answer(c, deskCallRoomView, deskRoomView(app, room.value, caller))
        : refusalProblem(c, room.refusal)
    },
  )

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: `${at}/enter`,
      summary: 'Come in, to hold the call or to sit in',
      request: { params: bookingParam, body: jsonBody(enterCallDeskRequest) },
      responses: { 200: jsonAnswer(enteredCallView, 'Entered'), ...usualProblems },
    }),
    async (c) => {
      const { bookingId } = c.req.valid('param')
      const entered = await enterFromDesk(app, callerOf(c.get('staff')), bookingId, c.req.valid('json').as)
      return entered.ok ? answer(c, enteredCallView, entered.value) : refusalProblem(c, entered.refusal)
    },
  )

  for (const [path, summary, act] of [
    ['alive', 'This page is still there', aliveAtDesk],
    ['leave', 'Go for good', leaveFromDesk],
  ] as const)
    doors.route(
      desk,
      createRoute({
        method: 'post',
        path: `${at}/${path}`,
        summary,
        request: { params: bookingParam, body: jsonBody(stayRequest) },
        responses: { 200: jsonAnswer(done, 'Noted'), ...usualProblems },
      }),
      async (c) => {
        const { bookingId } = c.req.valid('param')
        return doneAnswer(c, await act(app, callerOf(c.get('staff')), bookingId, c.req.valid('json').epoch))
      },
    )

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: `${at}/signals`,
      summary: 'Messages of this browser to another one of the call, in order',
      request: { params: bookingParam, body: jsonBody(signalsRequest) },
      responses: { 200: jsonAnswer(done, 'Kept for them'), ...usualProblems },
    }),
    async (c) => {
      const { bookingId } = c.req.valid('param')
      return doneAnswer(c, await signalFromDesk(app, callerOf(c.get('staff')), bookingId, c.req.valid('json')))
    },
  )

  doors.route(
    desk,
    createRoute({
      method: 'get',
      path: `${at}/signals`,
      summary: 'Messages for this browser, in order',
      request: { params: bookingParam, query: signalsQuery },
      responses: { 200: jsonAnswer(signalsView, 'The messages'), ...usualProblems },
    }),
    async (c) => {
      const { bookingId } = c.req.valid('param')
      const signals = await signalsForDesk(app, callerOf(c.get('staff')), bookingId, c.req.valid('query'))
      return answer(c, signalsView, { signals })
    },
  )

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: `${at}/ring`,
      summary: 'Ring the seller',
      request: { params: bookingParam },
      responses: { 200: jsonAnswer(done, 'It rings'), ...usualProblems },
    }),
    async (c) => doneAnswer(c, await ringCall(app, callerOf(c.get('staff')), c.req.valid('param').bookingId)),
  )
}
