import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { acknowledgeRestriction } from '#app/restrictions/acknowledge-restriction.ts'
import { type ReportTaken, reportCapabilities } from '#app/restrictions/report-capabilities.ts'
import { readSellerRestrictions } from '#app/restrictions/seller-restrictions.ts'
import { restrictionAckRequest } from '#contracts/marketplace-api.ts'
import { idSchema } from '#contracts/primitives.ts'
import {
  capabilityReportRequest,
  capabilityReportsRequest,
  reportsTakenSchema,
  reportTakenSchema,
  sellerRestrictionsSchema,
} from '#contracts/restrictions.ts'
import type { CapabilityReport } from '#domain/restrictions/drift.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { idempotent } from './idempotency.ts'

const sellerParam = z.object({ sellerId: idSchema })
const restrictions = { door: 'marketplace', scope: 'restrictions' } as const
const marketplace = { kind: 'marketplace' } as const

const reportOf = ({ asOf, restricted, ownReasons }: z.output<typeof capabilityReportRequest>): CapabilityReport => ({
  asOfMs: Date.parse(asOf),
  restricted,
  ownReasons,
})

/** [RE1] [RE2] What a marketplace asks about what is taken away, acknowledges and reports of it. */
export const restrictionRoutes = (doors: Doors, app: App): void => {
  doors.route(
    restrictions,
    createRoute({
      method: 'get',
      path: '/v1/sellers/{sellerId}/restrictions',
      summary: 'What is taken away from a seller, and what was given back',
      request: { params: sellerParam },
      responses: { 200: jsonAnswer(sellerRestrictionsSchema, 'Restrictions, newest first'), ...usualProblems },
    }),
    async (c) => {
      const { rows, viewOnly, searchDemoted } = await readSellerRestrictions(
        app,
        c.get('key').tenantId,
        c.req.valid('param').sellerId,
      )
      return answer(c, sellerRestrictionsSchema, {
        viewOnly,
        searchDemoted,
        restrictions: rows.map((row) => ({
          id: row.id,
          capability: row.capability,
          state: row.state,
          since: row.since.toISOString(),
          sends: row.sends,
          sentAt: row.sent_at.toISOString(),
          drift: row.drift && row.drift_since ? { kind: row.drift, since: row.drift_since.toISOString() } : null,
          caseId: row.case_id,
        })),
      })
    },
  )

  doors.route(
    restrictions,
    createRoute({
      method: 'post',
      path: '/v1/restrictions/{restrictionId}/ack',
      summary: 'Say that a capability was really taken away or given back',
      request: { params: z.object({ restrictionId: z.string().max(200) }), body: jsonBody(restrictionAckRequest) },
      responses: { 200: jsonAnswer(z.object({ acknowledged: z.literal(true) }), 'Noted'), ...usualProblems },
      middleware: [idempotent(app)],
    }),
    async (c) => {
      const { change } = c.req.valid('json')
      const done = await acknowledgeRestriction(
        app,
        c.get('key'),
        marketplace,
        c.req.valid('param').restrictionId,
        change,
      )
      return done.ok ? c.json({ acknowledged: true }) : refusalProblem(c, done.refusal)
    },
  )

  doors.route(
    restrictions,
    createRoute({
      method: 'put',
      path: '/v1/sellers/{sellerId}/capabilities',
      summary: 'Report what a seller really may not do now; what differs from what should be is sent again',
      request: { params: sellerParam, body: jsonBody(capabilityReportRequest) },
      responses: { 200: jsonAnswer(reportTakenSchema, 'What still differs'), ...usualProblems },
    }),
    async (c) => {
      const { sellerId } = c.req.valid('param')
      const report = reportOf(c.req.valid('json'))
      const taken = await reportCapabilities(app, c.get('key'), marketplace, sellerId, report)
      return taken.ok ? answer(c, reportTakenSchema, taken.value) : refusalProblem(c, taken.refusal)
    },
  )

  doors.route(
    restrictions,
    createRoute({
      method: 'put',
      path: '/v1/capabilities',
      summary: 'Report of many sellers at once, up to 500',
      request: { body: jsonBody(capabilityReportsRequest) },
      responses: { 200: jsonAnswer(reportsTakenSchema, 'One result for each, in their order'), ...usualProblems },
    }),
    async (c) => {
      const results: { sellerId: string; problem: string | null; result: ReportTaken | null }[] = []
      // One after the other: each is a transaction of its own, and one that is refused keeps no other from being taken.
      for (const { sellerId, ...one } of c.req.valid('json').reports) {
        const taken = await reportCapabilities(app, c.get('key'), marketplace, sellerId, reportOf(one))
        results.push({
          sellerId,
          problem: taken.ok ? null : taken.refusal.code,
          result: taken.ok ? taken.value : null,
        })
      }
      return answer(c, reportsTakenSchema, { results })
    },
  )
}
