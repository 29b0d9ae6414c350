import type { Generated } from 'kysely'

/** [SC3] Described faces, sealed, and which of them look alike. */
export type FaceTables = {
  face_template: {
    recording_id: string
    tenant_id: string
    case_id: string
    attempt_id: string
    seller_id: string
    model: string
    face_sealed: string
    pictures: number
    width_px: number
    agreement_01: number
    frame_id: string | null
    added_at: Generated<Date>
    expires_at: Date
    compared_at: Date | null
    compared_with: Generated<number>
    skipped: Generated<number>
    left_out: Generated<number>
  }
  face_hint: {
    tenant_id: string
    recording_a: string
    recording_b: string
    seller_a: string
    seller_b: string
    similarity_01: number
    alike_01: number
    noticed_at: Date
  }
}
