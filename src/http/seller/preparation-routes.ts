import { createRoute } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import type { App } from '#app/app.ts'
import { compareRegistration, readFieldsOnFile } from '#app/cases/compare-registration.ts'
import { confirmPhoneCode, sendPhoneCode } from '#app/sellers/phone-code.ts'
import { readSellerCase } from '#app/sellers/seller-home.ts'
import { iso } from '#app/views/instants.ts'
import { sellerCaseView } from '#app/views/seller-views.ts'
import { caseViewSchema } from '#contracts/seller-api.ts'
import {
  comparisonRequest,
  fieldsOnFileView,
  phoneCodeRequest,
  phoneCodeSentView,
  probeBytesMax,
  probeView,
} from '#contracts/seller-preparation.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound, problem, refusalProblem } from '../problem.ts'

export const sellerPreparationRoutes = (doors: Doors, app: App): void => {
  const seller = { door: 'seller' } as const

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/probe',
      summary: 'Nothing, at once: how long an answer of ours takes to reach this device',
      responses: { 204: { description: 'Nothing' }, ...usualProblems },
    }),
    (c) => c.body(null, 204, { 'cache-control': 'no-store' }),
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/probe',
      summary: 'Bytes that are counted and forgotten: how fast this device sends',
      responses: { 200: jsonAnswer(probeView, 'Taken'), ...usualProblems },
      middleware: [
        bodyLimit({
          maxSize: probeBytesMax,
          onError: (c) =>
            problem(c, { status: 413, code: 'body-too-large', title: `a probe has at most ${probeBytesMax} bytes` }),
        }),
      ],
    }),
    async (c) => {
      let bytes = 0
      for await (const part of c.req.raw.body ?? []) bytes += part.byteLength
      return answer(c, probeView, { bytes })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/cases/{caseId}/registration-comparison',
      summary: 'What is on file and stands on a document too',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(fieldsOnFileView, 'On file'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const fields = await readFieldsOnFile(app, c.get('seller'))
      return fields ? answer(c, fieldsOnFileView, { fields }) : notFound(c)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/registration-comparison',
      summary: 'Say of every field whether the documents say the same',
      request: { params: caseParam, body: jsonBody(comparisonRequest) },
      responses: { 200: jsonAnswer(caseViewSchema, 'Compared'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const compared = await compareRegistration(app, c.get('seller'), c.req.valid('json').fields)
      if (!compared.ok) return refusalProblem(c, compared.refusal)
      const file = await readSellerCase(app, c.get('seller'), c.get('seller').caseId)
      return file ? answer(c, caseViewSchema, sellerCaseView(app, file)) : notFound(c)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/phone-code',
      summary: 'Send a code to the phone on file',
      request: { params: caseParam },
      responses: { 200: jsonAnswer(phoneCodeSentView, 'On its way'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const sent = await sendPhoneCode(app, c.get('seller'))
      if (!sent.ok) return refusalProblem(c, sent.refusal)
      const { to, expiresAtMs, resendAtMs, codesLeft } = sent.value
      return answer(c, phoneCodeSentView, { to, expiresAt: iso(expiresAtMs), resendAt: iso(resendAtMs), codesLeft })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/phone-code/confirm',
      summary: 'Type in the code',
      request: { params: caseParam, body: jsonBody(phoneCodeRequest) },
      responses: { 200: jsonAnswer(caseViewSchema, 'Confirmed'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const confirmed = await confirmPhoneCode(app, c.get('seller'), c.req.valid('json').code)
      if (!confirmed.ok) return refusalProblem(c, confirmed.refusal)
      const file = await readSellerCase(app, c.get('seller'), c.get('seller').caseId)
      return file ? answer(c, caseViewSchema, sellerCaseView(app, file)) : notFound(c)
    },
  )
}
