import { createRoute, z } from '@hono/zod-openapi'
import { getCookie, setCookie } from 'hono/cookie'
import type { App } from '#app/app.ts'
import { appealBan } from '#app/cases/ban.ts'
import { answerFaceComparison } from '#app/links/face-consent.ts'
import {
  chooseLane,
  giveConsent,
  markNoticeRead,
  recheckEligibility,
  recordDeviceCheck,
  setLanguage,
} from '#app/runs/prepare-run.ts'
import { enterBySellerLink } from '#app/sellers/seller-access.ts'
import { readSellerCase, readSellerHome } from '#app/sellers/seller-home.ts'
import { iso } from '#app/views/instants.ts'
import { sellerCaseView, sellerHomeView } from '#app/views/seller-views.ts'
import { appealRequest } from '#contracts/ban.ts'
import {
  caseViewSchema,
  laneRequest,
  languageRequest,
  sellerHomeSchema,
  sellerSessionRequest,
  sellerSessionView,
} from '#contracts/seller-api.ts'
import {
  consentRequest,
  deviceCheckView,
  deviceReportSchema,
  faceComparisonRequest,
} from '#contracts/seller-preparation.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import { type Doors, sellerCookie } from '../doors.ts'
import { notFound, refusalProblem } from '../problem.ts'

const done = z.object({ ok: z.literal(true) })

export const sellerCaseRoutes = (doors: Doors, app: App): void => {
  const seller = { door: 'seller' } as const

  doors.route(
    { door: 'public' },
    createRoute({
      method: 'post',
      path: '/s/api/session',
      summary: 'Exchange a seller link for a session on this device',
      request: { body: jsonBody(sellerSessionRequest) },
      responses: { 200: jsonAnswer(sellerSessionView, 'Signed in'), ...usualProblems },
    }),
    async (c) => {
      const entered = await enterBySellerLink(app, c.req.valid('json').token, getCookie(c, sellerCookie) ?? null)
      if (!entered.ok) return refusalProblem(c, entered.refusal)
      const { caller, session } = entered.value
      setCookie(c, sellerCookie, session, {
        path: '/s',
        httpOnly: true,
        sameSite: 'Strict',
        secure: app.settings.publicUrl.startsWith('https:'),
        expires: new Date(caller.expiresAtMs),
      })
      return answer(c, sellerSessionView, {
        sellerId: caller.sellerId,
        caseId: caller.caseId,
        expiresAt: iso(caller.expiresAtMs),
      })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/home',
      summary: "Everything the seller's home shows",
      responses: { 200: jsonAnswer(sellerHomeSchema, 'Home'), ...usualProblems },
    }),
    async (c) => {
      const home = await readSellerHome(app, c.get('seller'))
      return home ? answer(c, sellerHomeSchema, sellerHomeView(app, home)) : notFound(c)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/cases/{caseId}',
      summary: 'The case, its clocks, attempts and next step',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(caseViewSchema, 'The case'), ...usualProblems },
    }),
    async (c) => {
      const { caseId } = c.req.valid('param')
      const file = await readSellerCase(app, c.get('seller'), caseId)
      if (!file) return notFound(c)
      const barred = file.loaded.state.eligibility.some((one) => one.answer === 'failed')
      if (barred && file.loaded.state.status === 'awaiting-seller')
        await recheckEligibility(app, c.get('seller').tenantId, caseId)
      const fresh = barred ? await readSellerCase(app, c.get('seller'), caseId) : file
      return fresh ? answer(c, caseViewSchema, sellerCaseView(app, fresh)) : notFound(c)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/notices/{noticeId}/read',
      summary: 'Mark a notice as read',
      request: { params: z.object({ noticeId: z.string().max(128) }) },
      responses: { 200: jsonAnswer(done, 'Marked'), ...usualProblems },
    }),
    async (c) => {
      await markNoticeRead(app, c.get('seller'), c.req.valid('param').noticeId)
      return c.json({ ok: true })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'put',
      path: '/s/api/language',
      summary: 'Choose the language of pages, notices and mails',
      request: { body: jsonBody(languageRequest) },
      responses: { 200: jsonAnswer(done, 'Chosen'), ...usualProblems },
    }),
    async (c) => {
      await setLanguage(app, c.get('seller'), c.req.valid('json').language)
      return c.json({ ok: true })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/device-checks',
      summary: 'Report what this device can do',
      request: { params: caseParam, body: jsonBody(deviceReportSchema) },
      responses: { 200: jsonAnswer(deviceCheckView, 'Judged'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const checked = await recordDeviceCheck(app, c.get('seller'), {
        report: c.req.valid('json'),
        address: c.get('address'),
      })
      if (!checked.ok) return refusalProblem(c, checked.refusal)
      const { problems, signals } = checked.value
      return answer(c, deviceCheckView, { ok: problems.length === 0, problems, signals })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/consent',
      summary: 'Agree to be recorded',
      request: { params: caseParam, body: jsonBody(consentRequest) },
      responses: { 200: jsonAnswer(done, 'Recorded'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const { textVersion, language } = c.req.valid('json')
      const given = await giveConsent(app, c.get('seller'), { textVersion, language })
      return given.ok ? c.json({ ok: true }) : refusalProblem(c, given.refusal)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/face-comparison',
      summary: "Agree that the face is compared with other shops', or take it back; nothing depends on it",
      request: { params: caseParam, body: jsonBody(faceComparisonRequest) },
      responses: { 200: jsonAnswer(done, 'Recorded'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const answered = await answerFaceComparison(app, c.get('seller'), c.req.valid('json'))
      return answered.ok ? c.json({ ok: true }) : refusalProblem(c, answered.refusal)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/lane',
      summary: 'Choose the self-service or the notarised offline lane',
      request: { params: caseParam, body: jsonBody(laneRequest) },
      responses: { 200: jsonAnswer(done, 'Chosen'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const { lane, way } = c.req.valid('json')
      const chosen = await chooseLane(app, c.get('seller'), { lane, way: way ?? null })
      return chosen.ok ? c.json({ ok: true }) : refusalProblem(c, chosen.refusal)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/appeal',
      summary: 'Appeal against a ban, free of charge, once',
      request: { params: caseParam, body: jsonBody(appealRequest) },
      responses: { 200: jsonAnswer(done, 'Somebody who had no part in the case decides'), ...usualProblems },
    }),
    async (c) => {
      const { caseId } = c.req.valid('param')
      if (caseId !== c.get('seller').caseId) return notFound(c)
      const made = await appealBan(app, c.get('seller'), caseId, c.req.valid('json').text)
      return made.ok ? c.json({ ok: true }) : refusalProblem(c, made.refusal)
    },
  )
}
