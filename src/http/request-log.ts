import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'

/**
 * One line per request that changed something or failed. The route's pattern is logged, never the address: it may hold
 * a seller's id. No headers, no bodies.
 */
export const requestLog =
  (log: Logger): MiddlewareHandler =>
  async (c, next) => {
    const requestId = randomUUID()
    const startedAt = performance.now()
    await next()
    c.header('x-request-id', requestId)
    const quiet = c.res.status < 500 && (c.req.method === 'GET' || c.req.path.includes('/chunks/'))
    const line = {
      requestId,
      method: c.req.method,
      route: c.req.routePath,
      status: c.res.status,
      tookMs: Math.round(performance.now() - startedAt),
    }
    if (quiet) log.debug(line, 'request')
    else log.info(line, 'request')
  }
