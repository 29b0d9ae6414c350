import type { DeletedRecording } from './aftermath-events.ts'
import type { Sealed } from './events.ts'

/** What is asked of a case beside its course. Roles are checked at the door. */
export type AftermathCommand =
  | { type: 'set-legal-hold'; why: Sealed }
  | { type: 'lift-legal-hold'; why: Sealed }
  | { type: 'record-media-deleted'; recordings: DeletedRecording[] }
