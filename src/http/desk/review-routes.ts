import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { isOfAttempt } from '#app/held-call/call-record.ts'
import type { StaffSession } from '#app/ports/staff.ts'
import { decideReview, lookAt, reviewQueue, type StaffCaller } from '#app/review/review.ts'
import { openReview } from '#app/review/review-file.ts'
import { openClip, readFrame } from '#app/runs/read-clip.ts'
import { iso } from '#app/views/instants.ts'
import { reviewFileView } from '#app/views/review-view.ts'
import { decisionRequest, queueView, type Role, reviewView, reviewWhySchema } from '#contracts/desk-api.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import { clipAnswer } from '../clip-answer.ts'
import type { Doors } from '../doors.ts'
import { notFound, refusalProblem } from '../problem.ts'
import { jpegAnswer } from '../seller/media-routes.ts'

export const reviewers: readonly Role[] = ['reviewer', 'supervisor', 'admin']
const reviewParam = z.object({ caseId: z.string().max(128), attemptId: z.string().max(128) })
const recordingParam = reviewParam.extend({ recordingId: z.string().max(128) })

export const leads: readonly Role[] = ['supervisor', 'admin']

export const callerOf = ({ tenantId, staffId, role }: StaffSession): StaffCaller => ({
  tenantId,
  staffId,
  lead: leads.includes(role),
})

export const reviewRoutes = (doors: Doors, app: App): void => {
  const desk = { door: 'desk', roles: reviewers } as const
  const reading = { door: 'desk', roles: [...reviewers, 'compliance'] } as const

  doors.route(
    desk,
    createRoute({
      method: 'get',
      path: '/desk/api/queue',
      summary: 'Runs that wait for a person, the promise most at risk first',
      responses: { 200: jsonAnswer(queueView, 'The queue'), ...usualProblems },
    }),
    async (c) => {
      const items = await reviewQueue(app, callerOf(c.get('staff')))
      return answer(c, queueView, {
        serverTime: iso(app.clock.nowMs()),
        items: items.map((item) => ({
          caseId: item.caseId,
          attemptId: item.attemptId,
          sellerId: item.sellerId,
          program: item.program,
          why: reviewWhySchema.parse(item.why),
          openedAt: iso(item.openedAtMs),
          dueAt: iso(item.dueAtMs),
        })),
      })
    },
  )

  doors.route(
    reading,
    createRoute({
      method: 'get',
      path: '/desk/api/cases/{caseId}/attempts/{attemptId}',
      summary: 'One run with everything a reviewer needs; looking is recorded',
      request: { params: reviewParam },
      responses: { 200: jsonAnswer(reviewView, 'The run'), ...usualProblems },
    }),
    async (c) => {
      const { caseId, attemptId } = c.req.valid('param')
      const opened = await openReview(app, callerOf(c.get('staff')), caseId, attemptId)
      return opened.ok
        ? answer(c, reviewView, reviewFileView(opened.value, attemptId))
        : refusalProblem(c, opened.refusal)
    },
  )

  doors.route(
    desk,
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/decision',
      summary: 'Pass, fail with coded reasons, or void a run in review',
      request: { params: z.object({ caseId: z.string().max(128) }), body: jsonBody(decisionRequest) },
      responses: { 200: jsonAnswer(z.object({ status: z.string() }), 'Decided'), ...usualProblems },
    }),
    async (c) => {
      const { caseId } = c.req.valid('param')
      const decided = await decideReview(app, callerOf(c.get('staff')), caseId, c.req.valid('json'))
      return decided.ok ? c.json({ status: decided.value.state.status }) : refusalProblem(c, decided.refusal)
    },
  )

  doors.route(
    reading,
    createRoute({
      method: 'get',
      path: '/desk/api/cases/{caseId}/attempts/{attemptId}/clip',
      summary: 'The recording; byte ranges are answered, looking is recorded',
      request: { params: reviewParam },
      responses: { 200: { description: 'The clip' }, 206: { description: 'A part of it' }, ...usualProblems },
    }),
    async (c) => {
      const { caseId, attemptId } = c.req.valid('param')
      const staff = c.get('staff')
      if (isFirstLook(c)) {
        const looked = await lookAt(app, callerOf(staff), caseId, 'clip', attemptId)
        if (!looked.ok) return refusalProblem(c, looked.refusal)
      }
      const recordingId = await recordingOf(app, staff.tenantId, caseId, attemptId)
      const clip = recordingId ? await openClip(app, staff.tenantId, caseId, recordingId) : null
      return clip ? clipAnswer(c, clip) : notFound(c)
    },
  )

  doors.route(
    reading,
    createRoute({
      method: 'get',
      path: '/desk/api/cases/{caseId}/attempts/{attemptId}/recordings/{recordingId}/clip',
      summary: 'One of several recordings of a call; byte ranges are answered, looking is recorded',
      request: { params: recordingParam },
      responses: { 200: { description: 'The clip' }, 206: { description: 'A part of it' }, ...usualProblems },
    }),
    async (c) => {
      const { caseId, attemptId, recordingId } = c.req.valid('param')
      const staff = c.get('staff')
      if (!(await isOfAttempt(app, staff.tenantId, { caseId, attemptId, recordingId }))) return notFound(c)
      if (isFirstLook(c)) {
        const looked = await lookAt(app, callerOf(staff), caseId, 'clip', attemptId)
        if (!looked.ok) return refusalProblem(c, looked.refusal)
      }
      const clip = await openClip(app, staff.tenantId, caseId, recordingId)
      return clip ? clipAnswer(c, clip) : notFound(c)
    },
  )

  doors.route(
    reading,
    createRoute({
      method: 'get',
      path: '/desk/api/frames/{frameId}',
      summary: 'A proof frame',
      request: { params: z.object({ frameId: z.string().max(128) }) },
      responses: { 200: { description: 'JPEG', content: { 'image/jpeg': { schema: z.any() } } }, ...usualProblems },
    }),
    async (c) => {
      const frame = await readFrame(app, c.get('staff').tenantId, c.req.valid('param').frameId, null)
      return frame ? jpegAnswer(c, frame.jpeg) : notFound(c)
    },
  )
}

/** A player asks for many ranges, some of them for the beginning more than once: that is one look. */
const isFirstLook = (c: Context): boolean => c.req.header('range')?.startsWith('bytes=0-') ?? true

const recordingOf = async (app: App, tenantId: string, caseId: string, attemptId: string): Promise<string | null> => {
  const row = await app.database.kysely
    .selectFrom('attempt')
    .select('recording_id')
    .where('id', '=', attemptId)
    .where('case_id', '=', caseId)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return row?.recording_id ?? null
}
