import type { AftermathEventData } from './aftermath-events.ts'
import type { Actor } from './events.ts'
import { lookerOf } from './looks.ts'
import type { CaseState } from './state.ts'

/** The part of the state that events beside the course of a case change. */
export const evolveAftermath = (
  state: CaseState,
  data: AftermathEventData,
  { atMs, actor }: { atMs: number; actor: Actor },
): Partial<CaseState> => {
  switch (data.type) {
    case 'legal-hold-set':
      return { legalHold: { by: lookerOf(actor), sinceMs: atMs } }
    case 'legal-hold-lifted':
      return { legalHold: null }
    case 'registration-confirmed':
      return { confirmed: { fields: data.fields, atMs, acknowledgedAtMs: null } }
    case 'registration-acknowledged':
      return { confirmed: state.confirmed && { ...state.confirmed, acknowledgedAtMs: atMs } }
    case 'media-deleted': {
      const gone = data.recordings.map(({ recordingId }) => recordingId)
      return {
        attempts: state.attempts.map((one) =>
          gone.includes(one.recordingId) ? { ...one, mediaDeletedAtMs: atMs } : one,
        ),
      }
    }
  }
}
