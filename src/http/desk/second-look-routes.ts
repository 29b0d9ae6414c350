import { createRoute } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { readAgreement, settleSecondLook } from '#app/review/second-looks.ts'
import { agreementView, settledView, settleRequest } from '#contracts/desk-api.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { callerOf, leads } from './review-routes.ts'

export const secondLookRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: ['reviewer', 'supervisor', 'compliance', 'admin'] },
    createRoute({
      method: 'get',
      path: '/desk/api/agreement',
      summary: 'How often a second pair of eyes saw the same',
      responses: { 200: jsonAnswer(agreementView, 'Counts'), ...usualProblems },
    }),
    async (c) => answer(c, agreementView, await readAgreement(app, c.get('staff').tenantId)),
  )

  doors.route(
    { door: 'desk', roles: leads },
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/second-look',
      summary: 'Settle a pass that a second look doubted; overturning it opens a new case',
      request: { params: caseParam, body: jsonBody(settleRequest) },
      responses: { 200: jsonAnswer(settledView, 'Settled'), ...usualProblems },
    }),
    async (c) => {
      const { caseId } = c.req.valid('param')
      const settled = await settleSecondLook(app, callerOf(c.get('staff')), caseId, c.req.valid('json'))
      return settled.ok ? answer(c, settledView, settled.value) : refusalProblem(c, settled.refusal)
    },
  )
}
