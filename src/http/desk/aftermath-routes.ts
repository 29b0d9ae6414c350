import { createRoute } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { confirmAfterPass } from '#app/cases/confirmed-registration.ts'
import { holdEvidence } from '#app/evidence/retention.ts'
import { confirmedView } from '#app/views/confirmed-views.ts'
import { retentionOf } from '#app/views/retention-views.ts'
import { confirmedStateView, confirmRequest } from '#contracts/confirmed-registration.ts'
import { holdRequest, retentionView } from '#contracts/desk-retention.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { callerOf, reviewers } from './review-routes.ts'

export const aftermathRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: ['compliance'] },
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/legal-hold',
      summary: 'Keep everything of a case from being deleted, or end that, with the reason',
      request: { params: caseParam, body: jsonBody(holdRequest) },
      responses: { 200: jsonAnswer(retentionView, 'As it stands now'), ...usualProblems },
    }),
    async (c) => {
      const { caseId } = c.req.valid('param')
      const held = await holdEvidence(app, callerOf(c.get('staff')), caseId, c.req.valid('json'))
      return held.ok ? answer(c, retentionView, retentionOf(held.value)) : refusalProblem(c, held.refusal)
    },
  )

  doors.route(
    { door: 'desk', roles: reviewers },
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/registration',
      summary: 'Confirm what the originals of a passed case show otherwise than the registration',
      request: { params: caseParam, body: jsonBody(confirmRequest) },
      responses: { 200: jsonAnswer(confirmedStateView.nullable(), 'As it stands now'), ...usualProblems },
    }),
    async (c) => {
      const { caseId } = c.req.valid('param')
      const confirmed = await confirmAfterPass(app, callerOf(c.get('staff')), caseId, c.req.valid('json').values)
      return confirmed.ok
        ? answer(c, confirmedStateView.nullable(), confirmedView(confirmed.value.state))
        : refusalProblem(c, confirmed.refusal)
    },
  )
}
