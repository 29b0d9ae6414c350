import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { readLinkGraph } from '#app/links/link-graph.ts'
import { ruleOnLinks, withdrawRuling } from '#app/links/link-rulings.ts'
import { openLookAlike } from '#app/links/look-alikes.ts'
import { linkGraphOf } from '#app/views/link-views.ts'
import { everyRole, type Role } from '#contracts/desk-api.ts'
import { linkGraphView, lookAlikePictures, rulingMade, rulingRequest } from '#contracts/desk-links.ts'
import { idSchema } from '#contracts/primitives.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound, refusalProblem } from '../problem.ts'
import { callerOf, reviewers } from './review-routes.ts'

const rulers: readonly Role[] = ['supervisor', 'compliance', 'admin']
/** Those who look at runs. */
const lookers: readonly Role[] = [...reviewers, 'compliance']
const sellerParam = z.object({ sellerId: idSchema })

/** [TR3] [SI1] Whom a shop is linked with, and what staff rules about it. */
export const deskLinkRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/sellers/{sellerId}/links',
      summary: 'Whom a shop is linked with and why, with the rulings about it',
      request: { params: sellerParam },
      responses: { 200: jsonAnswer(linkGraphView, 'The links'), ...usualProblems },
    }),
    async (c) => {
      const { sellerId } = c.req.valid('param')
      const graph = await readLinkGraph(app, c.get('staff').tenantId, sellerId)
      return graph ? answer(c, linkGraphView, linkGraphOf(sellerId, graph)) : notFound(c)
    },
  )

  doors.route(
    { door: 'desk', roles: lookers },
    createRoute({
      method: 'post',
      path: '/desk/api/sellers/{sellerId}/look-alikes/{otherId}/pictures',
      summary: 'The pictures of two faces that look alike; looking is recorded in both cases',
      request: { params: z.object({ sellerId: idSchema, otherId: idSchema }) },
      responses: { 200: jsonAnswer(lookAlikePictures, 'The proof frames'), ...usualProblems },
    }),
    async (c) => {
      const { sellerId, otherId } = c.req.valid('param')
      const alike = await openLookAlike(app, callerOf(c.get('staff')), sellerId, otherId)
      if (!alike.ok) return refusalProblem(c, alike.refusal)
      const { own, other } = alike.value
      return answer(c, lookAlikePictures, { own: own.frameId, other: other.frameId })
    },
  )

  doors.route(
    { door: 'desk', roles: rulers },
    createRoute({
      method: 'post',
      path: '/desk/api/sellers/{sellerId}/link-rulings',
      summary: 'Merge two shops, split them, or rule that a value joins nobody, with the reason',
      request: { params: sellerParam, body: jsonBody(rulingRequest) },
      responses: { 201: jsonAnswer(rulingMade, 'Ruled'), ...usualProblems },
    }),
    async (c) => {
      const ruled = await ruleOnLinks(app, c.get('staff'), c.req.valid('param').sellerId, c.req.valid('json'))
      return ruled.ok ? answer(c, rulingMade, ruled.value, 201) : refusalProblem(c, ruled.refusal)
    },
  )

  doors.route(
    { door: 'desk', roles: rulers },
    createRoute({
      method: 'post',
      path: '/desk/api/link-rulings/{rulingId}/withdraw',
      summary: 'Take a ruling about links back',
      request: { params: z.object({ rulingId: idSchema }) },
      responses: { 200: jsonAnswer(rulingMade, 'Withdrawn'), ...usualProblems },
    }),
    async (c) => {
      const done = await withdrawRuling(app, c.get('staff'), c.req.valid('param').rulingId)
      return done.ok ? answer(c, rulingMade, done.value) : refusalProblem(c, done.refusal)
    },
  )
}
