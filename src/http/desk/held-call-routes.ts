import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { handOver } from '#app/held-call/hand-over.ts'
import { interruptFromDesk } from '#app/held-call/interruptions.ts'
import {
  endCall,
  judgeStep,
  leadStep,
  noteCommitment,
  noteSuspicion,
  pauseCall,
  sayFromDesk,
  showQuestion,
} from '#app/held-call/lead-call.ts'
import { askSnapshot, readSnapshot } from '#app/held-call/snapshots.ts'
import { bookingParam } from '#contracts/desk-calls.ts'
import {
  askedSnapshotView,
  askSnapshotRequest,
  callSnapshotParam,
  callStepParam,
  chatRequest,
  commitmentRequest,
  endCallRequest,
  handOverRequest,
  interruptionRequest,
  judgeStepRequest,
  leadStepRequest,
  pauseCallRequest,
  showQuestionRequest,
  suspicionRequest,
} from '#contracts/held-call.ts'
import type { Result } from '#domain/refusal.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { jpegAnswer } from '../seller/media-routes.ts'
import { callerOf, reviewers } from './review-routes.ts'

const at = '/desk/api/calls/{bookingId}'
const done = z.object({ ok: z.literal(true) })
const desk = { door: 'desk', roles: reviewers } as const
const noted = { 200: jsonAnswer(done, 'Done'), ...usualProblems }

const doneAnswer = (c: Context, result: Result<unknown>) =>
  result.ok ? answer(c, done, { ok: true }) : refusalProblem(c, result.refusal)

/** What whoever is in a call does in it; who may do what is the domain's to say. */
export const heldCallRoutes = (doors: Doors, app: App): void => {
  const post = <S extends z.ZodType>(path: string, summary: string, body: S) =>
    createRoute({
      method: 'post',
      path: `${at}/${path}`,
      summary,
      request: { params: bookingParam, body: jsonBody(body) },
      responses: noted,
    })
  const placeOf = (c: { req: { valid(of: 'param'): { bookingId: string } }; get(key: 'staff'): Staff }) => ({
    bookingId: c.req.valid('param').bookingId,
    caller: callerOf(c.get('staff')),
  })

  doors.route(desk, post('steps', 'Open a step, or none', leadStepRequest), async (c) =>
    doneAnswer(c, await leadStep(app, placeOf(c), c.req.valid('json').stepId)),
  )
  doors.route(desk, post('pause', 'Pause, or go on', pauseCallRequest), async (c) =>
    doneAnswer(c, await pauseCall(app, placeOf(c), c.req.valid('json').paused)),
  )
  doors.route(desk, post('suspicions', 'Note a suspicion', suspicionRequest), async (c) =>
    doneAnswer(c, await noteSuspicion(app, placeOf(c), c.req.valid('json'))),
  )
  doors.route(desk, post('commitments', 'Note what the seller promised', commitmentRequest), async (c) =>
    doneAnswer(c, await noteCommitment(app, placeOf(c), c.req.valid('json'))),
  )
  doors.route(desk, post('questions', 'Show one of the questions drawn, or none', showQuestionRequest), async (c) =>
    doneAnswer(c, await showQuestion(app, placeOf(c), c.req.valid('json').questionId)),
  )
  doors.route(desk, post('chat', 'Say a line', chatRequest), async (c) =>
    doneAnswer(c, await sayFromDesk(app, placeOf(c), c.req.valid('json').text)),
  )
  doors.route(desk, post('end', 'End the call, with its verdict where one is given', endCallRequest), async (c) =>
    doneAnswer(c, await endCall(app, placeOf(c), c.req.valid('json').verdict)),
  )
  doors.route(desk, post('interruptions', 'A stall, or that it is over', interruptionRequest), async (c) => {
    const { bookingId, caller } = placeOf(c)
    return doneAnswer(c, await interruptFromDesk(app, caller, bookingId, c.req.valid('json')))
  })
  doors.route(desk, post('hand-over', 'Another member leads from now on', handOverRequest), async (c) => {
    const { bookingId, caller } = placeOf(c)
    return doneAnswer(c, await handOver(app, caller, bookingId, c.req.valid('json').to))
  })

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: `${at}/steps/{stepId}/judgement`,
      summary: 'Judge a step',
      request: { params: callStepParam, body: jsonBody(judgeStepRequest) },
      responses: noted,
    }),
    async (c) => doneAnswer(c, await judgeStep(app, placeOf(c), c.req.valid('param').stepId, c.req.valid('json'))),
  )

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: `${at}/snapshots`,
      summary: 'Ask the seller’s browser for a picture in full resolution',
      request: { params: bookingParam, body: jsonBody(askSnapshotRequest) },
      responses: { 200: jsonAnswer(askedSnapshotView, 'Asked'), ...usualProblems },
    }),
    async (c) => {
      const { bookingId, caller } = placeOf(c)
      const asked = await askSnapshot(app, caller, bookingId, c.req.valid('json').stepId)
      return asked.ok ? answer(c, askedSnapshotView, asked.value) : refusalProblem(c, asked.refusal)
    },
  )

  doors.route(
    { door: 'desk', roles: [...reviewers, 'compliance'] },
    createRoute({
      method: 'get',
      path: `${at}/snapshots/{snapshotId}`,
      summary: 'A picture that came; looking is recorded',
      request: { params: callSnapshotParam },
      responses: { 200: { description: 'JPEG', content: { 'image/jpeg': { schema: z.any() } } }, ...usualProblems },
    }),
    async (c) => {
      const { bookingId, snapshotId } = c.req.valid('param')
      const picture = await readSnapshot(app, callerOf(c.get('staff')), bookingId, snapshotId)
      return picture.ok ? jpegAnswer(c, picture.value) : refusalProblem(c, picture.refusal)
    },
  )
}

type Staff = Parameters<typeof callerOf>[0]
