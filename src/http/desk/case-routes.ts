import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { type CallAttendance, readCallAttendance } from '#app/calls/call-attendance.ts'
import { readBanTexts } from '#app/cases/ban.ts'
import { readEvents } from '#app/cases/case-store.ts'
import { readComparison } from '#app/cases/compare-registration.ts'
import { listEntityShops } from '#app/cases/entities.ts'
import { openCase } from '#app/cases/open-case.ts'
import { listCases } from '#app/cases/read-case.ts'
import { decideOfflineLane, lookAt, withdrawCase } from '#app/review/review.ts'
import { shownTo } from '#app/review/review-file.ts'
import { rulesInWords } from '#app/signals/rule-words.ts'
import { staffNamesIn } from '#app/staff/staff-names.ts'
import { banOf } from '#app/views/ban-views.ts'
import { entityShopViews } from '#app/views/entity-views.ts'
import { historyLines } from '#app/views/history-view.ts'
import { iso, isoOrNull } from '#app/views/instants.ts'
import { caseRowView, caseView } from '#app/views/marketplace-case.ts'
import { retentionOf } from '#app/views/retention-views.ts'
import { riskOf } from '#app/views/risk-views.ts'
import { banView } from '#contracts/ban.ts'
import {
  caseListQuery,
  caseListView,
  everyRole,
  historyLineView,
  offlineDecisionRequest,
  openByHandRequest,
  withdrawRequest,
} from '#contracts/desk-api.ts'
import { callAttendanceView } from '#contracts/desk-calls.ts'
import { caseRiskView } from '#contracts/desk-case-risk.ts'
import { entityShopView } from '#contracts/desk-entity.ts'
import { retentionView } from '#contracts/desk-retention.ts'
import { caseSchema } from '#contracts/marketplace-api.ts'
import { comparisonView } from '#contracts/seller-preparation.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'
import { callerOf, leads } from './review-routes.ts'

const deskCase = z.object({
  case: caseSchema,
  history: z.array(historyLineView),
  entity: z.array(entityShopView),
  attendance: callAttendanceView,
  comparison: comparisonView.nullable(),
  retention: retentionView,
  ban: banView.nullable(),
  risk: caseRiskView.nullable(),
})
const attendanceView = ({ lastMissedBySellerAtMs, ...counts }: CallAttendance) => ({
  ...counts,
  lastMissedBySellerAt: isoOrNull(lastMissedBySellerAtMs),
})
const done = z.object({ status: z.string() })

export const deskCaseRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/cases',
      summary: 'Cases, newest first',
      request: { query: caseListQuery },
      responses: { 200: jsonAnswer(caseListView, 'A page'), ...usualProblems },
    }),
    async (c) => {
      const listed = await listCases(app, c.get('staff').tenantId, c.req.valid('query'))
      return answer(c, caseListView, { cases: listed.cases.map(caseRowView), next: listed.next })
    },
  )

  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/cases/{caseId}',
      summary: 'One case with its history; looking is recorded',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(deskCase, 'The case'), ...usualProblems },
    }),
    async (c) => {
      const { caseId } = c.req.valid('param')
      const staff = c.get('staff')
      const looked = await lookAt(app, callerOf(staff), caseId, 'registration')
      if (!looked.ok) return refusalProblem(c, looked.refusal)
      const events = await app.database.transaction((tx) => readEvents(tx, staff.tenantId, caseId))
      const shops = await listEntityShops(app, staff, looked.value.state.sellerId)
      const attendance = await readCallAttendance(app.database.kysely, staff.tenantId, looked.value.state.sellerId)
      const comparison = await readComparison(app, staff.tenantId, caseId)
      const { state } = looked.value
      const because = state.risk
        ? await rulesInWords(app.database.kysely, staff.tenantId, state.program, state.risk)
        : []
      return answer(c, deskCase, {
        risk: riskOf(state, because),
        case: caseView(app, looked.value),
        entity: entityShopViews(shops),
        attendance: attendanceView(attendance),
        comparison: comparison && { at: iso(comparison.atMs), differences: comparison.differences },
        retention: retentionOf(looked.value),
        ban: banOf(looked.value.state, await readBanTexts(app, caseId, events)),
        history: historyLines(
          shownTo(callerOf(staff), looked.value, events),
          await staffNamesIn(app, staff.tenantId, events),
        ),
      })
    },
  )

  doors.route(
    { door: 'desk', roles: leads },
    createRoute({
      method: 'post',
      path: '/desk/api/cases',
      summary: 'Open a case by hand',
      request: { body: jsonBody(openByHandRequest) },
      responses: { 201: jsonAnswer(caseSchema, 'Opened'), ...usualProblems },
    }),
    async (c) => {
      const { tenantId, staffId } = c.get('staff')
      const asked = { ...c.req.valid('json'), way: 'hand' as const, noticedAtMs: null }
      const opened = await openCase(app, { tenantId }, { kind: 'staff', id: staffId }, asked)
      return opened.ok ? answer(c, caseSchema, caseView(app, opened.value), 201) : refusalProblem(c, opened.refusal)
    },
  )

  doors.route(
    { door: 'desk', roles: leads },
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/withdraw',
      summary: 'Close a case without a verdict; everything taken away is given back',
      request: { params: caseParam, body: jsonBody(withdrawRequest) },
      responses: { 200: jsonAnswer(done, 'Withdrawn'), ...usualProblems },
    }),
    async (c) => {
      const { tenantId, staffId } = c.get('staff')
      const { caseId } = c.req.valid('param')
      const closed = await withdrawCase(app, tenantId, { kind: 'staff', id: staffId }, caseId, c.req.valid('json').why)
      return closed.ok ? answer(c, done, { status: closed.value.state.status }) : refusalProblem(c, closed.refusal)
    },
  )

  doors.route(
    { door: 'desk', roles: leads },
    createRoute({
      method: 'post',
      path: '/desk/api/cases/{caseId}/offline-decision',
      summary: 'Notarised papers: pass a case in the offline lane, or refuse them with coded reasons',
      request: { params: caseParam, body: jsonBody(offlineDecisionRequest) },
      responses: { 200: jsonAnswer(done, 'Decided'), ...usualProblems },
    }),
    async (c) => {
      const decided = await decideOfflineLane(
        app,
        callerOf(c.get('staff')),
        c.req.valid('param').caseId,
        c.req.valid('json'),
      )
      return decided.ok ? answer(c, done, { status: decided.value.state.status }) : refusalProblem(c, decided.refusal)
    },
  )
}
