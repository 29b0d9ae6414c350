import type { ConfirmableField } from '../confirmed-fields.ts'
import type { BanReason } from '../program.ts'
import type { DeletedRecording } from './aftermath-events.ts'
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
  | { type: 'propose-ban'; reason: BanReason; note: Sealed }
  | { type: 'settle-ban'; outcome: 'confirmed' | 'refused'; note: Sealed }
  | { type: 'appeal'; text: Sealed }
  | { type: 'settle-appeal'; outcome: 'upheld' | 'lifted'; note: Sealed }
