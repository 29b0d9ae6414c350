import { accept, refuse } from '../refusal.ts'
import type { AftermathCommand } from './aftermath-commands.ts'
import { isBanProposed } from './ban-state.ts'
import type { CaseCommand } from './commands.ts'
import { giveBack } from './consequences.ts'
import { type DecideContext, type Decision, hourMs, withEvent } from './decision.ts'
import type { CaseEventData } from './events.ts'
import { closeAttempts } from './finish.ts'
import { restrictionId } from './stages.ts'
import type { CaseState } from './state.ts'

const waiting: ReadonlySet<CaseCommand['type']> = new Set([
  'start-attempt',
  'book-call',
  'ring-call',
  'answer-call',
  'review',
  'decide-offline',
  'pass-by-entity',
])
/** What waits until a proposed ban is settled. */
export const waitsForBan = (state: CaseState, command: CaseCommand): boolean =>
  isBanProposed(state) && waiting.has(command.type)

type BanCommand = Extract<AftermathCommand, { type: 'propose-ban' | 'settle-ban' | 'appeal' | 'settle-appeal' }>

export const decideBan = (state: CaseState, command: BanCommand, context: DecideContext): Decision => {
  switch (command.type) {
    case 'propose-ban':
      return propose(state, command, context)
    case 'settle-ban':
      return settle(state, command, context)
    case 'appeal':
      return appeal(state, command, context)
    case 'settle-appeal':
      return settleAppeal(state, command, context)
  }
}

type Of<T extends BanCommand['type']> = Extract<BanCommand, { type: T }>

/** While a run is recorded or inspected there is nothing yet to judge by. */
const propose = (
  state: CaseState,
  { reason, note }: Of<'propose-ban'>,
  { program, actor }: DecideContext,
): Decision => {
  if (actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  if (!program.ban?.reasons.includes(reason)) return refuse('reason-unknown', { reason })
  if (isBanProposed(state))
    return state.ban?.proposedBy === actor.id && state.ban.reason === reason ? accept([]) : refuse('ban-proposed')
  if (!['awaiting-seller', 'in-review', 'offline'].includes(state.status))
    return refuse('invalid-state', { status: state.status })
  return accept([{ type: 'ban-proposed', reason, note }])
}

const settle = (
  state: CaseState,
  { outcome, note }: Of<'settle-ban'>,
  { program, actor, atMs }: DecideContext,
): Decision => {
  if (actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  const { ban } = state
  if (!ban || !isBanProposed(state)) {
    const again = outcome === 'confirmed' && ban?.confirmed?.by === actor.id
    return again ? accept([]) : refuse('invalid-state', { status: state.status })
  }
  if (ban.proposedBy === actor.id) return refuse('second-pair-of-eyes')
  if (outcome === 'refused')
    return accept([
      { type: 'ban-refused', note },
      ...giveBack(state, { fromMs: ban.proposedAtMs, toMs: atMs }, 'our-turn'),
    ])
  const taken = state.restrictions.filter((one) => one.state === 'applying' || one.state === 'applied')
  const capabilities = program.restrictions
    .flatMap((stage) => stage.capabilities)
    .filter((capability) => !taken.some((one) => one.capability === capability))
  return accept([
    ...closeAttempts(state),
    { type: 'case-banned', reason: ban.reason, note },
    ...capabilities.map(
      (capability): CaseEventData => ({
        type: 'restriction-applied',
        restrictionId: restrictionId(state.caseId, capability),
        capability,
      }),
    ),
  ])
}

/** Free, by the seller, once. */
const appeal = (state: CaseState, { text }: Of<'appeal'>, { program, actor, atMs }: DecideContext): Decision => {
  if (actor.kind !== 'seller') return refuse('not-allowed')
  if (state.status !== 'banned' || !state.ban) return refuse('invalid-state', { status: state.status })
  if (state.ban.appeal) return state.ban.appeal.outcome === null ? accept([]) : refuse('conflict')
  return accept([{ type: 'appeal-made', text, dueAtMs: atMs + (program.ban?.appealWithinHours ?? 72) * hourMs }])
}

/** Everybody who has judged anything of this case. */
const involved = ({ ban, attempts, review, secondLook }: CaseState): string[] => [
  ...(ban ? [ban.proposedBy] : []),
  ...(ban?.confirmed ? [ban.confirmed.by] : []),
  ...attempts.flatMap((one) => [...(one.reviewed ? [one.reviewed.by] : []), ...(one.call ? [one.call.leader] : [])]),
  ...(review?.opinions.map((one) => one.by) ?? []),
  ...(secondLook?.given ? [secondLook.given.by] : []),
]

/**
 * [EV6] Lifted, the case is the seller's again as it was, with the time of the ban given back, and what the ban alone had taken
 * is given back too.
 */
const settleAppeal = (
  state: CaseState,
  { outcome, note }: Of<'settle-appeal'>,
  { program, actor, atMs }: DecideContext,
): Decision => {
  if (actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  const { ban } = state
  if (state.status !== 'banned' || !ban?.appeal || ban.appeal.outcome !== null)
    return refuse('invalid-state', { status: state.status })
  if (involved(state).includes(actor.id)) return refuse('second-pair-of-eyes')
  const decided: CaseEventData = { type: 'appeal-decided', outcome, note }
  if (outcome === 'upheld') return accept([decided])
  const byStage = program.restrictions.slice(0, state.stagesApplied).flatMap((stage) => stage.capabilities)
  const lifts = state.restrictions
    .filter((one) => (one.state === 'applying' || one.state === 'applied') && !byStage.includes(one.capability))
    .map((one): CaseEventData => ({ type: 'restriction-lifted', restrictionId: one.id, capability: one.capability }))
  const after = withEvent(state, decided, atMs)
  const span = { fromMs: ban.proposedAtMs, toMs: atMs }
  return accept([decided, ...lifts, ...giveBack(after, span, 'our-turn')])
}
