import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '#app/integration/api-keys.ts'
import type { StaffDirectory, StaffRow } from '#app/ports/staff.ts'
import { inviteStaff, setupUrlOf } from '#app/staff/invite-staff.ts'
import { revokeStaff } from '#app/staff/revoke-staff.ts'
import { iso } from '#app/views/instants.ts'
import {
  apiKeyCreatedView,
  apiKeyRequest,
  apiKeyView,
  everyRole,
  inviteRequest,
  inviteView,
  meView,
  type Role,
  staffRowView,
} from '#contracts/desk-api.ts'
import { text } from '#contracts/primitives.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound, problem, refusalProblem } from '../problem.ts'

const admins: readonly Role[] = ['admin']
const setupRequest = z.strictObject({ token: text(200), password: text(200).min(12) })

const staffRow = (row: StaffRow): z.input<typeof staffRowView> => ({
  id: row.staffId,
  name: row.name,
  email: row.email,
  role: row.role,
  secondFactor: row.secondFactor,
  active: row.active,
  createdAt: iso(row.createdAtMs),
})

export const staffRoutes = (doors: Doors, app: App, staff: StaffDirectory): void => {
  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/me',
      summary: 'Who is signed in',
      responses: { 200: jsonAnswer(meView, 'You'), ...usualProblems },
    }),
    async (c) => {
      const me = c.get('staff')
      const tenant = await app.database.kysely
        .selectFrom('tenant')
        .select('name')
        .where('id', '=', me.tenantId)
        .executeTakeFirstOrThrow()
      return answer(c, meView, {
        id: me.staffId,
        name: me.name,
        email: me.email,
        role: me.role,
        marketplace: tenant.name,
        secondFactor: me.secondFactor,
        factorSetUp: me.factorSetUp,
        holdsCalls: [...app.programs.values()].some((program) => program.call !== null),
        programs: [...app.programs.values()].map(({ name, title }) => ({ name, title })),
        demo: app.settings.demo,
        serverTime: iso(app.clock.nowMs()),
      })
    },
  )

  doors.route(
    { door: 'desk', roles: admins },
    createRoute({
      method: 'get',
      path: '/desk/api/staff',
      summary: 'Members of staff',
      responses: { 200: jsonAnswer(z.object({ staff: z.array(staffRowView) }), 'All of them'), ...usualProblems },
    }),
    async (c) => c.json({ staff: (await staff.list(c.get('staff').tenantId)).map(staffRow) }),
  )

  doors.route(
    { door: 'desk', roles: admins },
    createRoute({
      method: 'post',
      path: '/desk/api/staff',
      summary: 'Invite a member of staff',
      request: { body: jsonBody(inviteRequest) },
      responses: { 201: jsonAnswer(inviteView, 'Invited; the link is mailed and shown this once'), ...usualProblems },
    }),
    async (c) => {
      const invited = await inviteStaff(app, staff, c.get('staff').tenantId, c.req.valid('json'))
      if (!invited.ok)
        return problem(c, {
          status: 409,
          code: 'email-taken',
          title: 'this e-mail address has an account already',
          errors: [{ field: 'email', message: 'is taken' }],
        })
      const { invite } = invited
      const view = {
        staff: staffRow(invite.staff),
        setupUrl: setupUrlOf(app, invite.setupToken),
        expiresAt: iso(invite.expiresAtMs),
      }
      return answer(c, inviteView, view, 201)
    },
  )

  doors.route(
    { door: 'public' },
    createRoute({
      method: 'post',
      path: '/desk/api/welcome',
      summary: 'Accept an invitation by choosing a password',
      request: { body: jsonBody(setupRequest) },
      responses: { 200: jsonAnswer(z.object({ ok: z.literal(true) }), 'Set; sign in now'), ...usualProblems },
    }),
    async (c) => {
      const { token, password } = c.req.valid('json')
      const accepted = await staff.accept(token, password)
      if (accepted.ok) return c.json({ ok: true })
      if (accepted.refusal === 'expired') return refusalProblem(c, { code: 'link-expired', details: {} })
      return problem(c, {
        status: 422,
        code: 'invalid-request',
        title: 'the password is too easy to guess',
        errors: [{ field: 'password', message: 'too easy to guess' }],
      })
    },
  )

  doors.route(
    { door: 'desk', roles: admins },
    createRoute({
      method: 'delete',
      path: '/desk/api/staff/{staffId}',
      summary: 'End an account and all its sessions',
      request: { params: z.object({ staffId: z.string().max(128) }) },
      responses: { 200: jsonAnswer(z.object({ ok: z.literal(true) }), 'Ended'), ...usualProblems },
    }),
    async (c) => {
      const me = c.get('staff')
      const { staffId } = c.req.valid('param')
      // Nobody locks themselves out.
      if (staffId === me.staffId) return refusalProblem(c, { code: 'conflict', details: { why: 'yourself' } })
      const revoked = await revokeStaff(app, staff, me.tenantId, staffId)
      if (revoked.ok) return c.json({ ok: true })
      return revoked.refusal === 'unknown'
        ? notFound(c)
        : refusalProblem(c, { code: 'conflict', details: { why: 'last-admin' } })
    },
  )

  doors.route(
    { door: 'desk', roles: admins },
    createRoute({
      method: 'get',
      path: '/desk/api/api-keys',
      summary: 'API keys of the marketplace',
      responses: { 200: jsonAnswer(z.object({ keys: z.array(apiKeyView) }), 'Newest first'), ...usualProblems },
    }),
    async (c) => c.json({ keys: (await listApiKeys(app, c.get('staff'))).map(apiKeyRow) }),
  )

  doors.route(
    { door: 'desk', roles: admins },
    createRoute({
      method: 'post',
      path: '/desk/api/api-keys',
      summary: 'Make an API key; the secret is shown once',
      request: { body: jsonBody(apiKeyRequest) },
      responses: { 201: jsonAnswer(apiKeyCreatedView, 'Made'), ...usualProblems },
    }),
    async (c) => {
      const { name, scopes, expiresOn } = c.req.valid('json')
      const expiresAtMs = expiresOn === null ? null : Date.parse(`${expiresOn}T00:00:00Z`)
      const made = await createApiKey(app, c.get('staff'), { name, scopes, expiresAtMs })
      const row = (await listApiKeys(app, c.get('staff'))).find((one) => one.id === made.id)
      return row ? answer(c, apiKeyCreatedView, { key: apiKeyRow(row), secret: made.secret }, 201) : notFound(c)
    },
  )

  doors.route(
    { door: 'desk', roles: admins },
    createRoute({
      method: 'delete',
      path: '/desk/api/api-keys/{keyId}',
      summary: 'Revoke an API key',
      request: { params: z.object({ keyId: z.string().max(128) }) },
      responses: { 200: jsonAnswer(z.object({ ok: z.literal(true) }), 'Revoked'), ...usualProblems },
    }),
    async (c) => {
      const revoked = await revokeApiKey(app, c.get('staff'), c.req.valid('param').keyId)
      return revoked.ok ? c.json({ ok: true }) : refusalProblem(c, revoked.refusal)
    },
  )
}

type KeyRow = Awaited<ReturnType<typeof listApiKeys>>[number]

const apiKeyRow = (row: KeyRow): z.input<typeof apiKeyView> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  expiresAt: row.expires_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
})
