import { clocksOf } from '#domain/case/clocks.ts'
import { minuteMs } from '#domain/case/decision.ts'
import type { CaseEvent } from '#domain/case/events.ts'
import { nextSendOf } from '#domain/case/restriction-state.ts'
import type { CaseState, Restriction } from '#domain/case/state.ts'
import type { App } from '../app.ts'
import { settleBookings } from '../calls/bookings.ts'
import { projectWaiting } from '../calls/waiting-list.ts'
import { fireClockJob } from '../job-definitions.ts'
import { nudgeCall, nudgeSeller, nudgeStaff } from '../nudge.ts'
import type { Tx } from '../ports/database.ts'
import { projectBadge } from '../restrictions/badge-projection.ts'
import type { LoadedCase } from './loaded-case.ts'

/**
 * Rows that screens and jobs read, brought in step with the folded state. They hold nothing the events do not say, so
 * they can be rebuilt at any time by folding again.
 */
export const project = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  before: CaseState,
  events: CaseEvent[],
): Promise<void> => {
  await projectCase(app, tx, loaded, before, events)
  await projectAttempts(tx, loaded, before)
  await projectRestrictions(app, tx, loaded, before)
  await projectClocks(app, tx, loaded, before)
  await projectBadge(tx, loaded, before)
  await settleBookings(tx, loaded.tenantId, before, events)
  await projectWaiting(tx, loaded, before)
  if (events.every((event) => event.data.type === 'evidence-viewed')) return
  const { sellerId, caseId } = loaded.state
  await nudgeSeller(app, tx, { tenantId: loaded.tenantId, sellerId, what: 'case', id: caseId })
  const bookingId = callConcerned(loaded.state) ?? callConcerned(before)
  if (bookingId) await nudgeCall(app, tx, { tenantId: loaded.tenantId, caseId, sellerId, bookingId })
  const { status, call } = loaded.state
  if (before.status !== status || before.call?.bookingId !== call?.bookingId)
    await nudgeStaff(app, tx, { tenantId: loaded.tenantId, what: 'case', caseId })
}

const callConcerned = ({ call, attempts }: CaseState): string | null =>
  call?.bookingId ?? attempts.at(-1)?.call?.bookingId ?? null

/** [SI1] The case whose opening opened this one. */
const spreadFrom = (events: CaseEvent[]): string | null =>
  events.flatMap(({ data }) => (data.type === 'case-opened' ? (data.from?.caseId ?? []) : []))[0] ?? null

const projectCase = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  before: CaseState,
  events: CaseEvent[],
): Promise<void> => {
  const { state, head, tenantId } = loaded
  const row = {
    status: state.status,
    deadline_at: new Date(state.deadlineAtMs),
    decided_at: state.decidedAtMs === null ? null : new Date(state.decidedAtMs),
    review_attempt_id: state.review?.attemptId ?? null,
    review_why: state.review?.why ?? null,
    review_due_at: state.review ? new Date(state.review.dueAtMs) : null,
    ...secondLookRow(state),
    legal_hold: state.legalHold !== null,
    head_seq: head.seq,
    head_hash: head.hash,
    head_jws: null,
    updated_at: new Date(app.clock.nowMs()),
  }
  if (before.status !== 'none') {
    await tx
      .updateTable('verification_case')
      .set(row)
      .where('id', '=', state.caseId)
      .where('tenant_id', '=', tenantId)
      .execute()
    return
  }
  await tx
    .insertInto('verification_case')
    .values({
      ...row,
      id: state.caseId,
      tenant_id: tenantId,
      seller_id: state.sellerId,
      program: state.program,
      program_version: state.programVersion,
      key_id: loaded.keyId,
      opened_at: new Date(state.openedAtMs),
      spread_from: spreadFrom(events),
    })
    .execute()
}

/** [DE3] Settled is settled; else a second look that was given and did not agree waits for a lead. */
const secondLookState = ({ secondLook }: CaseState): SecondLookRow => {
  if (secondLook === null) return null
  return secondLook.settled ?? (secondLook.given ? 'doubted' : 'waiting')
}
type SecondLookRow = 'waiting' | 'agreed' | 'doubted' | 'upheld' | 'overturned' | null

const secondLookRow = (state: CaseState) => {
  const { secondLook, review, opinions } = state
  return {
    second_look_attempt_id: secondLook?.attemptId ?? null,
    second_look_due_at: secondLook ? new Date(secondLook.dueAtMs) : null,
    second_look_state: secondLookState(state),
    looked_by: review ? review.opinions.map((one) => one.by) : secondLook?.given ? [secondLook.given.by] : [],
    opinions_agree: opinions.pairs === 0 ? null : opinions.pairs === opinions.agreed,
  }
}

const projectAttempts = async (tx: Tx, loaded: LoadedCase, before: CaseState): Promise<void> => {
  for (const attempt of loaded.state.attempts) {
    const old = before.attempts.find((one) => one.id === attempt.id)
    const isSame =
      old?.outcome === attempt.outcome && old.endedAtMs === attempt.endedAtMs && old.recordingId === attempt.recordingId
    if (isSame) continue
    const row = {
      recording_id: attempt.recordingId,
      outcome: attempt.outcome,
      ended_at: attempt.endedAtMs === null ? null : new Date(attempt.endedAtMs),
      decided_at: attempt.decidedAtMs === null ? null : new Date(attempt.decidedAtMs),
    }
    await tx
      .insertInto('attempt')
      .values({
        ...row,
        id: attempt.id,
        tenant_id: loaded.tenantId,
        case_id: loaded.state.caseId,
        identity_hash: loaded.identityHash,
        no: attempt.no,
        started_at: new Date(attempt.startedAtMs),
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
  }
}

const projectRestrictions = async (app: App, tx: Tx, loaded: LoadedCase, before: CaseState): Promise<void> => {
  for (const restriction of loaded.state.restrictions) {
    const old = before.restrictions.find((one) => one.id === restriction.id)
    if (old === restriction) continue
    const row = restrictionRow(app, loaded, restriction)
    await tx
      .insertInto('restriction')
      .values({
        ...row,
        id: restriction.id,
        tenant_id: loaded.tenantId,
        case_id: loaded.state.caseId,
        seller_id: loaded.state.sellerId,
        capability: restriction.capability,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
  }
}

const restrictionRow = (app: App, { state, program }: LoadedCase, restriction: Restriction) => {
  const isGivenBack = restriction.state === 'lifting' || restriction.drift?.kind === 'left-behind'
  const promisedMs = Math.min(state.decidedAtMs ?? Number.POSITIVE_INFINITY, restriction.sinceMs)
  const nextSendMs = nextSendOf(restriction)
  return {
    state: restriction.state,
    since: new Date(restriction.sinceMs),
    sends: restriction.sends,
    sent_at: new Date(restriction.sentAtMs),
    next_send_at: nextSendMs === null ? null : new Date(nextSendMs),
    drift: restriction.drift?.kind ?? null,
    drift_since: restriction.drift ? new Date(restriction.drift.sinceMs) : null,
    promised_at: isGivenBack ? new Date(promisedMs + program.promises.restoreWithinMinutes * minuteMs) : null,
    changed_at: new Date(app.clock.nowMs()),
  }
}

/** [DE4] The rows of the running clocks. One that has fired stays fired until its due time changes. */
const projectClocks = async (app: App, tx: Tx, loaded: LoadedCase, before: CaseState): Promise<void> => {
  const { caseId } = loaded.state
  const clocks = clocksOf(loaded.program, loaded.state)
  await tx
    .deleteFrom('case_clock')
    .where('case_id', '=', caseId)
    .$if(clocks.length > 0, (query) =>
      query.where(
        'kind',
        'not in',
        clocks.map((clock) => clock.kind),
      ),
    )
    .execute()
  const running = clocksOf(loaded.program, before)
  for (const clock of clocks) {
    if (running.some((one) => one.kind === clock.kind && one.dueAtMs === clock.dueAtMs && one.owner === clock.owner))
      continue
    const dueAt = new Date(clock.dueAtMs)
    await tx
      .insertInto('case_clock')
      .values({
        case_id: caseId,
        kind: clock.kind,
        tenant_id: loaded.tenantId,
        owner: clock.owner,
        due_at: dueAt,
        on_due: clock.onDue,
        fired_at: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['case_id', 'kind'])
          .doUpdateSet({ owner: clock.owner, due_at: dueAt, on_due: clock.onDue, fired_at: null }),
      )
      .execute()
    if (clock.onDue !== 'none')
      await app.queue.enqueue(tx, fireClockJob, { caseId, kind: clock.kind }, { startAfter: dueAt })
  }
}
