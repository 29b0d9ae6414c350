import type { Role } from '#contracts/desk-api.ts'

/** A signed-in member of staff, as the sign-in provider knows them. */
export type StaffSession = {
  staffId: string
  tenantId: string
  name: string
  email: string
  role: Role
  /** Has a second factor and used it for this session. */
  secondFactor: boolean
}
