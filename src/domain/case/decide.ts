import type { OpenedBy, Program } from '../program.ts'
import { accept, type Result, refuse } from '../refusal.ts'
import { badgeFreed, decideBadge } from './badge.ts'
import { decideBan, waitsForBan } from './ban.ts'
import type { CaseCommand } from './commands.ts'
import { decideRegistration } from './confirmed-registration.ts'
import { decideAttempt } from './decide-attempt.ts'
import { callFreed, decideCall } from './decide-call.ts'
import { decideHeldCall } from './decide-held-call.ts'
import { decideOutcome } from './decide-outcome.ts'
import { decidePreparation } from './decide-preparation.ts'
import { decideRestriction } from './decide-restriction.ts'
import { decideWaitingCall } from './decide-waiting-call.ts'
import { decideWaitingList } from './decide-waiting-list.ts'
import { type DecideContext, type Decision, hourMs, minuteMs, withEvent } from './decision.ts'
import { passByEntity } from './entity.ts'
import type { CaseEvent, CaseEventData } from './events.ts'
import { decideFaceComparison } from './face-comparison.ts'
import { isSameLook, lookerOf } from './looks.ts'
import { decideRetention } from './retention.ts'
import { decideSecondLook } from './second-look.ts'
import { overdue } from './stages.ts'
import type { CaseState } from './state.ts'
import { waitOver } from './waiting-list.ts'

/**
 * The events a command causes, or the refusal. Pure: the same state, command and context always give the same answer.
 * Asking twice for what is already done answers with no events, so that every door may retry.
 */
export const decide = (state: CaseState, command: CaseCommand, context: DecideContext): Result<CaseEvent[]> => {
  const decision = decideData(state, command, context)
  if (!decision.ok) return decision
  const { value } = decision
  const events = [...value, ...callFreed(state, value), ...waitOver(state, value), ...badgeFreed(state, value)]
  return accept(events.map((data) => ({ version: 1, atMs: context.atMs, actor: context.actor, data })))
}

const decideData = (state: CaseState, command: CaseCommand, context: DecideContext): Decision => {
  if (command.type === 'open') return open(state, command, context)
  if (state.status === 'none') return refuse('not-found')
  if (waitsForBan(state, command)) return refuse('ban-proposed')
  switch (command.type) {
    case 'view-evidence':
      return view(state, command, context)
    case 'record-notice':
      if (state.notices.some((notice) => notice.id === command.noticeId)) return accept([])
      return accept([
        { type: 'notice-sent', noticeId: command.noticeId, kind: command.kind, channels: command.channels },
      ])
    case 'read-notice': {
      const notice = state.notices.find((one) => one.id === command.noticeId)
      if (!notice) return refuse('not-found')
      if (notice.readAtMs !== null) return accept([])
      return accept([{ type: 'notice-read', noticeId: command.noticeId }])
    }
    case 'acknowledge-restriction':
    case 'send-restrictions-again':
    case 'send-restriction-now':
    case 'report-restriction':
    case 'miss-deadline':
    case 'credit-outage':
      return decideRestriction(state, command, context)
    case 'offer-calls':
    case 'book-call':
    case 'cancel-call':
    case 'remind-of-call':
    case 'miss-call':
      return decideCall(state, command, context)
    case 'join-waiting-list':
    case 'leave-waiting-list':
    case 'offer-call':
    case 'end-offer':
      return decideWaitingList(state, command, context)
    case 'compare-registration':
    case 'confirm-phone':
      return decidePreparation(state, command, context)
    case 'agree-to-face-comparison':
    case 'withdraw-face-comparison':
      return decideFaceComparison(state, command, context)
    case 'pass-by-entity':
      return passByEntity(state, command, context)
    case 'enter-call':
    case 'ring-call':
    case 'answer-call':
      return decideWaitingCall(state, command, context)
    case 'join-call':
    case 'leave-call':
    case 'hand-over-call':
    case 'pause-call':
    case 'interrupt-call':
    case 'resume-call':
    case 'lead-step':
    case 'take-snapshot':
    case 'judge-step':
    case 'note-suspicion':
    case 'note-commitment':
    case 'say-in-call':
    case 'restart-recording':
    case 'end-call':
      return decideHeldCall(state, command, context)
    case 'set-legal-hold':
    case 'lift-legal-hold':
    case 'record-media-deleted':
    case 'close-recording':
      return decideRetention(state, command, context)
    case 'confirm-registration':
    case 'acknowledge-registration':
      return decideRegistration(state, command, context)
    case 'issue-badge':
    case 'revoke-badge':
    case 'expire-badge':
      return decideBadge(state, command, context)
    case 'propose-ban':
    case 'settle-ban':
    case 'appeal':
    case 'settle-appeal':
      return decideBan(state, command, context)
    case 'look-again':
    case 'settle-second-look':
      return decideSecondLook(state, command, context)
    case 'record-findings':
    case 'review':
    case 'decide-offline':
    case 'withdraw':
      return decideOutcome(state, command, context)
    default:
      return decideAttempt(state, command, context)
  }
}

/**
 * [EV4] Every look leaves an event, but one look is one event: a player that fetches a clip in pieces, or a page that
 * refreshes itself, is the same person still looking. An export is always told.
 */
const view = (
  state: CaseState,
  { what, attemptId }: Extract<CaseCommand, { type: 'view-evidence' }>,
  { actor, atMs }: DecideContext,
): Decision => {
  const look = { by: lookerOf(actor), what, attemptId }
  const last = state.looks.find((one) => isSameLook(one, look))
  if (what !== 'export' && last && atMs < last.atMs + sameLookMs) return accept([])
  return accept([{ type: 'evidence-viewed', what, attemptId }])
}

const sameLookMs = 5 * minuteMs

const mayOpen = (program: Program, way: OpenedBy): boolean => {
  if (way === 'spread') return program.sites.spread
  if (way === 'linked-ban') return program.ban !== null
  if (way === 'linked-failure') return program.links.reviewAfter !== 'never'
  return program.opening.by.includes(way)
}

/** [TR6] Opening, by whoever the program lets open. Restrictions due at once are applied with it. [RE1] */
const open = (
  state: CaseState,
  command: Extract<CaseCommand, { type: 'open' }>,
  { program, atMs }: DecideContext,
): Decision => {
  if (state.status !== 'none') return refuse('conflict')
  if (!mayOpen(program, command.way)) return refuse('program-does-not-open-this-way', { way: command.way })
  const countedFromMs = Math.min(command.noticedAtMs ?? atMs, atMs)
  const opened: CaseEventData = {
    type: 'case-opened',
    sellerId: command.sellerId,
    site: command.site,
    program: program.name,
    programVersion: program.version,
    way: command.way,
    ...(command.from ? { from: command.from } : {}),
    ...(command.risk ? { risk: command.risk } : {}),
    countedFromMs,
    deadlineAtMs: countedFromMs + program.deadline.completeWithinHours * hourMs,
    identityCommitment: command.identityCommitment,
    registration: command.registration,
    note: command.note,
  }
  return accept([opened, ...overdue(withEvent(state, opened, atMs), program, atMs)])
}
