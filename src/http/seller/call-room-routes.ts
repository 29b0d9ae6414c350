import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { answerCall } from '#app/held-call/answer-call.ts'
import { interruptAsSeller } from '#app/held-call/interruptions.ts'
import { sayAsSeller } from '#app/held-call/lead-call.ts'
import { readSellerRoom } from '#app/held-call/read-room.ts'
import { restartRecording } from '#app/held-call/restart-recording.ts'
import { sellerRoomStamp } from '#app/held-call/room-stamp.ts'
import { takeSnapshot } from '#app/held-call/snapshots.ts'
import { aliveAsSeller, enterAsSeller, signalFromSeller, signalsForSeller } from '#app/held-call/waiting-room.ts'
import { sellerRoomView } from '#app/views/call-room-views.ts'
import {
  answeredCallView,
  chatRequest,
  enterCallRequest,
  enteredCallView,
  interruptionRequest,
  restartedRecordingView,
  sellerCallRoomView,
  signalsQuery,
  signalsRequest,
  signalsView,
  snapshotHeaders,
  snapshotMaxBytes,
  stayRequest,
} from '#contracts/held-call.ts'
import type { Result } from '#domain/refusal.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import { bytesLimit } from '../chunk-request.ts'
import type { Doors } from '../doors.ts'
import { isKnown, markHeaders, notChanged } from '../known-answer.ts'
import { notFound, refusalProblem } from '../problem.ts'

const at = '/s/api/cases/{caseId}/call-room'
/** A page draws a key for the ring that it answers; the same key gets the same attempt again. */
const answerHeaders = z.object({ 'idempotency-key': z.string().min(8).max(200).optional() })
const done = z.object({ ok: z.literal(true) })

/** The seller's side of a booked call. Every route is for the seller's own case only. */
export const sellerCallRoomRoutes = (doors: Doors, app: App): void => {
  const seller = { door: 'seller' } as const
  const doneAnswer = (c: Context, result: Result<unknown>) =>
    result.ok ? answer(c, done, { ok: true }) : refusalProblem(c, result.refusal)

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: at,
      summary: 'The call as it is now',
      request: { params: caseParam, headers: markHeaders },
      responses: { 200: jsonAnswer(sellerCallRoomView, 'The room'), ...notChanged, ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      // Taken before the room is read: what changes in between is told the next time.
      if (isKnown(c, await sellerRoomStamp(app, c.get('seller')))) return c.body(null, 304)
      const room = await readSellerRoom(app, c.get('seller'))
      return room.ok ? answer(c, sellerCallRoomView, sellerRoomView(app, room.value)) : refusalProblem(c, room.refusal)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: `${at}/enter`,
      summary: 'Come into the waiting room, or back into the call',
      request: { params: caseParam, body: jsonBody(enterCallRequest) },
      responses: { 200: jsonAnswer(enteredCallView, 'Entered'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const entered = await enterAsSeller(app, c.get('seller'), c.req.valid('json').place)
      return entered.ok ? answer(c, enteredCallView, entered.value) : refusalProblem(c, entered.refusal)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: `${at}/alive`,
      summary: 'This page is still there',
      request: { params: caseParam, body: jsonBody(stayRequest) },
      responses: { 200: jsonAnswer(done, 'Heard'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      return doneAnswer(c, await aliveAsSeller(app, c.get('seller'), c.req.valid('json').epoch))
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: `${at}/signals`,
      summary: 'Messages of this browser to another one of the call, in order',
      request: { params: caseParam, body: jsonBody(signalsRequest) },
      responses: { 200: jsonAnswer(done, 'Kept for them'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      return doneAnswer(c, await signalFromSeller(app, c.get('seller'), c.req.valid('json')))
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: `${at}/signals`,
      summary: 'Messages for this browser, in order',
      request: { params: caseParam, query: signalsQuery },
      responses: { 200: jsonAnswer(signalsView, 'The messages'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const signals = await signalsForSeller(app, c.get('seller'), c.req.valid('query'))
      return answer(c, signalsView, { signals })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: `${at}/answer`,
      summary: 'Answer the ring',
      request: { params: caseParam, headers: answerHeaders },
      responses: { 201: jsonAnswer(answeredCallView, 'The call is held'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const answered = await answerCall(app, c.get('seller'), c.req.valid('header')['idempotency-key'] ?? null)
      if (!answered.ok) return refusalProblem(c, answered.refusal)
      const { id, recordingId } = answered.value
      return answer(c, answeredCallView, { attemptId: id, recordingId }, 201)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: `${at}/chat`,
      summary: 'Say a line',
      request: { params: caseParam, body: jsonBody(chatRequest) },
      responses: { 200: jsonAnswer(done, 'Said'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      return doneAnswer(c, await sayAsSeller(app, c.get('seller'), c.req.valid('json').text))
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: `${at}/interruptions`,
      summary: 'A stall, or what this page tells of itself; or that it is over',
      request: { params: caseParam, body: jsonBody(interruptionRequest) },
      responses: { 200: jsonAnswer(done, 'Noted'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      return doneAnswer(c, await interruptAsSeller(app, c.get('seller'), c.req.valid('json')))
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: `${at}/recording`,
      summary: 'Go on in another recording, after the page was loaded anew',
      request: { params: caseParam },
      responses: { 201: jsonAnswer(restartedRecordingView, 'Another one'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const restarted = await restartRecording(app, c.get('seller'))
      return restarted.ok
        ? answer(c, restartedRecordingView, restarted.value, 201)
        : refusalProblem(c, restarted.refusal)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'put',
      path: `${at}/snapshots/{askId}`,
      summary: 'The picture that was asked for: a JPEG',
      request: { params: caseParam.extend({ askId: z.string().max(128) }), headers: snapshotHeaders },
      responses: { 200: jsonAnswer(done, 'Durable'), ...usualProblems },
      middleware: [bytesLimit(snapshotMaxBytes)],
    }),
    async (c) => {
      const { caseId, askId } = c.req.valid('param')
      if (caseId !== c.get('seller').caseId) return notFound(c)
      const headers = c.req.valid('header')
      const taken = await takeSnapshot(app, c.get('seller'), {
        askId,
        sha256: headers['x-snapshot-sha256'],
        widthPx: headers['x-width-px'],
        heightPx: headers['x-height-px'],
        bytes: new Uint8Array(await c.req.arrayBuffer()),
      })
      return doneAnswer(c, taken)
    },
  )
}
