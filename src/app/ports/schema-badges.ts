import type { BadgeEnd, VerifiedBy } from '#domain/case/badge.ts'

/** [RE3] The table of badges: one row for each that was ever issued, so that a fallen one still says so. */
export type BadgeTables = {
  badge: {
    id: string
    tenant_id: string
    case_id: string
    seller_id: string
    program: string
    program_version: number
    site: string
    how: VerifiedBy
    /** When the case was passed. */
    verified_at: Date
    issued_at: Date
    valid_until: Date | null
    fallen_at: Date | null
    why: BadgeEnd | null
  }
}
