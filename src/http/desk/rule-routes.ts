import { createRoute, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import type { StaffSession } from '#app/ports/staff.ts'
import { lookAtRollBack, publishProposal, rejectProposal, retireRules, rollBack } from '#app/rules/publish-rules.ts'
import { beginDraft, discardDraft, proposeDraft, saveDraft, takeProposalBack } from '#app/rules/rule-drafts.ts'
import type { RuleCaller } from '#app/rules/rule-versions.ts'
import { ruleRoles } from '#app/rules/tell-rule-people.ts'
import {
  beginDraftRequest,
  draftedView,
  proposeRequest,
  publishRequest,
  rejectRequest,
  retireRequest,
  revisionRequest,
  rollBackRequest,
  rulePlaceView,
  ruleProgramParam,
  ruleVersionParam,
  saveDraftRequest,
} from '#contracts/desk-rules.ts'
import type { Result } from '#domain/refusal.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import { type Access, type Doors, rulesLimitBytes } from '../doors.ts'
import { refusalProblem } from '../problem.ts'

/** [TR4] Changing rules: who may is said here, that two people agree is kept by the use-cases. */
export const ruleRoutes = (doors: Doors, app: App): void => {
  const making: Access = { door: 'desk', roles: ruleRoles }

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/drafts',
      summary: 'Begin the draft of a program’s rules; there is one at most',
      request: { params: ruleProgramParam, body: jsonBody(beginDraftRequest) },
      responses: { 201: jsonAnswer(draftedView, 'Begun'), ...usualProblems },
    }),
    async (c) => {
      const { program } = c.req.valid('param')
      return answered(
        c,
        draftedView,
        await beginDraft(app, ruleCallerOf(c.get('staff')), program, c.req.valid('json')),
        201,
      )
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'put',
      path: '/desk/api/rules/{program}/{version}',
      summary: 'Save a draft over the revision that was read; a newer one is a conflict',
      request: { params: ruleVersionParam, body: jsonBody(saveDraftRequest) },
      responses: { 200: jsonAnswer(draftedView, 'Saved'), ...usualProblems },
    }),
    async (c) => {
      const { revision, rules } = c.req.valid('json')
      const place = { ...c.req.valid('param'), revision }
      return answered(c, draftedView, await saveDraft(app, ruleCallerOf(c.get('staff')), place, rules))
    },
    { bodyBytes: rulesLimitBytes },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/{version}/propose',
      summary: 'Ask another person to publish a draft',
      request: { params: ruleVersionParam, body: jsonBody(proposeRequest) },
      responses: { 200: jsonAnswer(draftedView, 'Proposed'), ...usualProblems },
    }),
    async (c) => {
      const { revision, why } = c.req.valid('json')
      const place = { ...c.req.valid('param'), revision }
      return answered(c, draftedView, await proposeDraft(app, ruleCallerOf(c.get('staff')), place, why))
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/{version}/take-back',
      summary: 'Make a proposal a draft again',
      request: { params: ruleVersionParam, body: jsonBody(revisionRequest) },
      responses: { 200: jsonAnswer(draftedView, 'A draft again'), ...usualProblems },
    }),
    async (c) => {
      const place = { ...c.req.valid('param'), ...c.req.valid('json') }
      return answered(c, draftedView, await takeProposalBack(app, ruleCallerOf(c.get('staff')), place))
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/{version}/discard',
      summary: 'End a draft; it stays to be read',
      request: { params: ruleVersionParam, body: jsonBody(revisionRequest) },
      responses: { 200: jsonAnswer(draftedView, 'Ended'), ...usualProblems },
    }),
    async (c) => {
      const place = { ...c.req.valid('param'), ...c.req.valid('json') }
      return answered(c, draftedView, await discardDraft(app, ruleCallerOf(c.get('staff')), place))
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/{version}/publish',
      summary: 'Publish what somebody else has proposed',
      request: { params: ruleVersionParam, body: jsonBody(publishRequest) },
      responses: { 200: jsonAnswer(rulePlaceView, 'It decides now'), ...usualProblems },
    }),
    async (c) => {
      const { revision, ...publication } = c.req.valid('json')
      const place = { ...c.req.valid('param'), revision }
      return answered(c, rulePlaceView, await publishProposal(app, ruleCallerOf(c.get('staff')), place, publication))
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/{version}/reject',
      summary: 'Reject a proposal',
      request: { params: ruleVersionParam, body: jsonBody(rejectRequest) },
      responses: { 200: jsonAnswer(rulePlaceView, 'Rejected'), ...usualProblems },
    }),
    async (c) => {
      const { revision, why } = c.req.valid('json')
      const place = { ...c.req.valid('param'), revision }
      return answered(c, rulePlaceView, await rejectProposal(app, ruleCallerOf(c.get('staff')), place, why))
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/{version}/look-at',
      summary: 'Say that somebody else has looked at a roll-back',
      request: { params: ruleVersionParam },
      responses: { 200: jsonAnswer(rulePlaceView, 'Looked at'), ...usualProblems },
    }),
    async (c) =>
      answered(c, rulePlaceView, await lookAtRollBack(app, ruleCallerOf(c.get('staff')), c.req.valid('param'))),
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/roll-back',
      summary: 'Publish an earlier version anew, at once; the others who answer for rules are told',
      request: { params: ruleProgramParam, body: jsonBody(rollBackRequest) },
      responses: { 200: jsonAnswer(rulePlaceView, 'It decides now'), ...usualProblems },
    }),
    async (c) => {
      const { to, ...publication } = c.req.valid('json')
      const place = { ...c.req.valid('param'), version: to }
      return answered(c, rulePlaceView, await rollBack(app, ruleCallerOf(c.get('staff')), place, publication))
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/{program}/retire',
      summary: 'Stop the rules of a program altogether',
      request: { params: ruleProgramParam, body: jsonBody(retireRequest) },
      responses: { 200: jsonAnswer(rulePlaceView, 'Nothing decides now'), ...usualProblems },
    }),
    async (c) => {
      const { version, why } = c.req.valid('json')
      const place = { ...c.req.valid('param'), version }
      return answered(c, rulePlaceView, await retireRules(app, ruleCallerOf(c.get('staff')), place, why))
    },
  )
}

export const ruleCallerOf = ({ tenantId, staffId }: StaffSession): RuleCaller => ({ tenantId, by: `staff/${staffId}` })

const answered = <S extends z.ZodType>(c: Context, schema: S, result: Result<z.input<S>>, status: 200 | 201 = 200) =>
  result.ok ? answer(c, schema, result.value, status) : refusalProblem(c, result.refusal)
