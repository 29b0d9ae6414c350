import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { completeWitness, receiveWitnessChunk } from '#app/held-call/witness.ts'
import { chunkAckView, completeRequest } from '#contracts/seller-api.ts'
import { jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import { answerChunk, bytesLimit, chunkHeaders, chunkLimitBytes, chunkParam, recordingParam } from '../chunk-request.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { callerOf, reviewers } from './review-routes.ts'

const desk = { door: 'desk', roles: reviewers } as const
const done = z.object({ ok: z.literal(true) })

/** [LC6] What the page of the one who leads a call saw, sent by that member alone. */
export const witnessRoutes = (doors: Doors, app: App): void => {
  doors.route(
    desk,
    createRoute({
      method: 'put',
      path: '/desk/api/recordings/{recordingId}/chunks/{seq}',
      summary: 'One numbered chunk of what this page saw; acknowledged only when it is durable',
      request: { params: chunkParam, headers: chunkHeaders },
      responses: { 200: jsonAnswer(chunkAckView, 'Durable'), ...usualProblems },
      middleware: [bytesLimit(chunkLimitBytes)],
    }),
    (c) =>
      answerChunk(c, { ...c.req.valid('param'), ...c.req.valid('header') }, (chunk) =>
        receiveWitnessChunk(app, callerOf(c.get('staff')), chunk),
      ),
  )

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: '/desk/api/recordings/{recordingId}/complete',
      summary: 'Every chunk is sent',
      request: { params: recordingParam, body: jsonBody(completeRequest) },
      responses: { 200: jsonAnswer(done, 'Whole'), ...usualProblems },
    }),
    async (c) => {
      const { recordingId } = c.req.valid('param')
      const { chunkCount } = c.req.valid('json')
      const completed = await completeWitness(app, callerOf(c.get('staff')), { recordingId, chunkCount })
      return completed.ok ? c.json({ ok: true }) : refusalProblem(c, completed.refusal)
    },
  )
}
