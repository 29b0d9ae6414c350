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
    case 'ban-proposed': {
      const proposed = { reason: data.reason, proposedBy: lookerOf(actor), proposedAtMs: atMs }
      return { ban: { ...proposed, confirmed: null, appeal: null } }
    }
    case 'ban-refused':
      return { ban: null }
    case 'case-banned':
      return {
        status: 'banned',
        review: null,
        call: null,
        lockedUntilMs: null,
        decidedAtMs: atMs,
        ban: state.ban && { ...state.ban, confirmed: { by: lookerOf(actor), atMs } },
      }
    case 'appeal-made':
      return { ban: state.ban && { ...state.ban, appeal: { atMs, dueAtMs: data.dueAtMs, outcome: null } } }
    case 'appeal-decided': {
      if (data.outcome === 'lifted') return { status: 'awaiting-seller', decidedAtMs: null, ban: null }
      const appeal = state.ban?.appeal
      return { ban: state.ban && { ...state.ban, appeal: appeal ? { ...appeal, outcome: 'upheld' } : null } }
    }
    case 'badge-issued': {
      const { badgeId, untilMs } = data
      return { badge: { id: badgeId, issuedAtMs: atMs, untilMs, fallen: null } }
    }
    case 'badge-revoked':
      return { badge: state.badge && { ...state.badge, fallen: { atMs, why: data.why } } }
    case 'recording-closed':
      return {}
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
