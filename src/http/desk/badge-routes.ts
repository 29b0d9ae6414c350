import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { listBadges, revokeBadge, whyNoBadge } from '#app/restrictions/badges.ts'
import { deskBadgesOf } from '#app/views/badge-views.ts'
import { deskBadgesView, revokeBadgeRequest } from '#contracts/badge.ts'
import { idSchema } from '#contracts/primitives.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { callerOf } from './review-routes.ts'

const sellerParam = z.object({ sellerId: idSchema })

/** [RE3] The badges of a seller: every role sees them, whoever leads or answers for the rules takes one. */
export const deskBadgeRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: ['reviewer', 'supervisor', 'compliance', 'admin'] },
    createRoute({
      method: 'get',
      path: '/desk/api/sellers/{sellerId}/badges',
      summary: 'Every badge for buyers that a seller was given',
      request: { params: sellerParam },
      responses: { 200: jsonAnswer(deskBadgesView, 'The newest first'), ...usualProblems },
    }),
    async (c) => {
      const { sellerId } = c.req.valid('param')
      const caller = c.get('staff')
      const badges = await listBadges(app, caller, sellerId)
      return answer(c, deskBadgesView, deskBadgesOf(app, badges, await whyNoBadge(app, caller, sellerId, badges)))
    },
  )

  doors.route(
    { door: 'desk', roles: ['supervisor', 'compliance', 'admin'] },
    createRoute({
      method: 'post',
      path: '/desk/api/sellers/{sellerId}/badge/revoke',
      summary: 'Take the badge from a seller, for good and with a reason',
      request: { params: sellerParam, body: jsonBody(revokeBadgeRequest) },
      responses: { 200: jsonAnswer(z.object({ revoked: z.literal(true) }), 'Taken'), ...usualProblems },
    }),
    async (c) => {
      const { sellerId } = c.req.valid('param')
      const taken = await revokeBadge(app, callerOf(c.get('staff')), { sellerId, ...c.req.valid('json') })
      return taken.ok ? c.json({ revoked: true }) : refusalProblem(c, taken.refusal)
    },
  )
}
