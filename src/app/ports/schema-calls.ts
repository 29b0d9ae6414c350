import type { ColumnType, GeneratedAlways } from 'kysely'
import type { CallRole } from '#contracts/call-record.ts'
import type { Json } from './schema.ts'

/** The tables of duties, appointments and calls. */
export type CallTables = {
  reviewer_duty: {
    id: string
    tenant_id: string
    reviewer_id: string
    site: string
    zone: string
    weekdays: number[]
    hours: Json
    breaks: Json
    first_day: string
    last_day: string | null
    languages: string[]
    programs: string[]
    created_at: Date
  }
  reviewer_absence: { tenant_id: string; reviewer_id: string; starts_at: Date; ends_at: Date }
  site_holiday: { tenant_id: string; site: string; day: string; name: string }
  booking: {
    id: string
    tenant_id: string
    case_id: string
    seller_id: string
    reviewer_id: string
    program: string
    site: string
    language: string
    starts_at: Date
    ends_at: Date
    /** `offered` is kept for whoever waits; `lapsed` was kept and not taken. */
    state: 'booked' | 'cancelled' | 'missed' | 'held' | 'offered' | 'lapsed'
    missed_by: 'seller' | 'us' | null
    /** What a calendar knows the call by; kept when it is moved, with a higher sequence. */
    meeting_id: string
    sequence: number
    created_at: Date
    /** [LC4] The question that the seller is shown just now. */
    question_shown: ColumnType<string | null, string | null | undefined, string | null>
  }
  /** [BK4] One row for each case that waits for a time; what the case says, in the order of the line. */
  waiting_list: {
    no: GeneratedAlways<string>
    case_id: string
    tenant_id: string
    program: string
    site: string
    language: string
    /** Only earlier times are of use; null when any is. */
    before_at: Date | null
    let_down: boolean
    offered_booking_id: string | null
  }
  call_presence: {
    booking_id: string
    /** `seller` or a staff id. */
    participant_id: string
    tenant_id: string
    role: CallRole
    epoch: number
    seen_at: Date
    left_at: Date | null
    away: boolean
  }
  call_signal: {
    seq: GeneratedAlways<string>
    tenant_id: string
    booking_id: string
    from_id: string
    to_id: string
    to_epoch: number
    body_sealed: string
    created_at: Date
  }
  snapshot: {
    id: string
    tenant_id: string
    case_id: string
    attempt_id: string
    step_id: string
    asked_by: string
    asked_at: Date
    taken_at: Date | null
    blob_name: string | null
    size_bytes: number | null
    width_px: number | null
    height_px: number | null
  }
}
