import { accept, refuse } from '../refusal.ts'
import { isBanProposed } from './ban-state.ts'
import { keepsDeadlineUntilMs } from './booked-call.ts'
import type { CaseCommand } from './commands.ts'
import { giveBack } from './consequences.ts'
import { type DecideContext, type Decision, withEvent } from './decision.ts'
import type { CaseEventData } from './events.ts'
import { overdue } from './stages.ts'
import type { CaseState } from './state.ts'

type RestrictionCommand = Extract<CaseCommand, { type: 'acknowledge-restriction' | 'miss-deadline' | 'credit-outage' }>

/** Deadlines that bite and the marketplace's answers about what it took away or gave back. */
export const decideRestriction = (state: CaseState, command: RestrictionCommand, context: DecideContext): Decision => {
  switch (command.type) {
    case 'acknowledge-restriction':
      return acknowledge(state, command, context.atMs)
    case 'miss-deadline':
      // Only while the seller has the turn: a run under way or in our hands is never cut by a deadline.
      if (!isSellersTurn(state) || keepsDeadlineUntilMs(state) !== null) return accept([])
      return accept(overdue(state, context.program, context.atMs))
    case 'credit-outage': {
      if (state.decidedAtMs !== null) return accept([])
      const fromMs = Math.max(command.fromMs, state.openedAtMs)
      return accept(giveBack(state, { fromMs, toMs: Math.min(command.toMs, context.atMs) }, 'our-outage'))
    }
  }
}

export const isSellersTurn = (state: CaseState): boolean =>
  (state.status === 'awaiting-seller' || state.status === 'offline') && !isBanProposed(state)

/**
 * [RE2] The marketplace confirms one change of one capability. A late confirmation of `applied` after the lift was asked
 * changes nothing: only `lifted` ends it.
 */
const acknowledge = (
  state: CaseState,
  command: Extract<CaseCommand, { type: 'acknowledge-restriction' }>,
  atMs: number,
): Decision => {
  const restriction = state.restrictions.find((one) => one.id === command.restrictionId)
  if (!restriction) return refuse('restriction-unknown')
  const expected = command.change === 'applied' ? 'applying' : 'lifting'
  if (restriction.state === command.change) return accept([])
  if (restriction.state !== expected)
    return command.change === 'applied' ? accept([]) : refuse('invalid-state', { restriction: restriction.state })
  const acknowledged: CaseEventData = {
    type: 'restriction-acknowledged',
    restrictionId: restriction.id,
    change: command.change,
  }
  const after = withEvent(state, acknowledged, atMs)
  const restored = state.status === 'passed' && after.restrictions.every((one) => one.state === 'lifted')
  return accept(restored ? [acknowledged, { type: 'case-restored' }] : [acknowledged])
}
