import type { ColumnType, JSONColumnType } from 'kysely'
import type { Role } from '#contracts/desk-api.ts'
import type { StaffLanguage } from '#domain/language.ts'
import type { BadgeTables } from './schema-badges.ts'
import type { CallTables } from './schema-calls.ts'
import type { FaceTables } from './schema-faces.ts'
import type { LinkTables } from './schema-links.ts'
import type { MediaTables } from './schema-media.ts'
import type { ReplayTables } from './schema-replays.ts'
import type { RestrictionTables } from './schema-restrictions.ts'
import type { RiskTables } from './schema-risk.ts'
import type { RuleTables } from './schema-rules.ts'
import type { SignInTables } from './schema-sign-ins.ts'
import type { SignalLookTables } from './schema-signal-looks.ts'

type TablesElsewhere = BadgeTables &
  CallTables &
  FaceTables &
  LinkTables &
  MediaTables &
  RestrictionTables &
  ReplayTables &
  RiskTables &
  SignInTables &
  RuleTables &
  SignalLookTables

/**
 * The tables and their columns as the migrations in `src/providers/database/migrations` leave them. Every table but
 * `program_version` and `heartbeat` has a tenant, and every query names it.
 */
export type Schema = TablesElsewhere & {
  tenant: { id: string; name: string; key_id: string; created_at: Date }
  api_key: {
    id: string
    tenant_id: string
    name: string
    prefix: string
    secret_hash: string
    scopes: string[]
    created_at: Date
    last_used_at: Date | null
    expires_at: Date | null
    revoked_at: Date | null
  }
  idempotency: {
    tenant_id: string
    api_key_id: string
    key: string
    request_hash: string
    status: number
    body_sealed: string
    created_at: Date
  }
  program_version: { name: string; version: number; body: Json; body_sha256: string; added_at: Date }
  seller: {
    tenant_id: string
    id: string
    key_id: string
    registration_sealed: string
    identity_hash: string
    entity_hash: string | null
    site: string
    language: string
    created_at: Date
    updated_at: Date
  }
  verification_case: {
    id: string
    tenant_id: string
    seller_id: string
    program: string
    program_version: number
    key_id: string
    status: string
    opened_at: Date
    deadline_at: Date
    decided_at: Date | null
    review_attempt_id: string | null
    review_why: string | null
    review_due_at: Date | null
    second_look_attempt_id: string | null
    second_look_due_at: Date | null
    second_look_state: 'waiting' | 'agreed' | 'doubted' | 'upheld' | 'overturned' | null
    /** Who has given an opinion already, of the review that is open or of the second look. */
    looked_by: string[]
    opinions_agree: boolean | null
    head_seq: number
    head_hash: string
    head_jws: string | null
    /** [SI1] The case whose opening opened this one. */
    spread_from: string | null
    legal_hold: ColumnType<boolean, boolean | undefined, boolean>
    updated_at: Date
  }
  case_event: {
    case_id: string
    seq: number
    tenant_id: string
    type: string
    version: number
    at: string
    actor: Json
    data: Json
    prev_hash: string
    hash: string
  }
  attempt: {
    id: string
    tenant_id: string
    case_id: string
    identity_hash: string
    no: number
    recording_id: string
    outcome: string
    started_at: Date
    ended_at: Date | null
    decided_at: Date | null
  }
  notice: {
    id: string
    tenant_id: string
    seller_id: string
    case_id: string
    kind: string
    channels: string[]
    params: Json
    created_at: Date
    read_at: Date | null
    mail_state: string | null
    mail_detail: string | null
    text_state: ColumnType<string | null, string | null | undefined, string | null>
    text_detail: ColumnType<string | null, string | null | undefined, string | null>
  }
  case_clock: {
    case_id: string
    kind: string
    tenant_id: string
    owner: string
    due_at: Date
    on_due: string
    fired_at: Date | null
  }
  seller_link: {
    token_hash: string
    tenant_id: string
    seller_id: string
    case_id: string
    created_at: Date
    expires_at: Date
    used_at: Date | null
  }
  seller_session: {
    token_hash: string
    tenant_id: string
    seller_id: string
    case_id: string
    link_hash: string
    created_at: Date
    expires_at: Date
    ended_at: Date | null
  }
  webhook_endpoint: {
    id: string
    tenant_id: string
    url: string
    secret_sealed: string
    events: string[]
    created_at: Date
    disabled_at: Date | null
  }
  webhook_delivery: {
    event_id: string
    endpoint_id: string
    tenant_id: string
    case_id: string | null
    position: string
    state: 'waiting' | 'delivered' | 'given-up' | 'superseded'
    tries: ColumnType<number, number | undefined, number>
    next_try_at: Date
    last_status: number | null
    last_why: string | null
    delivered_at: Date | null
  }
  heartbeat: { id: number; at: Date }
  phone_code: {
    case_id: string
    tenant_id: string
    booking_id: string
    code_hash: string
    sent_at: Date
    expires_at: Date
    tries: number
    sends: number
    state: 'sending' | 'sent' | 'failed'
  }
  staff: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    image: string | null
    createdAt: Date
    updatedAt: Date
    twoFactorEnabled: boolean | null
    tenantId: string
    role: Role
    active: boolean
  }
  staff_session: { id: string; userId: string; token: string; expiresAt: Date; secondFactor: boolean }
  staff_passkey: { id: string; userId: string }
  staff_invite: {
    token_hash: string
    staff_id: string
    expires_at: Date
    used_at: Date | null
    /** The link until it was mailed, sealed. */
    token_sealed: ColumnType<string | null, string | null | undefined, string | null>
    language: ColumnType<StaffLanguage, StaffLanguage | undefined, StaffLanguage>
    mail_state: ColumnType<string | null, string | null | undefined, string | null>
  }
  installation: { id: number; key_id: string }
}

/** Written as JSON text, read as whatever it holds: parse it at the boundary. */
export type Json = JSONColumnType<object, string, string>
