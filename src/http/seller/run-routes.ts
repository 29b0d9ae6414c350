import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { readCase } from '#app/cases/read-case.ts'
import { completeRehearsal } from '#app/runs/complete-rehearsal.ts'
import { readFindings } from '#app/runs/conclude-inspection.ts'
import { completeAttempt, reportFocusLoss } from '#app/runs/end-attempt.ts'
import { startRehearsal } from '#app/runs/prepare-run.ts'
import { readAttemptResult } from '#app/runs/read-attempt-result.ts'
import { readRecording } from '#app/runs/recordings.ts'
import { endStep, showChallenge, startAttempt, startStep } from '#app/runs/run-attempt.ts'
import { attemptView } from '#app/views/case-views.ts'
import { findingViews } from '#app/views/finding-views.ts'
import { iso } from '#app/views/instants.ts'
import { captureStepView } from '#app/views/seller-views.ts'
import {
  attemptResultView,
  attemptStartedView,
  attemptViewSchema,
  challengeRequest,
  challengeView,
  completeRequest,
  focusLossRequest,
  rehearsalStartedView,
  rehearsalView,
  stepRequest,
} from '#contracts/seller-api.ts'
import { answer, caseParam, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound, refusalProblem } from '../problem.ts'

const attemptParam = z.object({ attemptId: z.string().max(128) })
const stepParam = attemptParam.extend({ stepId: z.string().max(128) })
const rehearsalParam = z.object({ rehearsalId: z.string().max(128) })
/** A seller's page draws a key for each attempt; the same key gets the same attempt again. */
const beginHeaders = z.object({ 'idempotency-key': z.string().min(8).max(200).optional() })
const done = z.object({ ok: z.literal(true) })

export const sellerRunRoutes = (doors: Doors, app: App): void => {
  const seller = { door: 'seller' } as const

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/attempts',
      summary: 'Begin a run',
      request: { params: caseParam, headers: beginHeaders },
      responses: { 201: jsonAnswer(attemptStartedView, 'Begun'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const started = await startAttempt(app, c.get('seller'), c.req.valid('header')['idempotency-key'] ?? null)
      if (!started.ok) return refusalProblem(c, started.refusal)
      const { attempt, loaded } = started.value
      const view = {
        attemptId: attempt.id,
        recordingId: attempt.recordingId,
        no: attempt.no,
        expiresAt: iso(attempt.expiresAtMs),
        steps: loaded.program.capture.steps
          .filter(({ id }) => attempt.steps.some((step) => step.id === id))
          .map(captureStepView),
      }
      return answer(c, attemptStartedView, view, 201)
    },
  )

  for (const [verb, move] of [
    ['start', startStep],
    ['end', endStep],
  ] as const)
    doors.route(
      seller,
      createRoute({
        method: 'post',
        path: `/s/api/attempts/{attemptId}/steps/{stepId}/${verb}`,
        summary: `A step ${verb}s, at this time of the recording`,
        request: { params: stepParam, body: jsonBody(stepRequest) },
        responses: { 200: jsonAnswer(done, 'Noted'), ...usualProblems },
      }),
      async (c) => {
        const { attemptId, stepId } = c.req.valid('param')
        const moved = await move(app, c.get('seller'), { attemptId, stepId, mediaMs: c.req.valid('json').mediaMs })
        return moved.ok ? c.json({ ok: true }) : refusalProblem(c, moved.refusal)
      },
    )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/attempts/{attemptId}/challenges',
      summary: 'Draw the next challenge of a step',
      request: { params: attemptParam, body: jsonBody(challengeRequest) },
      responses: { 200: jsonAnswer(challengeView, 'Show it at once'), ...usualProblems },
    }),
    async (c) => {
      const asked = c.req.valid('json')
      const shown = await showChallenge(app, c.get('seller'), { ...c.req.valid('param'), ...asked })
      if (!shown.ok) return refusalProblem(c, shown.refusal)
      return answer(c, challengeView, { stepId: asked.stepId, ...shown.value })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/attempts/{attemptId}/focus-losses',
      summary: 'The page was left, hidden, resized or reloaded',
      request: { params: attemptParam, body: jsonBody(focusLossRequest) },
      responses: { 200: jsonAnswer(attemptViewSchema, 'The attempt as it stands now'), ...usualProblems },
    }),
    async (c) => {
      const { attemptId } = c.req.valid('param')
      const { kind, mediaMs } = c.req.valid('json')
      const reported = await reportFocusLoss(app, c.get('seller'), attemptId, { kind, mediaMs })
      if (!reported.ok) return refusalProblem(c, reported.refusal)
      const attempt = reported.value.state.attempts.find((one) => one.id === attemptId)
      return attempt ? answer(c, attemptViewSchema, attemptView(reported.value.program, attempt)) : notFound(c)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/attempts/{attemptId}/complete',
      summary: 'Every step is done and every chunk is sent',
      request: { params: attemptParam, body: jsonBody(completeRequest) },
      responses: { 200: jsonAnswer(attemptViewSchema, 'Handed to inspection'), ...usualProblems },
    }),
    async (c) => {
      const { attemptId } = c.req.valid('param')
      const { chunkCount } = c.req.valid('json')
      const completed = await completeAttempt(app, c.get('seller'), { attemptId, chunkCount })
      if (!completed.ok) return refusalProblem(c, completed.refusal)
      const attempt = completed.value.state.attempts.find((one) => one.id === attemptId)
      return attempt ? answer(c, attemptViewSchema, attemptView(completed.value.program, attempt)) : notFound(c)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/attempts/{attemptId}',
      summary: 'How a run went: outcome, reasons, findings with proof',
      request: { params: attemptParam },
      responses: { 200: jsonAnswer(attemptResultView, 'So far, or complete'), ...usualProblems },
    }),
    async (c) => {
      const result = await readAttemptResult(app, c.get('seller'), c.req.valid('param').attemptId)
      if (!result) return notFound(c)
      const { program, attempt, findings, inspection } = result
      return answer(c, attemptResultView, {
        attempt: attemptView(program, attempt),
        findings: findingViews(program, findings, true, attempt),
        inspection,
      })
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/cases/{caseId}/rehearsals',
      summary: 'Begin a rehearsal; no attempt is used',
      request: { params: caseParam },
      responses: { 201: jsonAnswer(rehearsalStartedView, 'Begun'), ...usualProblems },
    }),
    async (c) => {
      if (c.req.valid('param').caseId !== c.get('seller').caseId) return notFound(c)
      const started = await startRehearsal(app, c.get('seller'))
      if (!started.ok) return refusalProblem(c, started.refusal)
      const { rehearsalId, seconds } = started.value
      return answer(c, rehearsalStartedView, { rehearsalId, recordingId: rehearsalId, seconds }, 201)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'post',
      path: '/s/api/rehearsals/{rehearsalId}/complete',
      summary: 'The rehearsal clip is whole',
      request: { params: rehearsalParam, body: jsonBody(completeRequest) },
      responses: { 200: jsonAnswer(done, 'Handed to inspection'), ...usualProblems },
    }),
    async (c) => {
      const { chunkCount } = c.req.valid('json')
      const completed = await completeRehearsal(app, c.get('seller'), { ...c.req.valid('param'), chunkCount })
      return completed.ok ? c.json({ ok: true }) : refusalProblem(c, completed.refusal)
    },
  )

  doors.route(
    seller,
    createRoute({
      method: 'get',
      path: '/s/api/rehearsals/{rehearsalId}',
      summary: 'What a real run would have found',
      request: { params: rehearsalParam },
      responses: { 200: jsonAnswer(rehearsalView, 'So far, or complete'), ...usualProblems },
    }),
    async (c) => {
      const { tenantId, caseId } = c.get('seller')
      const { rehearsalId } = c.req.valid('param')
      const loaded = await readCase(app, tenantId, caseId)
      const view = loaded && (await readRehearsalView(app, tenantId, caseId, rehearsalId))
      if (!loaded || !view) return notFound(c)
      return answer(c, rehearsalView, {
        id: rehearsalId,
        state: view.state,
        refusal: null,
        findings: findingViews(loaded.program, view.findings, true),
      })
    },
  )
}

const readRehearsalView = async (app: App, tenantId: string, caseId: string, rehearsalId: string) => {
  const recording = await readRecording(app, { tenantId, caseId }, rehearsalId)
  if (recording?.purpose !== 'rehearsal') return null
  const { state, findings } = await readFindings(app, tenantId, rehearsalId)
  if (recording.state === 'open') return { state: 'recording' as const, findings }
  return { state: state === 'done' ? ('done' as const) : ('inspecting' as const), findings }
}
