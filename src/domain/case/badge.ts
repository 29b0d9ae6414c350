import { accept, refuse } from '../refusal.ts'
import type { AftermathCommand } from './aftermath-commands.ts'
import type { DecideContext, Decision } from './decision.ts'
import type { CaseEventData } from './events.ts'
import type { CaseState } from './state.ts'

/**
 * [RE3] What buyers are shown of a case that was passed and restored. A badge has one of these states:
 * - none: the case earned none, or not yet;
 * - valid: `fallen` is null, and `untilMs` has not come;
 * - fallen: for good. Another badge is earned by another case, never by this one.
 */
export type Badge = {
  id: string
  issuedAtMs: number
  /** The earliest end of the documents that the pass was made with; null where they have none. */
  untilMs: number | null
  fallen: { atMs: number; why: BadgeEnd } | null
}

export type BadgeEnd =
  | 'document-expired'
  /** Another case of the seller was opened, in whatever way. */
  | 'case-reopened'
  /** The person who stands for the shop was banned at another one. [RE5] */
  | 'banned'
  | 'by-staff'
  /** The numbers that say who it is are others than those that were verified. */
  | 'registration-changed'
  /** [DE3] The pass itself was overturned by a second look. */
  | 'pass-overturned'

/** What the pass was made by: a run before a camera, or the papers of the offline lane. [EL1] */
export type VerifiedBy = 'video' | 'papers'

export const verifiedBy = ({ offlineWay }: CaseState): VerifiedBy => (offlineWay === null ? 'video' : 'papers')

type BadgeCommand = Extract<AftermathCommand, { type: 'issue-badge' | 'revoke-badge' | 'expire-badge' }>

export const decideBadge = (state: CaseState, command: BadgeCommand, context: DecideContext): Decision => {
  switch (command.type) {
    case 'issue-badge':
      return issue(state, command, context)
    case 'revoke-badge': {
      if (!standingBadge(state)) return accept([])
      const isStaffs = command.why === 'by-staff'
      if (context.actor.kind !== (isStaffs ? 'staff' : 'system')) return refuse('not-allowed')
      return accept(badgeFalls(state, command.why, command.note))
    }
    case 'expire-badge': {
      if (context.actor.kind !== 'system') return refuse('not-allowed')
      const untilMs = standingBadge(state)?.untilMs ?? null
      return accept(untilMs !== null && untilMs <= context.atMs ? badgeFalls(state, 'document-expired') : [])
    }
  }
}

/**
 * Whether a case may have a badge: the account is really back [RE2], on a site where the program shows one, the pass stands, and it
 * never had one.
 */
export const earnsBadge = (state: CaseState, { program }: Pick<DecideContext, 'program'>): boolean =>
  state.status === 'restored' &&
  state.badge === null &&
  program.badge?.sites.includes(state.site) === true &&
  state.secondLook?.settled !== 'overturned'

const issue = (
  state: CaseState,
  { badgeId, untilMs, numbersCommitment, isNewestCase }: Extract<BadgeCommand, { type: 'issue-badge' }>,
  context: DecideContext,
): Decision => {
  if (context.actor.kind !== 'system') return refuse('not-allowed')
  // Asked for again, or asked for too late: nothing to show is no refusal.
  const isOver = untilMs !== null && untilMs <= context.atMs
  if (!isNewestCase || isOver || !earnsBadge(state, context)) return accept([])
  return accept([{ type: 'badge-issued', badgeId, untilMs, numbersCommitment }])
}

export const standingBadge = ({ badge }: CaseState): Badge | null => (badge && badge.fallen === null ? badge : null)

const badgeFalls = (state: CaseState, why: BadgeEnd, note: string | null = null): CaseEventData[] => {
  const badge = standingBadge(state)
  return badge ? [{ type: 'badge-revoked', badgeId: badge.id, why, note }] : []
}

/** What events just decided mean for the badge of the same case: a pass that is overturned takes it along. */
export const badgeFreed = (state: CaseState, events: readonly CaseEventData[]): CaseEventData[] =>
  events.some((data) => data.type === 'second-look-settled' && data.outcome === 'overturned')
    ? badgeFalls(state, 'pass-overturned')
    : []
