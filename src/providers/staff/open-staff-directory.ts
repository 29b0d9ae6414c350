import { createHash } from 'node:crypto'
import type { Clock, Ids } from '#app/ports/clock.ts'
import { isUniqueViolation } from '#app/ports/database.ts'
import type { StaffDirectory, StaffRow, StaffSession } from '#app/ports/staff.ts'
import { openStaffAuth, type StaffAuth, type StaffAuthSettings } from './staff-auth.ts'

const inviteLifeMs = 72 * 3_600_000
const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export type StaffSettings = StaffAuthSettings & { clock: Clock; ids: Ids }

/** The directory, and the sign-in behind it for who sets up demo accounts. */
export const openStaffDirectory = (settings: StaffSettings): StaffDirectory & { auth: StaffAuth } => {
  const { database, clock, ids } = settings
  const auth = openStaffAuth(settings)
  const { kysely } = database

  const rowOf = async (staffId: string): Promise<StaffRow> => {
    const row = await kysely.selectFrom('staff').selectAll().where('id', '=', staffId).executeTakeFirstOrThrow()
    return staffRow(row)
  }

  const hasPasskey = async (staffId: string): Promise<boolean> => {
    const found = await kysely.selectFrom('staff_passkey').select('id').where('userId', '=', staffId).limit(1).execute()
    return found.length > 0
  }

  return {
    auth,
    handle: (request) => auth.handler(request),

    async sessionOf(headers): Promise<StaffSession | null> {
      const found = await auth.api.getSession({ headers })
      if (!found?.user.active) return null
      const { user, session } = found
      return {
        staffId: user.id,
        tenantId: user.tenantId,
        name: user.name,
        email: user.email,
        role: user.role as StaffSession['role'],
        secondFactor: session.secondFactor === true,
        factorSetUp: session.secondFactor === true || user.twoFactorEnabled === true || (await hasPasskey(user.id)),
      }
    },

    async list(tenantId) {
      const rows = await kysely
        .selectFrom('staff')
        .selectAll()
        .where('tenantId', '=', tenantId)
        .orderBy('createdAt')
        .execute()
      return rows.map(staffRow)
    },

    async invite(tenantId, asked, alongside) {
      const staffId = ids.next('stf')
      const setupToken = ids.secret()
      const nowMs = clock.nowMs()
      try {
        await database.transaction(async (tx) => {
          await tx
            .insertInto('staff')
            .values({
              id: staffId,
              name: asked.name,
              email: asked.email.toLowerCase(),
              emailVerified: true,
              image: null,
              createdAt: new Date(nowMs),
              updatedAt: new Date(nowMs),
              twoFactorEnabled: false,
              tenantId,
              role: asked.role,
              active: true,
            })
            .execute()
          await tx
            .insertInto('staff_invite')
            .values({
              token_hash: hashToken(setupToken),
              staff_id: staffId,
              expires_at: new Date(nowMs + inviteLifeMs),
              used_at: null,
            })
            .execute()
          await alongside?.(tx, { staffId, setupToken })
        })
      } catch (error) {
        if (isUniqueViolation(error)) return { ok: false, refusal: 'taken' }
        throw error
      }
      return { ok: true, invite: { staff: await rowOf(staffId), setupToken, expiresAtMs: nowMs + inviteLifeMs } }
    },

    async accept(setupToken, password) {
      if (isEasyToGuess(password)) return { ok: false, refusal: 'weak-password' }
      const used = await kysely
        .updateTable('staff_invite')
        .set({ used_at: new Date(clock.nowMs()) })
        .where('token_hash', '=', hashToken(setupToken))
        .where('used_at', 'is', null)
        .where('expires_at', '>', new Date(clock.nowMs()))
        .returning('staff_id')
        .executeTakeFirst()
      if (!used) return { ok: false, refusal: 'expired' }
      const context = await auth.$context
      await context.internalAdapter.linkAccount({
        userId: used.staff_id,
        accountId: used.staff_id,
        providerId: 'credential',
        password: await context.password.hash(password),
      })
      return { ok: true }
    },

    deactivate: (tenantId, staffId, alongside) =>
      database.transaction(async (tx) => {
        // Locked together and in order, so that two admins who end each other's accounts do it one after the other.
        const active = await tx
          .selectFrom('staff')
          .select(['id', 'role'])
          .where('tenantId', '=', tenantId)
          .where('active', '=', true)
          .where((eb) => eb.or([eb('role', '=', 'admin'), eb('id', '=', staffId)]))
          .orderBy('id')
          .forUpdate()
          .execute()
        if (!active.some(({ id }) => id === staffId)) return { ok: false, refusal: 'unknown' }
        if (!active.some(({ id, role }) => id !== staffId && role === 'admin'))
          return { ok: false, refusal: 'last-admin' }
        await tx
          .updateTable('staff')
          .set({ active: false, updatedAt: new Date(clock.nowMs()) })
          .where('id', '=', staffId)
          .execute()
        await tx.deleteFrom('staff_session').where('userId', '=', staffId).execute()
        await tx
          .updateTable('staff_invite')
          .set({ expires_at: new Date(clock.nowMs()), token_sealed: null })
          .where('staff_id', '=', staffId)
          .where('used_at', 'is', null)
          .execute()
        await alongside?.(tx)
        return { ok: true }
      }),
  }
}

type Row = {
  id: string
  name: string
  email: string
  role: StaffRow['role']
  active: boolean
  createdAt: Date
  twoFactorEnabled: boolean | null
}

const staffRow = (row: Row): StaffRow => ({
  staffId: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  secondFactor: row.twoFactorEnabled === true,
  active: row.active,
  createdAtMs: row.createdAt.getTime(),
})

/** One character over and over, or the keyboard's rows: what a length rule alone lets through. */
const isEasyToGuess = (password: string): boolean =>
  new Set(password).size < 5 || /^(0123456789|1234567890|qwertyuiop|asdfghjkl|password)/i.test(password)
