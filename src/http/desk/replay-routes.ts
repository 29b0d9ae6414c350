import { createRoute } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { readAuthorNames } from '#app/rules/read-rules.ts'
import { askForReplay, cancelReplay, listReplays, readReplay } from '#app/rules/replays.ts'
import { ruleRoles } from '#app/rules/tell-rule-people.ts'
import { replayRowOf, replayViewOf } from '#app/views/replay-views.ts'
import {
  replayAskedView,
  replayParam,
  replayRequest,
  replaysQuery,
  replaysView,
  replayView,
} from '#contracts/desk-replays.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Access, Doors } from '../doors.ts'
import { notFound, refusalProblem } from '../problem.ts'
import { ruleCallerOf } from './rule-routes.ts'

/** [TR7] Replays, for those who answer for rules. */
export const replayRoutes = (doors: Doors, app: App): void => {
  const making: Access = { door: 'desk', roles: ruleRoles }

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/replays',
      summary: 'Replay a version of rules over the signals received since a day; one at a time',
      request: { body: jsonBody(replayRequest) },
      responses: { 201: jsonAnswer(replayAskedView, 'It has been asked for'), ...usualProblems },
    }),
    async (c) => {
      const { since, ...place } = c.req.valid('json')
      const asked = await askForReplay(app, ruleCallerOf(c.get('staff')), place, Date.parse(since))
      return asked.ok ? answer(c, replayAskedView, asked.value, 201) : refusalProblem(c, asked.refusal)
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'get',
      path: '/desk/api/replays',
      summary: 'The latest replays of a program',
      request: { query: replaysQuery },
      responses: { 200: jsonAnswer(replaysView, 'The newest first, 20 at most'), ...usualProblems },
    }),
    async (c) => {
      const rows = await listReplays(app, c.get('staff'), c.req.valid('query').program)
      const names = await readAuthorNames(
        app,
        c.get('staff'),
        rows.map(({ asked_by: by }) => by),
      )
      return answer(c, replaysView, { replays: rows.map((row) => replayRowOf(row, names)) })
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'get',
      path: '/desk/api/replays/{replayId}',
      summary: 'How far a replay is, and what it found when it is through',
      request: { params: replayParam },
      responses: { 200: jsonAnswer(replayView, 'The replay'), ...usualProblems },
    }),
    async (c) => {
      const row = await readReplay(app, c.get('staff'), c.req.valid('param').replayId)
      if (!row) return notFound(c)
      const names = await readAuthorNames(app, c.get('staff'), [row.asked_by])
      return answer(c, replayView, await replayViewOf(app, row, names))
    },
  )

  doors.route(
    making,
    createRoute({
      method: 'post',
      path: '/desk/api/replays/{replayId}/cancel',
      summary: 'Stop a replay; nothing of it is kept',
      request: { params: replayParam },
      responses: { 200: jsonAnswer(replayAskedView, 'It stops'), ...usualProblems },
    }),
    async (c) => {
      const { replayId } = c.req.valid('param')
      const cancelled = await cancelReplay(app, c.get('staff'), replayId)
      return cancelled.ok ? answer(c, replayAskedView, { id: replayId }) : refusalProblem(c, cancelled.refusal)
    },
  )
}
