import type { Hono } from 'hono'
import type { Registry } from 'prom-client'
import type { App } from '#app/app.ts'
import type { Env } from './doors.ts'

/** For load balancers and monitors: alive, ready to serve, and what Prometheus scrapes. */
export const healthRoutes = (api: Hono<Env>, parts: { app: App; ready: () => boolean; metrics: Registry }): void => {
  api.get('/healthz', (c) => c.json({ status: 'ok' }))
  api.get('/readyz', async (c) => {
    if (!parts.ready()) return c.json({ status: 'starting' }, 503)
    try {
      await parts.app.database.kysely.selectFrom('heartbeat').select('id').limit(1).execute()
      return c.json({ status: 'ready' })
    } catch {
      return c.json({ status: 'database unavailable' }, 503)
    }
  })
  api.get('/metrics', async (c) =>
    c.text(await parts.metrics.metrics(), 200, { 'content-type': parts.metrics.contentType }),
  )
  api.get('/.well-known/jwks.json', async (c) => c.json(await parts.app.keys.publicJwks()))
}
