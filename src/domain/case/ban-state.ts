import type { BanReason } from '../program.ts'
import type { CaseState } from './state.ts'

/**
 * [RE5] A ban is proposed by one person and confirmed by another, and until then nothing of the case is decided otherwise. It
 * is final but for one appeal, which somebody decides who had no part in the case. [EV6]
 */
export type Ban = {
  reason: BanReason
  proposedBy: string
  proposedAtMs: number
  /** Null while it is only proposed. */
  confirmed: { by: string; atMs: number } | null
  appeal: { atMs: number; dueAtMs: number; outcome: 'upheld' | null } | null
}

export const isBanProposed = ({ ban, decidedAtMs }: CaseState): boolean =>
  ban !== null && ban.confirmed === null && decidedAtMs === null

/** [EV6] What is being judged is not deleted meanwhile. */
export const isBanOpen = (state: CaseState): boolean =>
  isBanProposed(state) || (state.ban?.appeal != null && state.ban.appeal.outcome === null)
