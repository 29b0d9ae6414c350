import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { listBans, takeBanStep } from '#app/cases/ban.ts'
import { iso } from '#app/views/instants.ts'
import { banListView, proposeBanRequest, settleAppealRequest, settleBanRequest } from '#contracts/ban.ts'
import { everyRole } from '#contracts/desk-api.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { callerOf } from './review-routes.ts'

const done = z.object({ status: z.string() })

/** [RE5] [EV6] A ban has three doors, and nobody passes two of them for the same case: that is kept by the domain. */
export const banRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: ['supervisor', 'compliance', 'admin'] },
    createRoute({
      method: 'get',
      path: '/desk/api/bans',
      summary: 'Proposed bans that wait for another person, and appeals',
      responses: { 200: jsonAnswer(banListView, 'The most urgent first'), ...usualProblems },
    }),
    async (c) => {
      const bans = await listBans(app, c.get('staff'))
      return answer(c, banListView, { bans: bans.map(({ dueAtMs, ...ban }) => ({ ...ban, dueAt: iso(dueAtMs) })) })
    },
  )

  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/ban',
      summary: 'Propose to ban a seller for good',
      request: { params: caseParam, body: jsonBody(proposeBanRequest) },
      responses: { 200: jsonAnswer(done, 'Proposed; somebody else settles it'), ...usualProblems },
    }),
    async (c) => {
      const asked = { step: 'propose', ...c.req.valid('json') } as const
      const taken = await takeBanStep(app, callerOf(c.get('staff')), c.req.valid('param').caseId, asked)
      return taken.ok ? answer(c, done, { status: taken.value.state.status }) : refusalProblem(c, taken.refusal)
    },
  )

  doors.route(
    { door: 'desk', roles: ['supervisor', 'compliance'] },
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/ban/settle',
      summary: 'Confirm or refuse a ban that somebody else has proposed',
      request: { params: caseParam, body: jsonBody(settleBanRequest) },
      responses: { 200: jsonAnswer(done, 'Settled'), ...usualProblems },
    }),
    async (c) => {
      const asked = { step: 'settle', ...c.req.valid('json') } as const
      const taken = await takeBanStep(app, callerOf(c.get('staff')), c.req.valid('param').caseId, asked)
      return taken.ok ? answer(c, done, { status: taken.value.state.status }) : refusalProblem(c, taken.refusal)
    },
  )

  doors.route(
    { door: 'desk', roles: ['compliance'] },
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/appeal/settle',
      summary: 'Uphold or lift a ban that the seller has appealed against',
      request: { params: caseParam, body: jsonBody(settleAppealRequest) },
      responses: { 200: jsonAnswer(done, 'Settled'), ...usualProblems },
    }),
    async (c) => {
      const asked = { step: 'settle-appeal', ...c.req.valid('json') } as const
      const taken = await takeBanStep(app, callerOf(c.get('staff')), c.req.valid('param').caseId, asked)
      return taken.ok ? answer(c, done, { status: taken.value.state.status }) : refusalProblem(c, taken.refusal)
    },
  )
}
