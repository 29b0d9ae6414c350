import type { OpenAPIHono } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import type { Registry } from 'prom-client'
import type { App } from '#app/app.ts'
import type { StaffDirectory } from '#app/ports/staff.ts'
import { caseRoutes } from './api/cases.ts'
import { evidenceRoutes } from './api/evidence.ts'
import { registrationRoutes } from './api/registration-routes.ts'
import { restrictionRoutes } from './api/restriction-routes.ts'
import { marketplaceRuleRoutes } from './api/rules.ts'
import { sellerRoutes } from './api/sellers.ts'
import { signalRoutes } from './api/signals.ts'
import { webhookRoutes } from './api/webhooks.ts'
import { aftermathRoutes } from './desk/aftermath-routes.ts'
import { appointmentRoutes } from './desk/appointment-routes.ts'
import { deskBadgeRoutes } from './desk/badge-routes.ts'
import { banRoutes } from './desk/ban-routes.ts'
import { boardRoutes } from './desk/board-routes.ts'
import { deskCallRoomRoutes } from './desk/call-room-routes.ts'
import { deskCaseRoutes } from './desk/case-routes.ts'
import { heldCallRoutes } from './desk/held-call-routes.ts'
import { deskLinkRoutes } from './desk/link-routes.ts'
import { replayRoutes } from './desk/replay-routes.ts'
import { reviewRoutes } from './desk/review-routes.ts'
import { deskRiskRoutes } from './desk/risk-routes.ts'
import { rosterRoutes } from './desk/roster-routes.ts'
import { ruleReadingRoutes } from './desk/rule-reading-routes.ts'
import { ruleRoutes } from './desk/rule-routes.ts'
import { secondLookRoutes } from './desk/second-look-routes.ts'
import { deskSellerRoutes } from './desk/seller-routes.ts'
import { staffRoutes } from './desk/staff-routes.ts'
import { witnessRoutes } from './desk/witness-routes.ts'
import { type Env, openDoors, type RouteRow } from './doors.ts'
import { healthRoutes } from './health.ts'
import { type NudgeHub, nudgeRoutes } from './nudges.ts'
import { openApiRoutes } from './openapi.ts'
import { pageRoutes } from './pages.ts'
import { notFound, problem } from './problem.ts'
import { badgeRoutes } from './public/badge-routes.ts'
import type { PublicWords } from './public/page-frame.ts'
import { publicRoutes } from './public/public-routes.ts'
import { requestLog } from './request-log.ts'
import { sellerCallRoomRoutes } from './seller/call-room-routes.ts'
import { sellerCallRoutes } from './seller/call-routes.ts'
import { sellerCaseRoutes } from './seller/case-routes.ts'
import { sellerMediaRoutes } from './seller/media-routes.ts'
import { sellerPreparationRoutes } from './seller/preparation-routes.ts'
import { sellerRunRoutes } from './seller/run-routes.ts'

export type ServerParts = {
  app: App
  staff: StaffDirectory
  hub: NudgeHub
  metrics: Registry
  /** Folder of the built pages. */
  webRoot: string
  /** What the public pages are written with. */
  publicWords: PublicWords
  /** Whose address a request comes from, by who is connected and what `X-Forwarded-For` says. */
  callerAddress: (connected: string | null, forwardedFor: string | null) => string | null
  /** False until migrations ran and the queue works, and again while stopping. */
  ready: () => boolean
  /** Further doors that `main` opens, such as the demo's. */
  extend?: (api: OpenAPIHono<Env>) => void
}

/** The front desk: every door of the product in one handler, and the table of all routes behind the access tests. */
export const buildServer = (parts: ServerParts): { api: OpenAPIHono<Env>; routes: RouteRow[] } => {
  const { app, staff } = parts
  const doors = openDoors(app, (c) => staff.sessionOf(c.req.raw.headers))
  const { api } = doors
  api.use(requestLog(app.log))
  api.use(async (c, next) => {
    const connected = c.env?.incoming?.socket?.remoteAddress ?? null
    c.set('address', parts.callerAddress(connected, c.req.header('x-forwarded-for') ?? null))
    await next()
  })
  api.use('/assets/*', compress())
  api.use('/v1/*', compress())
  api.onError((error, c) => {
    app.log.error({ err: error, path: c.req.routePath }, 'a request failed')
    return problem(c, { status: 500, code: 'internal', title: 'something failed on our side; nothing was half-stored' })
  })
  api.notFound(notFound)
  healthRoutes(api, parts)
  sellerRoutes(doors, app)
  signalRoutes(doors, app)
  restrictionRoutes(doors, app)
  caseRoutes(doors, app)
  evidenceRoutes(doors, app)
  registrationRoutes(doors, app)
  webhookRoutes(doors, app)
  marketplaceRuleRoutes(doors, app)
  badgeRoutes(doors, app, parts.publicWords)
  sellerCaseRoutes(doors, app)
  sellerRunRoutes(doors, app)
  sellerMediaRoutes(doors, app)
  sellerCallRoutes(doors, app)
  sellerCallRoomRoutes(doors, app)
  sellerPreparationRoutes(doors, app)
  reviewRoutes(doors, app)
  deskCaseRoutes(doors, app)
  deskSellerRoutes(doors, app)
  deskRiskRoutes(doors, app)
  boardRoutes(doors, app)
  deskLinkRoutes(doors, app)
  secondLookRoutes(doors, app)
  aftermathRoutes(doors, app)
  banRoutes(doors, app)
  deskBadgeRoutes(doors, app)
  rosterRoutes(doors, app)
  appointmentRoutes(doors, app)
  deskCallRoomRoutes(doors, app)
  heldCallRoutes(doors, app)
  witnessRoutes(doors, app)
  ruleReadingRoutes(doors, app)
  ruleRoutes(doors, app)
  replayRoutes(doors, app)
  staffRoutes(doors, app, staff)
  nudgeRoutes(doors, parts.hub)
  api.on(['GET', 'POST'], '/api/auth/*', (c) => {
    const headers = new Headers(c.req.raw.headers)
    headers.set('x-client-address', c.get('address') ?? 'unknown')
    return staff.handle(new Request(c.req.raw, { headers }))
  })
  parts.extend?.(api)
  openApiRoutes(api)
  publicRoutes(api, app, parts.publicWords)
  pageRoutes(api, parts.webRoot, app.settings)
  return { api, routes: doors.routes }
}
