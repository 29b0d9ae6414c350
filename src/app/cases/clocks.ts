import type { CaseCommand } from '#domain/case/commands.ts'
import { openInterruption } from '#domain/case/held-call.ts'
import { type CaseState, runningAttempt } from '#domain/case/state.ts'
import type { App } from '../app.ts'
import { deleteDueMedia } from '../evidence/retention.ts'
import { nudgeStaff } from '../nudge.ts'
import { closeWithProof } from '../runs/close-recordings.ts'
import { voidAttempt } from '../runs/end-attempt.ts'
import { changeCase, loadCase } from './case-store.ts'

/** Fires one clock of a case if it is due; a clock that was moved or removed meanwhile does nothing. */
export const fireClock = async (app: App, caseId: string, kind: string): Promise<void> => {
  const clock = await app.database.kysely
    .selectFrom('case_clock')
    .select(['tenant_id', 'due_at', 'on_due'])
    .where('case_id', '=', caseId)
    .where('kind', '=', kind)
    .where('fired_at', 'is', null)
    .executeTakeFirst()
  if (!clock || clock.due_at.getTime() > app.clock.nowMs()) return
  if (clock.on_due === 'void-attempt') await voidRunThatIsTooLong(app, clock.tenant_id, caseId)
  if (clock.on_due === 'delete-media') await deleteDueMedia(app, clock.tenant_id, caseId)
  await app.database.transaction(async (tx) => {
    await tx
      .updateTable('case_clock')
      .set({ fired_at: new Date(app.clock.nowMs()) })
      .where('case_id', '=', caseId)
      .where('kind', '=', kind)
      .where('due_at', '=', clock.due_at)
      .execute()
    if (clock.on_due === 'escalate') await nudgeStaff(app, tx, { tenantId: clock.tenant_id, what: 'case', caseId })
    if (!isCommanding(clock.on_due)) return
    const loaded = await loadCase(app, tx, clock.tenant_id, caseId)
    const command = loaded && commandOf(clock.on_due, loaded.state)
    if (command) await changeCase(app, tx, loaded, { kind: 'system' }, command)
  })
}

const commanding = [
  'send-again',
  'miss-deadline',
  'remind-of-call',
  'miss-call',
  'forfeit-call',
  'end-call',
  'lapse-offer',
  'expire-badge',
] as const
const isCommanding = (onDue: string): onDue is (typeof commanding)[number] => commanding.some((one) => one === onDue)

/** What a case is told when its clock fires. [LC1] A ring that nobody answers is the seller's to answer for. [BK4] An appointment that went by without a call was ours to hold. */
const commandOf = (onDue: (typeof commanding)[number], state: CaseState): CaseCommand | null => {
  const { call } = state
  switch (onDue) {
    case 'send-again':
      return { type: 'send-restrictions-again' }
    case 'miss-deadline':
    case 'remind-of-call':
    case 'expire-badge':
      return { type: onDue }
    case 'miss-call':
      return call && { type: 'miss-call', bookingId: call.bookingId, side: 'us' }
    case 'forfeit-call':
      return call && { type: 'miss-call', bookingId: call.bookingId, side: 'seller' }
    case 'lapse-offer': {
      const offer = state.waiting?.offer
      return offer ? { type: 'end-offer', bookingId: offer.bookingId, why: 'not-answered' } : null
    }
    case 'end-call': {
      const attempt = runningAttempt(state)
      if (!attempt?.call) return null
      const why = openInterruption(attempt.call) ? 'nobody-came-back' : 'time-over'
      return { type: 'end-call', attemptId: attempt.id, why, withVerdict: false, lead: false }
    }
  }
}

const voidRunThatIsTooLong = async (app: App, tenantId: string, caseId: string): Promise<void> => {
  const loaded = await app.database.transaction((tx) => loadCase(app, tx, tenantId, caseId))
  const attempt = loaded && runningAttempt(loaded.state)
  if (attempt) await voidAttempt(app, tenantId, caseId, attempt.id, 'run-too-long')
}

/** Every clock that is due and has not fired; jobs fire them on time, this finds what a job has missed. */
export const fireDueClocks = async (app: App): Promise<void> => {
  const due = await app.database.kysely
    .selectFrom('case_clock')
    .select(['case_id', 'kind'])
    .where('fired_at', 'is', null)
    .where('on_due', '<>', 'none')
    .where('due_at', '<=', new Date(app.clock.nowMs()))
    .orderBy('due_at')
    .limit(500)
    .execute()
  for (const clock of due) await fireClock(app, clock.case_id, clock.kind)
}

/**
 * [AT6] [CP5] Recordings nobody has sent anything for: an attempt still running ends as nobody's fault, one that the
 * seller left is closed so that its inspection can end.
 */
export const closeSilentRecordings = async (app: App): Promise<void> => {
  const open = await app.database.kysely
    .selectFrom('recording')
    .select(['id', 'tenant_id', 'case_id', 'last_heard_at'])
    .where('state', '=', 'open')
    .orderBy('last_heard_at')
    .limit(200)
    .execute()
  for (const recording of open) {
    const loaded = await app.database.transaction((tx) => loadCase(app, tx, recording.tenant_id, recording.case_id))
    const attempt = loaded?.state.attempts.find((one) => one.recordingId === recording.id)
    // In a call both sides see when nothing comes; its recording may come late over a slow line.
    if (attempt?.outcome === 'running' && attempt.call) continue
    // While we were away nobody could be heard: browsers get their time to come back.
    const heardMs = Math.max(recording.last_heard_at.getTime(), app.settings.startedAtMs)
    const silentMs = app.clock.nowMs() - heardMs
    const left = attempt !== undefined && attempt.outcome !== 'running'
    const patienceMs = left && !attempt.call ? lateChunksMs : (loaded?.program.capture.silentForMinutes ?? 3) * 60_000
    if (silentMs < patienceMs) continue
    if (attempt && !left) {
      await voidAttempt(app, recording.tenant_id, recording.case_id, attempt.id, 'connection-lost')
      continue
    }
    await app.database.transaction((tx) => closeWithProof(app, tx, { recordingId: recording.id }))
  }
}

/** How long chunks of a run that was left may still arrive. */
const lateChunksMs = 20_000

/**
 * Notes that the installation is running. After a gap, the time it was down is given back to every seller still being
 * verified: no deadline fires because we were away. The credit comes before the note, and twice is once, so a crash in
 * between loses nothing.
 */
export const beat = async (app: App): Promise<void> => {
  const nowMs = app.clock.nowMs()
  const last = await app.database.kysely.selectFrom('heartbeat').select('at').where('id', '=', 1).executeTakeFirst()
  const fromMs = last?.at.getTime() ?? nowMs
  if (nowMs - fromMs >= outageFromMs) await creditOutage(app, fromMs, nowMs)
  await app.database.kysely
    .insertInto('heartbeat')
    .values({ id: 1, at: new Date(nowMs) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ at: new Date(nowMs) }))
    .execute()
}

const creditOutage = async (app: App, fromMs: number, toMs: number): Promise<void> => {
  const open = await app.database.kysely
    .selectFrom('verification_case')
    .select(['id', 'tenant_id'])
    .where('decided_at', 'is', null)
    .execute()
  for (const row of open)
    await app.database.transaction(async (tx) => {
      const loaded = await loadCase(app, tx, row.tenant_id, row.id)
      if (loaded) await changeCase(app, tx, loaded, { kind: 'system' }, { type: 'credit-outage', fromMs, toMs })
    })
  app.log.warn({ outageMs: toMs - fromMs, cases: open.length }, 'time of an outage given back to sellers')
}

/** The heartbeat is every minute; a pause of this length is an outage and no hiccup. */
const outageFromMs = 5 * 60_000
