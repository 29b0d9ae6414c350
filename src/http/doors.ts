import { OpenAPIHono, type RouteConfig, type RouteHandler } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import type { App } from '#app/app.ts'
import { type KeyCaller, keyCallerOf } from '#app/integration/api-keys.ts'
import type { StaffSession } from '#app/ports/staff.ts'
import { type SellerCaller, sellerOf } from '#app/sellers/seller-access.ts'
import type { Role } from '#contracts/desk-api.ts'
import type { Scope } from '#contracts/marketplace-api.ts'
import { invalidProblem, notFound, notSignedIn, problem } from './problem.ts'

/** Who may pass. Every route says so; the table of all routes is what the access tests are generated from. */
export type Access =
  | { door: 'public' }
  | { door: 'marketplace'; scope: Scope }
  | { door: 'seller' }
  | { door: 'desk'; roles: readonly Role[] }

export type RouteRow = { method: string; path: string; access: Access }

/** `incoming` is what the Node server passes: the address of whoever is really connected, which a header cannot fake. */
export type Env = {
  Bindings: { incoming?: { socket?: { remoteAddress?: string } } }
  Variables: { key: KeyCaller; seller: SellerCaller; staff: StaffSession; address: string | null }
}

export type Doors = {
  api: OpenAPIHono<Env>
  routes: RouteRow[]
  /** Registers a route with its guard; the handler runs only for callers who may pass. */
  route<R extends RouteConfig>(access: Access, route: R, handler: Handler<R>, bounds?: Bounds): void
}

/** For a door that takes more than `jsonLimitBytes`. */
type Bounds = { bodyBytes: number }

/** The request is typed by its schemas; answers are checked where they are made (`answer`), so a plain Response will do. */
type Handler<R extends RouteConfig> = (c: Parameters<RouteHandler<R, Env>>[0]) => Response | Promise<Response>

export const sellerCookie = 'countersign_seller'
export const jsonLimitBytes = 256 * 1024
/** Five hundred rules, the most there may be, of four thousand bytes each: expression, words for staff and seller. */
export const rulesLimitBytes = 2 * 1024 * 1024

export const openDoors = (app: App, staffOf: (c: Context) => Promise<StaffSession | null>): Doors => {
  const api = new OpenAPIHono<Env>({
    defaultHook: (result, c) => (result.success ? undefined : invalidProblem(c, result.error)),
  })
  const routes: RouteRow[] = []
  return {
    api,
    routes,
    route(access, route, handler, { bodyBytes } = { bodyBytes: jsonLimitBytes }) {
      routes.push({ method: route.method, path: route.path, access })
      const before = route.middleware ? [route.middleware].flat() : []
      const guarded = {
        ...route,
        middleware: [guard(app, access, staffOf), storableNames, ...limits(route, bodyBytes), ...before],
      }
      api.openapi(guarded as typeof route, handler as unknown as RouteHandler<typeof route, Env>)
    },
  }
}

/**
 * No text column takes a NUL, so nothing that is asked for by one is there; without this the database's complaint would
 * be an error of ours. Bodies are kept from it by their schemas.
 */
const storableNames: MiddlewareHandler<Env> = async (c, next) => {
  const asked = [...Object.values<string>(c.req.param()), ...Object.values(c.req.query())]
  return asked.some((name) => name.includes('\u0000')) ? notFound(c) : next()
}

/** Bodies are JSON and small, except where a route takes bytes and says how many itself. */
const limits = (route: RouteConfig, bodyBytes: number): MiddlewareHandler[] => {
  if (!route.request?.body || !('application/json' in (route.request.body.content ?? {}))) return []
  return [
    bodyLimit({
      maxSize: bodyBytes,
      onError: (c) =>
        problem(c, { status: 413, code: 'body-too-large', title: `a body has at most ${bodyBytes} bytes` }),
    }),
    async (c, next) => {
      if (!c.req.header('content-type')?.startsWith('application/json'))
        return problem(c, { status: 415, code: 'not-json', title: 'send application/json' })
      try {
        await c.req.raw.clone().json()
      } catch {
        return problem(c, { status: 400, code: 'malformed-json', title: 'the body is not JSON' })
      }
      return next()
    },
  ]
}

const guard =
  (app: App, access: Access, staffOf: (c: Context) => Promise<StaffSession | null>): MiddlewareHandler<Env> =>
  async (c, next) => {
    switch (access.door) {
      case 'public':
        return next()
      case 'marketplace': {
        const [, token] = /^Bearer (\S{1,200})$/.exec(c.req.header('authorization') ?? '') ?? []
        const key = token ? await keyCallerOf(app, token) : null
        if (!key) return notSignedIn(c)
        if (!key.scopes.includes(access.scope)) return notFound(c)
        c.set('key', key)
        return next()
      }
      case 'seller': {
        if (!fromOurPages(c, app)) return notFound(c)
        const token = getCookie(c, sellerCookie)
        const seller = token ? await sellerOf(app, token) : null
        if (!seller) return notSignedIn(c)
        c.set('seller', seller)
        return next()
      }
      case 'desk': {
        if (!fromOurPages(c, app)) return notFound(c)
        const staff = await staffOf(c)
        if (!staff) return notSignedIn(c)
        if (!access.roles.includes(staff.role) || (!staff.secondFactor && !c.req.path.endsWith('/me')))
          return notFound(c)
        c.set('staff', staff)
        return next()
      }
    }
  }

/**
 * Cookies alone do not authorise a change: it must come from a page of our own. `sendBeacon` cannot set a header, so a
 * matching `Origin` is enough; a request with neither is refused.
 */
const fromOurPages = (c: Context, app: App): boolean => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return true
  const origin = c.req.header('origin')
  if (origin) return origin === new URL(app.settings.publicUrl).origin || origin === new URL(c.req.url).origin
  return c.req.header('x-countersign') === '1'
}
