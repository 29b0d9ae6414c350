import type { z } from 'zod'
import type { attemptViewSchema, clockViewSchema, restrictionViewSchema } from '#contracts/seller-api.ts'
import { counts } from '#domain/case/attempts.ts'
import { type Clock, clocksOf } from '#domain/case/clocks.ts'
import type { Attempt, CaseState } from '#domain/case/state.ts'
import { failureCatalogue } from '#domain/failure-catalogue.ts'
import type { ReasonCode } from '#domain/finding.ts'
import type { Program } from '#domain/program.ts'
import { iso, isoOrNull } from './instants.ts'

/** What every door shows of a case alike. */

type AttemptView = z.input<typeof attemptViewSchema>
type ClockView = z.input<typeof clockViewSchema>
type RestrictionView = z.input<typeof restrictionViewSchema>

export const attemptView = (program: Program, attempt: Attempt): AttemptView => ({
  id: attempt.id,
  no: attempt.no,
  startedAt: iso(attempt.startedAtMs),
  endedAt: isoOrNull(attempt.endedAtMs),
  outcome: attempt.outcome,
  counted: counts(attempt),
  voidReason: attempt.voidReason,
  failures: failureViews(program, attempt.reasons),
  recordingId: attempt.recordingId,
  mediaDeletedAt: isoOrNull(attempt.mediaDeletedAtMs),
  steps: attempt.steps.map((step) => ({ id: step.id, kind: step.kind, done: step.endedAtMs !== null })),
})

export const failureViews = (program: Program, reasons: readonly ReasonCode[]): AttemptView['failures'] =>
  reasons.map((code) => ({
    code,
    originalCode: program.originalCodes[code] ?? null,
    retry: failureCatalogue[code].retry,
    hint: failureCatalogue[code].hint,
  }))

/** What a call waits for, and what is deleted when, is the engine's own; people are shown it in its place. */
const isShown = (kind: Clock['kind']): kind is ClockView['kind'] => !engineOnly.includes(kind)
const engineOnly: readonly Clock['kind'][] = [
  'call-reminder',
  'call-over',
  'call-answer',
  'call-offer',
  'call-resume',
  'media-retention',
  'ban-promise',
  'badge-ends',
  'restriction-resend',
]

export const clockViews = (program: Program, state: CaseState): ClockView[] =>
  clocksOf(program, state).flatMap(({ kind, owner, dueAtMs }) =>
    isShown(kind) ? [{ kind, owner, dueAt: iso(dueAtMs) }] : [],
  )

export const restrictionViews = (state: CaseState): RestrictionView[] =>
  state.restrictions.map((one) => ({
    id: one.id,
    capability: one.capability,
    state: one.state,
    since: iso(one.sinceMs),
    sends: one.sends,
    sentAt: iso(one.sentAtMs),
    drift: one.drift && { kind: one.drift.kind, since: iso(one.drift.sinceMs) },
  }))

/** A case that exists is never `none`; the type of the views says so. */
export const statusOf = (state: CaseState) => {
  if (state.status === 'none') throw new Error(`case ${state.caseId} has no events`)
  return state.status
}
