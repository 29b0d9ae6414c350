import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { boardStamp, readBoard, sendRestrictionNow } from '#app/restrictions/restriction-board.ts'
import { iso } from '#app/views/instants.ts'
import { everyRole } from '#contracts/desk-api.ts'
import { boardQuery, boardView, sentNowView } from '#contracts/restrictions.ts'
import { answer, jsonAnswer, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { isKnown, markHeaders, notChanged } from '../known-answer.ts'
import { refusalProblem } from '../problem.ts'
import { leads } from './review-routes.ts'

/** [RE1] [RE2] The board of restrictions. */
export const boardRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/restrictions',
      summary: 'What is taken away from sellers, what the marketplace has not answered, and what it has otherwise',
      request: { query: boardQuery, headers: markHeaders },
      responses: { 200: jsonAnswer(boardView, 'The worst first'), ...notChanged, ...usualProblems },
    }),
    async (c) => {
      const filter = c.req.valid('query')
      const staff = c.get('staff')
      if (isKnown(c, await boardStamp(app, staff, filter))) return c.body(null, 304)
      return answer(c, boardView, await readBoard(app, staff, filter))
    },
  )

  doors.route(
    { door: 'desk', roles: leads },
    createRoute({
      method: 'post',
      path: '/desk/api/restrictions/{restrictionId}/send',
      summary: 'Tell the marketplace once more, now; recorded',
      request: { params: z.object({ restrictionId: z.string().max(200) }) },
      responses: { 200: jsonAnswer(sentNowView, 'On its way'), ...usualProblems },
    }),
    async (c) => {
      const { tenantId, staffId } = c.get('staff')
      const actor = { kind: 'staff' as const, id: staffId }
      const sent = await sendRestrictionNow(app, { tenantId }, actor, c.req.valid('param').restrictionId)
      return sent.ok
        ? answer(c, sentNowView, { sends: sent.value.sends, sentAt: iso(sent.value.sentAtMs) })
        : refusalProblem(c, sent.refusal)
    },
  )
}
