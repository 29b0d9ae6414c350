import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import type { OpenDatabase } from '../database/open-database.ts'

/** A session that begins here has used a second factor: the code was right, or the passkey was there. */
const factorPaths = new Set([
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/passkey/verify-authentication',
])

export const beginsWithFactor = (path: string | undefined): boolean => path !== undefined && factorPaths.has(path)

/** What anybody may ask for: to come in, to go out, and who they are. */
const open = new Set([
  '/ok',
  '/error',
  '/get-session',
  '/sign-out',
  '/sign-in/email',
  '/passkey/generate-authenticate-options',
  '/passkey/verify-authentication',
])

/** What a session begun with a password alone may ask for, once in the life of an account: its first second factor. */
const firstSetUp = new Set([
  '/two-factor/enable',
  '/two-factor/verify-totp',
  '/passkey/generate-register-options',
  '/passkey/verify-registration',
])

/**
 * Keeps whoever has no more than the password from giving themselves the other factor. A person who has a passkey or an
 * authenticator already comes in with it; one who has none may set the first one up, and do nothing else before.
 */
export const refuseHalfSignedIn = ({ kysely }: OpenDatabase) =>
  createAuthMiddleware(async (context) => {
    if (open.has(context.path)) return
    const found = await getSessionFromCtx<Record<string, unknown>, { secondFactor?: boolean }>(context)
    // Without a session the route itself knows what to ask for: the code of a sign-in that is half-way, say.
    if (!found || found.session.secondFactor === true) return
    const hasPasskey = await kysely
      .selectFrom('staff_passkey')
      .select('id')
      .where('userId', '=', found.user.id)
      .limit(1)
      .executeTakeFirst()
    const hasFactor = found.user.twoFactorEnabled === true || hasPasskey !== undefined
    if (!hasFactor && firstSetUp.has(context.path)) return
    throw new APIError('FORBIDDEN', { code: 'SECOND_FACTOR_NEEDED', message: 'sign in with your second factor first' })
  })
