import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { readAuthorNames, readRuleProgram, readRulePrograms, readRuleVersion } from '#app/rules/read-rules.ts'
import { checkRules, compileStored } from '#app/rules/rule-sets.ts'
import { readSellerFeatures } from '#app/signals/seller-features.ts'
import {
  authorsOf,
  ruleEventViewOf,
  ruleProgramRowOf,
  ruleVersionRowOf,
  ruleVersionViewOf,
} from '#app/views/rule-views.ts'
import type { Role } from '#contracts/desk-api.ts'
import {
  checkedRulesView,
  checkRulesRequest,
  ruleProgramParam,
  ruleProgramsView,
  ruleProgramView,
  ruleVersionParam,
  ruleVersionView,
  sellerFeaturesView,
  triedRulesView,
  tryRulesRequest,
} from '#contracts/desk-rules.ts'
import { idSchema } from '#contracts/primitives.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import { type Access, type Doors, rulesLimitBytes } from '../doors.ts'
import { notFound } from '../problem.ts'
import { ruleCallerOf } from './rule-routes.ts'

const everybody: readonly Role[] = ['reviewer', 'supervisor', 'compliance', 'admin']

/** [TR4] Rules as everybody at the desk may read them; asking what would come out of some changes nothing. */
export const ruleReadingRoutes = (doors: Doors, app: App): void => {
  const reading: Access = { door: 'desk', roles: everybody }

  doors.route(
    reading,
    createRoute({
      method: 'get',
      path: '/desk/api/rules',
      summary: 'Which rules decide for each program, and what is being changed',
      responses: { 200: jsonAnswer(ruleProgramsView, 'By program'), ...usualProblems },
    }),
    async (c) => {
      const programs = await readRulePrograms(app, c.get('staff'))
      const names = await readAuthorNames(
        app,
        c.get('staff'),
        programs.flatMap(({ published, open }) => authorsOf([published, open])),
      )
      return answer(c, ruleProgramsView, { programs: programs.map((facts) => ruleProgramRowOf(facts, names)) })
    },
  )

  doors.route(
    reading,
    createRoute({
      method: 'get',
      path: '/desk/api/rules/{program}',
      summary: 'Versions of a program’s rules, and who did what to them',
      request: { params: ruleProgramParam },
      responses: { 200: jsonAnswer(ruleProgramView, 'The newest first'), ...usualProblems },
    }),
    async (c) => {
      const found = await readRuleProgram(app, c.get('staff'), c.req.valid('param').program)
      if (!found) return notFound(c)
      const { versions, events, ...facts } = found
      const authors = [...authorsOf([...versions, facts.published, facts.open]), ...events.map(({ by }) => by)]
      const names = await readAuthorNames(app, c.get('staff'), authors)
      return answer(c, ruleProgramView, {
        ...ruleProgramRowOf(facts, names),
        versions: versions.map((row) => ruleVersionRowOf(row, names)),
        history: events.map((row) => ruleEventViewOf(row, names)),
      })
    },
  )

  doors.route(
    reading,
    createRoute({
      method: 'get',
      path: '/desk/api/rules/{program}/{version}',
      summary: 'One version of a program’s rules, and the one that decides now',
      request: { params: ruleVersionParam },
      responses: { 200: jsonAnswer(ruleVersionView, 'The version'), ...usualProblems },
    }),
    async (c) => {
      const found = await readRuleVersion(app, c.get('staff'), c.req.valid('param'))
      if (!found) return notFound(c)
      const names = await readAuthorNames(app, c.get('staff'), authorsOf([found.row]))
      return answer(c, ruleVersionView, ruleVersionViewOf(app, found, names, ruleCallerOf(c.get('staff')).by))
    },
  )

  doors.route(
    reading,
    createRoute({
      method: 'get',
      path: '/desk/api/sellers/{sellerId}/features',
      summary: 'What rules would read of a seller now',
      request: { params: z.object({ sellerId: idSchema }) },
      responses: { 200: jsonAnswer(sellerFeaturesView, 'Features that have a value'), ...usualProblems },
    }),
    async (c) => {
      const values = await readSellerFeatures(app, c.get('staff'), c.req.valid('param').sellerId)
      return values ? answer(c, sellerFeaturesView, { values: { ...values } }) : notFound(c)
    },
  )

  doors.route(
    reading,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/check',
      summary: 'What is wrong with rules that are being written; nothing is stored',
      request: { body: jsonBody(checkRulesRequest) },
      responses: { 200: jsonAnswer(checkedRulesView, 'Every problem, by field and place'), ...usualProblems },
    }),
    async (c) => {
      const compiled = checkRules(app, c.req.valid('json').rules)
      return answer(c, checkedRulesView, { problems: compiled.ok ? [] : compiled.problems })
    },
    { bodyBytes: rulesLimitBytes },
  )

  doors.route(
    reading,
    createRoute({
      method: 'post',
      path: '/desk/api/rules/try',
      summary: 'What rules would decide of these features; nothing is stored',
      request: { body: jsonBody(tryRulesRequest) },
      responses: { 200: jsonAnswer(triedRulesView, 'The decision, or why there is none'), ...usualProblems },
    }),
    async (c) => {
      const { rules, values } = c.req.valid('json')
      const compiled = compileStored(rules)
      return answer(
        c,
        triedRulesView,
        compiled.ok
          ? { problems: [], decision: compiled.value.decide(values) }
          : { problems: compiled.problems, decision: null },
      )
    },
    { bodyBytes: rulesLimitBytes },
  )
}
