import { createRoute } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { readRulePrograms } from '#app/rules/read-rules.ts'
import { putDraft } from '#app/rules/rule-drafts.ts'
import { checkRules } from '#app/rules/rule-sets.ts'
import { storedRules } from '#app/views/rule-views.ts'
import { marketplaceRulesView, putRulesAnswer, putRulesQuery } from '#contracts/marketplace-rules.ts'
import { ruleSetSchema } from '#contracts/rule-set.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import { type Doors, rulesLimitBytes } from '../doors.ts'
import { problem, refusalProblem } from '../problem.ts'
import { idempotent } from './idempotency.ts'

export const marketplaceRuleRoutes = (doors: Doors, app: App): void => {
  const rules = { door: 'marketplace', scope: 'rules' } as const

  doors.route(
    rules,
    createRoute({
      method: 'get',
      path: '/v1/rules',
      summary: 'The rules of every program: what decides now, and what is being drafted',
      responses: { 200: jsonAnswer(marketplaceRulesView, 'By program'), ...usualProblems },
    }),
    async (c) => {
      const programs = await readRulePrograms(app, c.get('key'))
      return answer(c, marketplaceRulesView, {
        programs: programs.map(({ program, published, open }) => ({
          program,
          published: published && {
            version: published.version,
            publishedAt: (published.published_at ?? published.edited_at).toISOString(),
            rules: storedRules(published),
          },
          draft: open && {
            version: open.version,
            revision: open.revision,
            state: open.state === 'proposed' ? ('proposed' as const) : ('draft' as const),
            baseVersion: open.base_version,
            editedAt: open.edited_at.toISOString(),
            rules: storedRules(open),
          },
        })),
      })
    },
  )

  doors.route(
    rules,
    createRoute({
      method: 'put',
      path: '/v1/rules',
      summary: 'Make or replace the draft of a program’s rules; staff propose and publish it',
      request: { query: putRulesQuery, body: jsonBody(ruleSetSchema) },
      responses: { 200: jsonAnswer(putRulesAnswer, 'Drafted; nothing decides by it yet'), ...usualProblems },
      middleware: [idempotent(app)],
    }),
    async (c) => {
      const compiled = checkRules(app, c.req.valid('json'))
      if (!compiled.ok)
        return problem(c, {
          status: 422,
          code: 'invalid-request',
          title: 'the rules are not valid',
          errors: compiled.problems.map(({ field, message }) => ({ field, message })),
        })
      const { tenantId, keyId } = c.get('key')
      const revision = c.req.valid('query').revision ?? null
      const drafted = await putDraft(app, { tenantId, by: `key/${keyId}` }, compiled.value.set, revision)
      return drafted.ok
        ? answer(c, putRulesAnswer, { ...drafted.value, state: 'draft' })
        : refusalProblem(c, drafted.refusal)
    },
    { bodyBytes: rulesLimitBytes },
  )
}
