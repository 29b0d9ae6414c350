import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { addWebhook, listWebhooks, removeWebhook } from '#app/integration/webhook-endpoints.ts'
import { iso } from '#app/views/instants.ts'
import { webhookCreatedSchema, webhookRequest, webhookSchema } from '#contracts/marketplace-api.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'

export const webhookRoutes = (doors: Doors, app: App): void => {
  const webhooks = { door: 'marketplace', scope: 'webhooks' } as const

  doors.route(
    webhooks,
    createRoute({
      method: 'post',
      path: '/v1/webhooks',
      summary: 'Register an address for signed webhooks; the secret is shown once',
      request: { body: jsonBody(webhookRequest) },
      responses: { 201: jsonAnswer(webhookCreatedSchema, 'Registered'), ...usualProblems },
    }),
    async (c) => {
      const asked = c.req.valid('json')
      const added = await addWebhook(app, c.get('key'), asked)
      const view = { id: added.id, ...asked, createdAt: iso(added.createdAtMs), secret: added.secret }
      return answer(c, webhookCreatedSchema, view, 201)
    },
  )

  doors.route(
    webhooks,
    createRoute({
      method: 'get',
      path: '/v1/webhooks',
      summary: 'Registered addresses',
      responses: { 200: jsonAnswer(z.object({ webhooks: z.array(webhookSchema) }), 'All of them'), ...usualProblems },
    }),
    async (c) => {
      const rows = await listWebhooks(app, c.get('key'))
      return c.json({
        webhooks: rows.map((row) => ({
          id: row.id,
          url: row.url,
          events: row.events,
          createdAt: row.created_at.toISOString(),
        })),
      })
    },
  )

  doors.route(
    webhooks,
    createRoute({
      method: 'delete',
      path: '/v1/webhooks/{webhookId}',
      summary: 'Stop sending to an address',
      request: { params: z.object({ webhookId: z.string().max(128) }) },
      responses: { 200: jsonAnswer(z.object({ removed: z.literal(true) }), 'Removed'), ...usualProblems },
    }),
    async (c) => {
      const removed = await removeWebhook(app, c.get('key'), c.req.valid('param').webhookId)
      return removed.ok ? c.json({ removed: true }) : refusalProblem(c, removed.refusal)
    },
  )
}
