import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins'
import type { OpenDatabase } from '../database/open-database.ts'
import { beginsWithFactor, refuseHalfSignedIn } from './half-signed-in.ts'

export type StaffAuthSettings = { database: OpenDatabase; publicUrl: string; secret: string }

const twelveHoursS = 12 * 60 * 60

/**
 * Sign-in of staff: password and TOTP, or a passkey. Nobody signs up: accounts come from invitations. Tables are named
 * in migration 0002; the library finds them by these names.
 */
export const openStaffAuth = ({ database, publicUrl, secret }: StaffAuthSettings) =>
  betterAuth({
    database: { db: database.kysely, type: 'postgres' },
    secret,
    baseURL: publicUrl,
    basePath: '/api/auth',
    trustedOrigins: [publicUrl],
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 200 },
    user: {
      modelName: 'staff',
      additionalFields: {
        tenantId: { type: 'string', required: true, input: false },
        role: { type: 'string', required: true, input: false },
        active: { type: 'boolean', required: true, input: false },
      },
    },
    session: {
      modelName: 'staff_session',
      expiresIn: twelveHoursS,
      additionalFields: { secondFactor: { type: 'boolean', required: true, input: false, defaultValue: false } },
    },
    account: { modelName: 'staff_account' },
    verification: { modelName: 'staff_verification' },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 200,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/two-factor/verify-totp': { window: 60, max: 10 },
        '/two-factor/verify-backup-code': { window: 60, max: 5 },
      },
    },
    // The server sets it from the connection, so that nobody picks an address to be counted under.
    advanced: {
      ipAddress: { ipAddressHeaders: ['x-client-address'] },
      cookiePrefix: 'countersign_staff',
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true },
    },
    hooks: { before: refuseHalfSignedIn(database) },
    databaseHooks: {
      session: {
        create: {
          // A session keeps what it was begun with, whatever its owner sets up afterwards.
          before: async (session, context) => ({
            data: { ...session, secondFactor: beginsWithFactor(context?.path) },
          }),
        },
      },
    },
    plugins: [
      twoFactor({ issuer: 'Countersign', schema: { twoFactor: { modelName: 'staff_two_factor' } } }),
      passkey({ rpName: 'Countersign', schema: { passkey: { modelName: 'staff_passkey' } } }),
    ],
  })

export type StaffAuth = ReturnType<typeof openStaffAuth>
