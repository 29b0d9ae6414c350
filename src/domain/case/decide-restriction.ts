import { accept, type Result, refuse } from '../refusal.ts'
import { driftOf, isWanted } from '../restrictions/drift.ts'
import { nextSendAtMs, onItsWayMs } from '../restrictions/resend.ts'
import { isBanProposed } from './ban-state.ts'
import { keepsDeadlineUntilMs } from './booked-call.ts'
import type { CaseCommand } from './commands.ts'
import { giveBack } from './consequences.ts'
import { type DecideContext, type Decision, withEvent } from './decision.ts'
import type { CaseEventData } from './events.ts'
import { isAllBack, isUnacknowledged, nextSendOf, type Restriction } from './restriction-state.ts'
import { overdue } from './stages.ts'
import type { CaseState } from './state.ts'

type RestrictionCommand = Extract<
  CaseCommand,
  {
    type:
      | 'acknowledge-restriction'
      | 'send-restrictions-again'
      | 'send-restriction-now'
      | 'report-restriction'
      | 'miss-deadline'
      | 'credit-outage'
  }
>

/** Deadlines that bite and the marketplace's answers about what it took away or gave back. */
export const decideRestriction = (state: CaseState, command: RestrictionCommand, context: DecideContext): Decision => {
  switch (command.type) {
    case 'acknowledge-restriction':
      return acknowledge(state, command, context.atMs)
    case 'send-restrictions-again':
      return accept(
        state.restrictions
          .filter((one) => (nextSendOf(one) ?? Number.POSITIVE_INFINITY) <= context.atMs)
          .map((one) => sentAgain(one, one.drift ? 'drift' : 'not-acknowledged')),
      )
    case 'send-restriction-now':
      return sendNow(state, command, context)
    case 'report-restriction':
      return report(state, command, context.atMs)
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

type Of<T extends RestrictionCommand['type']> = Extract<RestrictionCommand, { type: T }>

const restrictionOf = ({ restrictions }: CaseState, id: string): Result<Restriction> => {
  const restriction = restrictions.find((one) => one.id === id)
  return restriction ? accept(restriction) : refuse('restriction-unknown')
}

/** Restored with these events, if that was the last thing missing. */
const withRestored = (state: CaseState, events: CaseEventData[], atMs: number): Decision => {
  const after = events.reduce((folded, data) => withEvent(folded, data, atMs), state)
  const restored = events.length > 0 && state.status === 'passed' && isAllBack(after)
  return accept(restored ? [...events, { type: 'case-restored' }] : events)
}

/**
 * [RE2] The marketplace confirms one change of one capability. A late confirmation of `applied` after the lift was asked
 * changes nothing: only `lifted` ends it.
 */
const acknowledge = (state: CaseState, command: Of<'acknowledge-restriction'>, atMs: number): Decision => {
  const found = restrictionOf(state, command.restrictionId)
  if (!found.ok) return found
  const restriction = found.value
  const expected = command.change === 'applied' ? 'applying' : 'lifting'
  if (restriction.state === command.change) return accept([])
  if (restriction.state !== expected)
    return command.change === 'applied' ? accept([]) : refuse('invalid-state', { restriction: restriction.state })
  return withRestored(
    state,
    [{ type: 'restriction-acknowledged', restrictionId: restriction.id, change: command.change }],
    atMs,
  )
}

type SentAgain = Extract<CaseEventData, { type: 'restriction-sent-again' }>
const sentAgain = (restriction: Restriction, why: SentAgain['why']): SentAgain => ({
  type: 'restriction-sent-again',
  restrictionId: restriction.id,
  capability: restriction.capability,
  change: isWanted(restriction) ? 'applied' : 'lifted',
  try: restriction.sends + 1,
  why,
})

/** Somebody of ours does not want to wait for the next time. Two clicks are one sending. */
const sendNow = (
  state: CaseState,
  { restrictionId }: Of<'send-restriction-now'>,
  { actor, atMs }: DecideContext,
): Decision => {
  if (actor.kind !== 'staff') return refuse('not-allowed')
  const found = restrictionOf(state, restrictionId)
  if (!found.ok) return found
  if (atMs < found.value.sentAtMs + twoClicksMs) return accept([])
  if (!isUnacknowledged(found.value) && found.value.drift === null)
    return refuse('invalid-state', { restriction: found.value.state })
  return accept([sentAgain(found.value, 'by-hand')])
}
const twoClicksMs = 10_000

/**
 * [RE2] The marketplace tells how one restriction really is, as of a moment. What is older than the last change says nothing of
 * it. What is as it should be is thereby acknowledged too. What is otherwise is told again at once, and while reports go on
 * saying so not more often than what is not acknowledged.
 */
const report = (
  state: CaseState,
  { restrictionId, really, asOfMs }: Of<'report-restriction'>,
  atMs: number,
): Decision => {
  const found = restrictionOf(state, restrictionId)
  if (!found.ok) return found
  const one = found.value
  if (asOfMs < one.sinceMs) return accept([])
  const { id, capability } = one
  const drift = driftOf(one, really)
  if (drift === null) {
    const cleared: CaseEventData[] = one.drift
      ? [{ type: 'restriction-drift-cleared', restrictionId: id, capability, asOfMs }]
      : []
    const change = isWanted(one) ? 'applied' : 'lifted'
    const acknowledged: CaseEventData[] = isUnacknowledged(one)
      ? [{ type: 'restriction-acknowledged', restrictionId: id, change, by: 'report' }]
      : []
    return withRestored(state, [...cleared, ...acknowledged], atMs)
  }
  if (isUnacknowledged(one)) {
    // Its next sending has its time already, so the report only says how bad it is.
    if (one.drift || asOfMs < one.sinceMs + onItsWayMs) return accept([])
    const again = atMs < one.sentAtMs + onItsWayMs ? [] : [sentAgain(one, 'drift')]
    return accept([{ type: 'restriction-drifted', restrictionId: id, capability, drift, asOfMs }, ...again])
  }
  if (!one.drift)
    return accept([
      { type: 'restriction-drifted', restrictionId: id, capability, drift, asOfMs },
      sentAgain(one, 'drift'),
    ])
  // Acknowledged once more, and still not so.
  return accept(atMs < nextSendAtMs(one) ? [] : [sentAgain(one, 'drift')])
}
