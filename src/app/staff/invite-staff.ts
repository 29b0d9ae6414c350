import type { Role } from '#contracts/desk-api.ts'
import type { StaffLanguage } from '#domain/language.ts'
import type { App } from '../app.ts'
import { sendInviteMailJob } from '../job-definitions.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import type { StaffDirectory, StaffInvite } from '../ports/staff.ts'

export type Invitation = { email: string; name: string; role: Role; language: StaffLanguage }

const place = (staffId: string) => ({ table: 'staff_invite', column: 'token_sealed', row: staffId })

/** Where an invited member of staff chooses a password. */
export const setupUrlOf = (app: App, setupToken: string): string =>
  `${app.settings.publicUrl}/desk/welcome#${setupToken}`

/**
 * Invites a member of staff: the account, its invitation and the mail that brings the link in one transaction. Until it
 * is mailed the link is kept sealed, since of the token itself only a hash is stored.
 */
export const inviteStaff = async (
  app: App,
  staff: StaffDirectory,
  tenantId: string,
  asked: Invitation,
): Promise<{ ok: true; invite: StaffInvite } | { ok: false; refusal: 'taken' }> => {
  const tenant = await app.database.kysely
    .selectFrom('tenant')
    .select('key_id')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow()
  return staff.invite(tenantId, asked, async (tx, { staffId, setupToken }) => {
    await tx
      .updateTable('staff_invite')
      .set({
        token_sealed: await app.keys.encrypt(tenant.key_id, setupToken, place(staffId)),
        language: asked.language,
        mail_state: 'waiting',
      })
      .where('staff_id', '=', staffId)
      .execute()
    await app.queue.enqueue(tx, sendInviteMailJob, { staffId })
  })
}

/** Sends one invitation's mail and forgets the link. Throws when it should be tried again. */
export const sendInviteMail = async (app: App, staffId: string): Promise<void> => {
  const row = await app.database.kysely
    .selectFrom('staff_invite')
    .innerJoin('staff', 'staff.id', 'staff_invite.staff_id')
    .innerJoin('tenant', 'tenant.id', 'staff.tenantId')
    .select(['staff_invite.token_sealed', 'staff_invite.language', 'staff_invite.expires_at', 'staff.email'])
    .select(['staff.name', 'staff.role', 'tenant.name as marketplace'])
    .where('staff_invite.staff_id', '=', staffId)
    .where('staff_invite.used_at', 'is', null)
    .where('staff_invite.expires_at', '>', new Date(app.clock.nowMs()))
    .where('staff.active', '=', true)
    .executeTakeFirst()
  if (!row?.token_sealed || !isSealed(row.token_sealed)) return
  const token = await decryptText(app.keys, row.token_sealed, place(staffId))
  if (!token.ok) return
  const mail = app.words.invitation(row.language, {
    name: row.name,
    role: row.role,
    marketplace: row.marketplace,
    setupUrl: setupUrlOf(app, token.text),
    expires: app.words.instant(row.language, row.expires_at.getTime(), 'UTC'),
  })
  const delivery = await app.mail.send({ id: `invite-${staffId}`, to: row.email, ...mail })
  await app.database.kysely
    .updateTable('staff_invite')
    .set({ mail_state: delivery.state, ...(delivery.state === 'deferred' ? {} : { token_sealed: null }) })
    .where('staff_id', '=', staffId)
    .execute()
  if (delivery.state === 'deferred') throw new Error(`mail deferred: ${delivery.code}`)
}
