import type { Role } from '#contracts/desk-api.ts'
import type { Tx } from './database.ts'

/** A signed-in member of staff, as the sign-in provider knows them. */
export type StaffSession = {
  staffId: string
  tenantId: string
  name: string
  email: string
  role: Role
  /** Has a second factor (TOTP or passkey) and used it for this session. */
  secondFactor: boolean
  /** Whether a second factor exists: then this session must be begun anew with it, and nothing can be set up. */
  factorSetUp: boolean
}

export type StaffRow = {
  staffId: string
  name: string
  email: string
  role: Role
  secondFactor: boolean
  active: boolean
  createdAtMs: number
}

export type StaffInvite = { staff: StaffRow; setupToken: string; expiresAtMs: number }

/** Staff accounts and their sign-in: password and a second factor, nobody without an invitation. */
export type StaffDirectory = {
  /** Everything under `/api/auth/*`: sign-in, second factor, passkeys, sign-out. */
  handle(request: Request): Promise<Response>
  sessionOf(headers: Headers): Promise<StaffSession | null>
  list(tenantId: string): Promise<StaffRow[]>
  /** The e-mail address is unique over all tenants; `taken` says it is somebody's already. */
  invite(
    tenantId: string,
    asked: { email: string; name: string; role: Role },
    /** Runs in the transaction that stores the invitation, so that what follows from it is stored with it. */
    alongside?: (tx: Tx, stored: { staffId: string; setupToken: string }) => Promise<void>,
  ): Promise<{ ok: true; invite: StaffInvite } | { ok: false; refusal: 'taken' }>
  /**
   * Ends every session and refuses sign-in from now on; an invitation that was not used yet is void. `unknown` when there is no
   * such active member here, `last-admin` when nobody would be left to invite another.
   */
  deactivate(
    tenantId: string,
    staffId: string,
    /** Runs in the transaction that ends the account. */
    alongside?: (tx: Tx) => Promise<void>,
  ): Promise<{ ok: true } | { ok: false; refusal: 'unknown' | 'last-admin' }>
  /** Sets the password of an invited member; the token works once. */
  accept(
    setupToken: string,
    password: string,
  ): Promise<{ ok: true } | { ok: false; refusal: 'expired' | 'weak-password' }>
}
