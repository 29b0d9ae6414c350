import type { ConfirmableField } from '../confirmed-fields.ts'
import type { BanReason } from '../program.ts'
import type { BadgeEnd } from './badge.ts'
import type { Sealed } from './events.ts'

/** What happens to a case beside its course, and mostly after its end. */
export type AftermathEventData =
  /** [EV3] Nothing of this case is deleted until the hold is lifted. */
  | { type: 'legal-hold-set'; why: Sealed }
  | { type: 'legal-hold-lifted'; why: Sealed }
  /** [EV3] Recordings and the pictures taken from them are gone; what was measured of them before stays provable. */
  | { type: 'media-deleted'; recordings: DeletedRecording[] }
  /**
   * [EV1] [LC6] No more of a recording comes, and its digest is fixed: what the page of the one who led a call saw, what was
   * recorded before a page was loaded anew, and what there is of a run that never told of its end.
   */
  | { type: 'recording-closed'; recordingId: string; chunkCount: number; sha256: string }
  /** [RE5] One person proposes, another confirms or refuses; the seller is told only of a ban. */
  | { type: 'ban-proposed'; reason: BanReason; note: Sealed }
  | { type: 'ban-refused'; note: Sealed }
  | { type: 'case-banned'; reason: BanReason; note: Sealed }
  /** [EV6] */
  | { type: 'appeal-made'; text: Sealed; dueAtMs: number }
  | { type: 'appeal-decided'; outcome: 'upheld' | 'lifted'; note: Sealed }
  /** [RE4] What the pass confirmed anew; the values are sealed. */
  | { type: 'registration-confirmed'; fields: ConfirmableField[]; values: Sealed }
  /** [RE4] The marketplace has taken it over. */
  | { type: 'registration-acknowledged' }
  /** [RE3] `numbersCommitment` fixes the numbers that say who was verified, so that others are noticed later. */
  | { type: 'badge-issued'; badgeId: string; untilMs: number | null; numbersCommitment: string }
  /** [RE3] For good; `note` is what staff wrote who took it. */
  | { type: 'badge-revoked'; badgeId: string; why: BadgeEnd; note: Sealed | null }

export type DeletedRecording = {
  recordingId: string
  chunks: number
  /** Of the recording as one file; null where it could not be read whole any more. */
  sha256: string | null
  sizeBytes: number
  /** Bytes of each picture by its id. */
  frames: Record<string, number>
}
