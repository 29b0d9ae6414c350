import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { openClip, readFrame } from '#app/runs/read-clip.ts'
import { readRecording, receiveChunk } from '#app/runs/recordings.ts'
import { chunkAckView, recordingView } from '#contracts/seller-api.ts'
import { answer, jsonAnswer, usualProblems } from '../answers.ts'
import { answerChunk, bytesLimit, chunkHeaders, chunkLimitBytes, chunkParam, recordingParam } from '../chunk-request.ts'
import { clipAnswer } from '../clip-answer.ts'
import type { Doors, Env } from '../doors.ts'
import { notFound } from '../problem.ts'

export const sellerMediaRoutes = (doors: Doors, app: App): void => {
  const seller = { door: 'seller' } as const

  doors.route(
    seller,
    createRoute({
      method: 'put',
      path: '/s/api/recordings/{recordingId}/chunks/{seq}',
      summary: 'One numbered chunk; acknowledged only when it is durable',
      request: { params: chunkParam, headers: chunkHeaders },
      responses: { 200: jsonAnswer(chunkAckView, 'Durable'), ...usualProblems },
      middleware: [bytesLimit(chunkLimitBytes)],
    }),
    (c) =>
      answerChunk(c, { ...c.req.valid('param'), ...c.req.valid('header') }, (chunk) =>
        receiveChunk(app, c.get('seller'), chunk),
      ),
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/recordings/{recordingId}',
      summary: 'How much of a recording is durable',
      request: { params: recordingParam },
      responses: { 200: jsonAnswer(recordingView, 'As it stands'), ...usualProblems },
    }),
    async (c) => {
      const recording = await readRecording(app, c.get('seller'), c.req.valid('param').recordingId)
      if (!recording || recording.purpose === 'witness') return notFound(c)
      const { id, state, nextSeq, bytes } = recording
      return answer(c, recordingView, { id, state, nextSeq, bytes })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/frames/{frameId}',
      summary: 'A proof frame of your own run',
      request: { params: z.object({ frameId: z.string().max(128) }) },
      responses: { 200: { description: 'JPEG', content: { 'image/jpeg': { schema: z.any() } } }, ...usualProblems },
    }),
    async (c) => {
      const { tenantId, caseId } = c.get('seller')
      const frame = await readFrame(app, tenantId, c.req.valid('param').frameId, caseId)
      return frame ? jpegAnswer(c, frame.jpeg) : notFound(c)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/rehearsals/{rehearsalId}/clip',
      summary: 'Watch your rehearsal',
      request: { params: z.object({ rehearsalId: z.string().max(128) }) },
      responses: { 200: { description: 'The clip' }, 206: { description: 'A part of it' }, ...usualProblems },
    }),
    async (c) => {
      const { tenantId, caseId } = c.get('seller')
      const { rehearsalId } = c.req.valid('param')
      const recording = await readRecording(app, { tenantId, caseId }, rehearsalId)
      const clip = recording?.purpose === 'rehearsal' ? await openClip(app, tenantId, caseId, rehearsalId) : null
      return clip ? clipAnswer(c, clip) : notFound(c)
    },
  )
}

export const jpegAnswer = (c: Context<Env>, jpeg: Uint8Array): Response =>
  c.body(new Uint8Array(jpeg), 200, {
    'content-type': 'image/jpeg',
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'",
  })
