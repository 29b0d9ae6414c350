import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { openCase } from '#app/cases/open-case.ts'
import { listCases, listEvents, readCase } from '#app/cases/read-case.ts'
import { issueSellerLink } from '#app/sellers/seller-access.ts'
import { iso } from '#app/views/instants.ts'
import { caseRowView, caseView } from '#app/views/marketplace-case.ts'
import { caseListQuery, caseListView } from '#contracts/desk-api.ts'
import { caseEventSchema, caseSchema, linkSchema, openCaseRequest } from '#contracts/marketplace-api.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound, problem, refusalProblem } from '../problem.ts'
import { idempotent } from './idempotency.ts'

const oldestNoticeMs = 60 * 24 * 3_600_000

export const caseRoutes = (doors: Doors, app: App): void => {
  const cases = { door: 'marketplace', scope: 'cases' } as const

  doors.route(
    cases,
    createRoute({
      method: 'post',
      path: '/v1/cases',
      summary: 'Open a case for a seller',
      request: { body: jsonBody(openCaseRequest) },
      responses: {
        201: jsonAnswer(caseSchema, 'Opened; notices and restrictions due at once are on their way'),
        ...usualProblems,
      },
      middleware: [idempotent(app)],
    }),
    async (c) => {
      const asked = c.req.valid('json')
      const noticedAtMs = asked.noticedAt === null ? null : Date.parse(asked.noticedAt)
      const nowMs = app.clock.nowMs()
      if (noticedAtMs !== null && (noticedAtMs > nowMs || noticedAtMs < nowMs - oldestNoticeMs))
        return problem(c, {
          status: 422,
          code: 'invalid-request',
          title: 'the request is not valid',
          errors: [{ field: 'noticedAt', message: 'must lie in the last 60 days' }],
        })
      const { tenantId, keyId } = c.get('key')
      const opened = await openCase(app, { tenantId }, { kind: 'api', keyId }, { ...asked, way: 'api', noticedAtMs })
      return opened.ok ? answer(c, caseSchema, caseView(app, opened.value), 201) : refusalProblem(c, opened.refusal)
    },
  )

  doors.route(
    cases,
    createRoute({
      method: 'get',
      path: '/v1/cases',
      summary: 'List cases, newest first',
      request: { query: caseListQuery },
      responses: {
        200: jsonAnswer(caseListView, 'A page; pass `next` as `before` for the one behind it'),
        ...usualProblems,
      },
    }),
    async (c) => {
      const listed = await listCases(app, c.get('key').tenantId, c.req.valid('query'))
      return answer(c, caseListView, { cases: listed.cases.map(caseRowView), next: listed.next })
    },
  )

  doors.route(
    cases,
    createRoute({
      method: 'get',
      path: '/v1/cases/{caseId}',
      summary: 'One case as it stands',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(caseSchema, 'The case'), ...usualProblems },
    }),
    async (c) => {
      const loaded = await readCase(app, c.get('key').tenantId, c.req.valid('param').caseId)
      return loaded ? answer(c, caseSchema, caseView(app, loaded)) : notFound(c)
    },
  )

  doors.route(
    cases,
    createRoute({
      method: 'get',
      path: '/v1/cases/{caseId}/events',
      summary: 'The hash-chained events of a case; personal data in them is ciphertext',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(z.object({ events: z.array(caseEventSchema) }), 'In order'), ...usualProblems },
    }),
    async (c) => {
      const events = await listEvents(app, c.get('key').tenantId, c.req.valid('param').caseId)
      return events.length > 0 ? c.json({ events }) : notFound(c)
    },
  )

  doors.route(
    cases,
    createRoute({
      method: 'post',
      path: '/v1/cases/{caseId}/link',
      summary: 'A link for the seller: works once, on one device, for 30 minutes',
      request: { params: caseParam },
      responses: { 201: jsonAnswer(linkSchema, 'Show it only to the signed-in seller'), ...usualProblems },
    }),
    async (c) => {
      const link = await issueSellerLink(app, c.get('key'), c.req.valid('param').caseId)
      return link.ok
        ? answer(c, linkSchema, { url: link.value.url, expiresAt: iso(link.value.expiresAtMs) }, 201)
        : refusalProblem(c, link.refusal)
    },
  )
}
