import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { registerSeller } from '#app/sellers/register-seller.ts'
import { sellerStoredSchema } from '#contracts/marketplace-api.ts'
import { idSchema } from '#contracts/primitives.ts'
import { registrationSchema } from '#contracts/registration.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { problem, refusalProblem } from '../problem.ts'
import { idempotent } from './idempotency.ts'

const sellerParam = z.object({ sellerId: idSchema })

export const sellerRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'marketplace', scope: 'sellers' },
    createRoute({
      method: 'put',
      path: '/v1/sellers/{sellerId}',
      summary: 'Store or replace what you have on file about a seller',
      request: { params: sellerParam, body: jsonBody(registrationSchema) },
      responses: { 200: jsonAnswer(sellerStoredSchema, 'Stored'), ...usualProblems },
      middleware: [idempotent(app)],
    }),
    async (c) => {
      const { sellerId } = c.req.valid('param')
      const registration = c.req.valid('json')
      if (registration.sellerId !== sellerId)
        return problem(c, {
          status: 422,
          code: 'invalid-request',
          title: 'the request is not valid',
          errors: [{ field: 'sellerId', message: 'differs from the one in the address' }],
        })
      const stored = await registerSeller(app, c.get('key'), registration)
      return stored.ok
        ? answer(c, sellerStoredSchema, { sellerId, created: stored.value.created })
        : refusalProblem(c, stored.refusal)
    },
  )
}
