import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { App } from '#app/app.ts'
import { createApiKey, revokeApiKey, setKeyScopes } from '#app/integration/api-keys.ts'
import type { StaffDirectory } from '#app/ports/staff.ts'
import { installPresetRules } from '#app/rules/publish-rules.ts'
import { roleSchema } from '#contracts/desk-api.ts'
import { scopes } from '#contracts/marketplace-api.ts'
import type { StaffAuth } from '#providers/staff/staff-auth.ts'
import { putDemoOnDuty } from './duties.ts'
import { openNotes, type SealedNotes } from './sealed-notes.ts'
import { totpCode, totpSecretOf } from './totp.ts'

/** A demo sign-in. `totpSecret` is base32; without its codes nobody gets in, the demo included. */
export const demoStaffSchema = z.object({
  role: roleSchema,
  name: z.string(),
  email: z.string(),
  password: z.string(),
  totpSecret: z.string(),
})
export type DemoStaff = z.infer<typeof demoStaffSchema>

export const demoKeySchema = z.object({ id: z.string(), secret: z.string() })

export type DemoInstallation = { tenantId: string; apiKey: z.infer<typeof demoKeySchema>; staff: DemoStaff[] }

export const demoTenantId = 'demo'
export const demoRoles = roleSchema.options

const names: Record<DemoStaff['role'], string> = {
  reviewer: 'Lin Qiao',
  supervisor: 'Mara Weiss',
  compliance: 'Tomás Vidal',
  admin: 'Noor Haddad',
}

/**
 * The demo's marketplace, API key and staff, made at the first start and found again at every later one. Passwords,
 * second factors and the key are drawn for this installation and kept in its encrypted store.
 */
export const setUpDemo = async (app: App, staff: StaffDirectory & { auth: StaffAuth }): Promise<DemoInstallation> => {
  const notes = openNotes(app.blobs, await tenantKeyId(app))
  const apiKey = await demoKey(app, notes)
  const members: DemoStaff[] = []
  for (const role of demoRoles) members.push(await demoMember(app, staff, notes, role))
  await putDemoOnDuty(app, demoTenantId)
  await installPresetRules(app, demoTenantId)
  return { tenantId: demoTenantId, apiKey, staff: members }
}

const tenantKeyId = async (app: App): Promise<string> => {
  const read = () =>
    app.database.kysely.selectFrom('tenant').select('key_id').where('id', '=', demoTenantId).executeTakeFirst()
  const known = await read()
  if (known) return known.key_id
  const { keyId } = await app.keys.createDataKey({ kind: 'tenant', tenantId: demoTenantId, id: demoTenantId })
  await app.database.kysely
    .insertInto('tenant')
    .values({ id: demoTenantId, name: 'Harbour Demo Market', key_id: keyId, created_at: new Date(app.clock.nowMs()) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await read())?.key_id ?? keyId
}

const demoKey = async (app: App, notes: SealedNotes): Promise<DemoInstallation['apiKey']> => {
  const known = demoKeySchema.safeParse(await notes.read('api-key'))
  if (known.success) {
    // A release may have brought doors that the key of an older installation does not open.
    await setKeyScopes(app, { tenantId: demoTenantId }, known.data.id, [...scopes])
    return known.data
  }
  const made = await createApiKey(
    app,
    { tenantId: demoTenantId },
    { name: 'demo marketplace', scopes: [...scopes], expiresAtMs: null },
  )
  const kept = demoKeySchema.parse(await notes.keep('api-key', made))
  // Another node was first: its key is the one that everybody is shown.
  if (kept.id !== made.id) await revokeApiKey(app, { tenantId: demoTenantId }, made.id)
  return kept
}

const demoMember = async (
  app: App,
  staff: StaffDirectory & { auth: StaffAuth },
  notes: SealedNotes,
  role: DemoStaff['role'],
): Promise<DemoStaff> => {
  const known = demoStaffSchema.safeParse(await notes.read(`staff-${role}`))
  if (known.success) return known.data
  const email = `${role}@demo.example`
  const invite = () => staff.invite(demoTenantId, { email, name: names[role], role })
  let invited = await invite()
  if (!invited.ok) {
    // A start that was cut short left an account whose password nobody kept.
    await app.database.kysely
      .deleteFrom('staff')
      .where('email', '=', email)
      .where('tenantId', '=', demoTenantId)
      .execute()
    invited = await invite()
  }
  if (!invited.ok) throw new Error(`the demo's ${role} cannot be set up: the address is in use`)
  const password = randomBytes(12).toString('base64url')
  const accepted = await staff.accept(invited.invite.setupToken, password)
  if (!accepted.ok) throw new Error(`the demo's ${role} cannot be set up: ${accepted.refusal}`)
  const totpSecret = await enableTotp(staff.auth, email, password)
  return demoStaffSchema.parse(
    await notes.keep(`staff-${role}`, { role, name: names[role], email, password, totpSecret }),
  )
}

/** The same steps a person takes: sign in, ask for a second factor, prove that the codes come out right by the real time. */
const enableTotp = async (auth: StaffAuth, email: string, password: string): Promise<string> => {
  const signedIn = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true })
  const headers = new Headers({ cookie: cookiesOf(signedIn.headers) })
  const enabled = await auth.api.enableTwoFactor({ body: { password }, headers })
  if (!('totpURI' in enabled)) throw new Error('no authenticator address was given')
  const secret = totpSecretOf(enabled.totpURI)
  await auth.api.verifyTOTP({ body: { code: totpCode(secret, Date.now()) }, headers })
  return secret
}

const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
