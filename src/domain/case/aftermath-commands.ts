import type { ConfirmableField } from '../confirmed-fields.ts'
import type { BanReason } from '../program.ts'
import type { DeletedRecording } from './aftermath-events.ts'
import type { BadgeEnd } from './badge.ts'
import type { Sealed } from './events.ts'

/** What is asked of a case beside its course. Roles are checked at the door. */
export type AftermathCommand =
  | { type: 'set-legal-hold'; why: Sealed }
  | { type: 'lift-legal-hold'; why: Sealed }
  | { type: 'record-media-deleted'; recordings: DeletedRecording[] }
  | { type: 'close-recording'; recordingId: string; chunkCount: number; sha256: string }
  /** [RE4] `fields` differ from what is on file, and only they are in `values`. */
  | { type: 'confirm-registration'; fields: ConfirmableField[]; values: Sealed }
  | { type: 'acknowledge-registration' }
  /** [RE3] `isNewestCase`: the seller has no case that was opened after this one. */
  | {
      type: 'issue-badge'
      badgeId: string
      untilMs: number | null
      numbersCommitment: string
      isNewestCase: boolean
    }
  | { type: 'revoke-badge'; why: Exclude<BadgeEnd, 'document-expired' | 'pass-overturned'>; note: Sealed | null }
  | { type: 'expire-badge' }
  | { type: 'propose-ban'; reason: BanReason; note: Sealed }
  | { type: 'settle-ban'; outcome: 'confirmed' | 'refused'; note: Sealed }
  | { type: 'appeal'; text: Sealed }
  | { type: 'settle-appeal'; outcome: 'upheld' | 'lifted'; note: Sealed }
