import type { Program } from '../program.ts'
import { accept, refuse } from '../refusal.ts'
import type { CaseCommand } from './commands.ts'
import { isSellersTurn } from './decide-restriction.ts'
import type { DecideContext, Decision } from './decision.ts'
import { finish } from './finish.ts'
import type { CaseState } from './state.ts'

/** A shop as far as passes are shared: where it is, and who stands for it, as a keyed hash. */
export type EntityShop = { site: string; identityHash: string }

/**
 * [SI1] Whether a pass of one shop is a pass of another shop of the same entity. A site with duties of its own is passed on
 * its own, and so is a shop that another person stands for: several legal persons are verified one by one. [EL2] [SI2]
 */
export const sharesPass = (program: Program, passed: EntityShop, other: EntityShop): boolean =>
  program.sites.sharePass &&
  other.site !== passed.site &&
  other.identityHash === passed.identityHash &&
  !program.sites.ownDuties.includes(other.site)

/**
 * [SI1] [RE2] The entity has passed on another site. Only a case that waits for its seller is passed with it: what is being
 * recorded or judged is decided on its own, and the command may come again after that. A failure that was decided after
 * the pass is newer than it, and a case that was opened after the pass asks for something the pass has not answered.
 */
export const passByEntity = (
  state: CaseState,
  { fromCaseId, fromSite, passedAtMs }: Extract<CaseCommand, { type: 'pass-by-entity' }>,
  { actor, atMs }: DecideContext,
): Decision => {
  if (actor.kind !== 'system') return refuse('not-allowed')
  if (state.decidedAtMs !== null || state.openedAtMs > passedAtMs) return accept([])
  const failedSince = state.attempts.some((one) => one.outcome === 'failed' && (one.decidedAtMs ?? 0) > passedAtMs)
  if (failedSince) return accept([])
  if (!isSellersTurn(state)) return refuse('invalid-state', { status: state.status })
  const from = { caseId: fromCaseId, site: fromSite }
  return accept(finish(state, { type: 'case-passed', attemptId: null, by: 'entity', from }, atMs))
}
