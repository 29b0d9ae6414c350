import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { explainRisk, lookAtSignal } from '#app/signals/explain-risk.ts'
import { readRiskTimeline } from '#app/signals/read-risk-timeline.ts'
import { iso } from '#app/views/instants.ts'
import { everyRole } from '#contracts/desk-api.ts'
import { riskExplanationView, riskTimelineQuery, riskTimelineView, signalBodyView } from '#contracts/desk-risk.ts'
import { idSchema } from '#contracts/primitives.ts'
import { answer, jsonAnswer, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound, refusalProblem } from '../problem.ts'

const ofSignal = z.object({ sellerId: idSchema, seq: z.coerce.number().int().min(0) })

/** [TR4] Why a seller's score is what it is, signal by signal. */
export const deskRiskRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/sellers/{sellerId}/risk',
      summary: "A seller's signals, what each was decided to mean, and what it changed",
      request: { params: z.object({ sellerId: idSchema }), query: riskTimelineQuery },
      responses: { 200: jsonAnswer(riskTimelineView, 'A page, the newest first'), ...usualProblems },
    }),
    async (c) => {
      const { sellerId } = c.req.valid('param')
      const timeline = await readRiskTimeline(app, c.get('staff'), { sellerId, ...c.req.valid('query') })
      if (!timeline) return notFound(c)
      const { now, entries, next } = timeline
      return answer(c, riskTimelineView, {
        now: now && { decidedAt: iso(now.decidedAtMs), decisions: now.decisions },
        entries: entries.map(({ occurredAtMs, receivedAtMs, ...entry }) => ({
          ...entry,
          occurredAt: iso(occurredAtMs),
          receivedAt: iso(receivedAtMs),
        })),
        next,
      })
    },
  )

  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/sellers/{sellerId}/risk/{seq}',
      summary: 'Every point of one decision: the rules that were true, what they read, and what was missing',
      request: { params: ofSignal },
      responses: { 200: jsonAnswer(riskExplanationView, 'The decision'), ...usualProblems },
    }),
    async (c) => {
      const explained = await explainRisk(app, c.get('staff'), c.req.valid('param'))
      if (!explained) return notFound(c)
      const looks = explained.looks.map(({ by, atMs }) => ({ by, at: iso(atMs) }))
      return answer(c, riskExplanationView, { ...explained, looks })
    },
  )

  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'post',
      path: '/desk/api/sellers/{sellerId}/risk/{seq}/look',
      summary: 'Opens what the marketplace sent; who looked is kept',
      request: { params: ofSignal },
      responses: { 200: jsonAnswer(signalBodyView, 'The signal'), ...usualProblems },
    }),
    async (c) => {
      const looked = await lookAtSignal(app, c.get('staff'), c.req.valid('param'))
      return looked.ok ? answer(c, signalBodyView, looked.value) : refusalProblem(c, looked.refusal)
    },
  )
}
