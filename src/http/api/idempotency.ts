import type { MiddlewareHandler } from 'hono'
import type { App } from '#app/app.ts'
import { recall, remember, requestHash } from '#app/integration/idempotency.ts'
import type { Env } from '../doors.ts'
import { problem } from '../problem.ts'

/** A request repeated under the same `Idempotency-Key` gets the answer it got before. Outages are not remembered. */
export const idempotent =
  (app: App): MiddlewareHandler<Env> =>
  async (c, next) => {
    const key = c.req.header('idempotency-key')
    if (!key) return next()
    if (key.length > 200)
      return problem(c, { status: 422, code: 'invalid-request', title: 'Idempotency-Key has at most 200 characters' })
    const caller = c.get('key')
    const hash = requestHash(c.req.method, c.req.path, await c.req.raw.clone().text())
    const known = await recall(app, caller, key, hash)
    if (known === 'other')
      return problem(c, { status: 409, code: 'idempotency-conflict', title: 'this key was used for another request' })
    if (known)
      return c.body(known.body, known.status as 200, {
        'content-type': known.status < 400 ? 'application/json' : 'application/problem+json',
        'idempotent-replay': 'true',
      })
    await next()
    if (c.res.status < 500) {
      const body = await c.res.clone().text()
      await remember(app, caller, key, hash, { status: c.res.status, body })
    }
    return undefined
  }
