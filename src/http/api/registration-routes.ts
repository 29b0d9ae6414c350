import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { acknowledgeRegistration, readConfirmed } from '#app/cases/confirmed-registration.ts'
import { confirmedView } from '#app/views/confirmed-views.ts'
import { confirmedRegistrationSchema } from '#contracts/confirmed-registration.ts'
import { answer, caseParam, jsonAnswer, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound, refusalProblem } from '../problem.ts'
import { idempotent } from './idempotency.ts'

/** [RE4] What a pass confirmed of a registration, and the marketplace's word that it has taken it over. */
export const registrationRoutes = (doors: Doors, app: App): void => {
  const access = { door: 'marketplace', scope: 'sellers' } as const

  doors.route(
    access,
    createRoute({
      method: 'get',
      path: '/v1/cases/{caseId}/registration',
      summary: 'What the pass confirmed anew of the registration, with the values; looking is recorded',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(confirmedRegistrationSchema, 'What was confirmed'), ...usualProblems },
    }),
    async (c) => {
      const { caseId } = c.req.valid('param')
      const read = await readConfirmed(app, c.get('key'), caseId)
      if (!read.ok) return refusalProblem(c, read.refusal)
      const { state } = read.value.loaded
      const confirmed = confirmedView(state)
      if (!confirmed) return notFound(c)
      const { sellerId } = state
      return answer(c, confirmedRegistrationSchema, { ...confirmed, caseId, sellerId, values: read.value.values })
    },
  )

  doors.route(
    access,
    createRoute({
      method: 'post',
      path: '/v1/cases/{caseId}/registration/ack',
      summary: 'Say that you have taken over what the pass confirmed',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(z.object({ acknowledged: z.literal(true) }), 'Noted'), ...usualProblems },
      middleware: [idempotent(app)],
    }),
    async (c) => {
      const done = await acknowledgeRegistration(app, c.get('key'), c.req.valid('param').caseId)
      return done.ok ? c.json({ acknowledged: true }) : refusalProblem(c, done.refusal)
    },
  )
}
