import type { CaseEvent } from '#domain/case/events.ts'
import { noticesFor } from '#domain/notices.ts'
import type { App } from '../app.ts'
import { type CalledTime, calledTime, readBooking } from '../calls/bookings.ts'
import { deliverWebhooksJob, sendMailJob, sendTextJob } from '../job-definitions.ts'
import { nudgeSeller } from '../nudge.ts'
import type { Tx } from '../ports/database.ts'
import { rulesInWords, toldToSeller } from '../signals/rule-words.ts'
import type { LoadedCase } from './loaded-case.ts'

/** What was told, so that the case can record it. */
export type SentNotice = { noticeId: string; kind: string; channels: string[] }

/** [NO1] [NO3] Notices that follow from new events: stored for every channel at once, the mail through the outbox. */
export const sendNotices = async (app: App, tx: Tx, loaded: LoadedCase, events: CaseEvent[]): Promise<SentNotice[]> => {
  const sent: SentNotice[] = []
  const call = await callTold(tx, loaded.tenantId, events)
  for (const notice of noticesFor(loaded.program, events)) {
    const id = app.ids.next('ntc')
    await tx
      .insertInto('notice')
      .values({
        id,
        tenant_id: loaded.tenantId,
        seller_id: loaded.state.sellerId,
        case_id: loaded.state.caseId,
        kind: notice.kind,
        channels: notice.channels,
        params: JSON.stringify({
          ...noticeParams(loaded),
          call,
          variant: variantOf(notice.kind, events),
          fromSite: siteTold(events),
          heldUntilMs: heldUntilTold(events),
          because: await becauseTold(tx, loaded.tenantId, events),
        }),
        created_at: new Date(app.clock.nowMs()),
        read_at: null,
        mail_state: notice.channels.includes('email') ? 'waiting' : null,
        mail_detail: null,
        text_state: notice.channels.includes('text-message') ? 'waiting' : null,
      })
      .execute()
    if (notice.channels.includes('email')) await app.queue.enqueue(tx, sendMailJob, { noticeId: id })
    if (notice.channels.includes('text-message')) await app.queue.enqueue(tx, sendTextJob, { noticeId: id })
    sent.push({ noticeId: id, kind: notice.kind, channels: notice.channels })
  }
  if (sent.length > 0)
    await nudgeSeller(app, tx, {
      tenantId: loaded.tenantId,
      sellerId: loaded.state.sellerId,
      what: 'notices',
      id: loaded.state.caseId,
    })
  return sent
}

/** [NO2] The call that new events tell of, also one that is off. */
const callTold = async (tx: Tx, tenantId: string, events: readonly CaseEvent[]): Promise<CalledTime | null> => {
  const bookingId = events.flatMap(({ data }) => ('bookingId' in data ? [data.bookingId] : [])).at(-1)
  const row = bookingId === undefined ? undefined : await readBooking(tx, tenantId, bookingId)
  return row ? calledTime(row) : null
}

/** Which wording a notice has, where one kind has several. [AT5] [SI1] */
const variantOf = (kind: string, events: readonly CaseEvent[]): string | null => {
  for (const { data } of events) {
    if (kind === 'account-locked' && data.type === 'account-locked') return data.why ?? null
    if (kind === 'passed' && data.type === 'case-passed' && data.by === 'entity') return 'entity'
    if (kind === 'case-opened' && data.type === 'case-opened' && data.way === 'spread') return 'spread'
    if (kind === 'case-opened' && data.type === 'case-opened' && data.way === 'linked-failure')
      return data.from?.samePerson ? 'linked-own' : 'linked'
    if (kind === 'case-opened' && data.type === 'case-opened' && data.way === 'signals') return 'signals'
    if (kind === 'appeal-decided' && data.type === 'appeal-decided') return data.outcome
  }
  return null
}

/** [SI1] The other site that new events tell of. */
const siteTold = (events: readonly CaseEvent[]): string | null =>
  events.flatMap(({ data }) => ('from' in data && data.from ? [data.from.site] : [])).at(-1) ?? null

/** [TR4] What signals opened a case for, in the words that its rules have for sellers. */
const becauseTold = async (tx: Tx, tenantId: string, events: readonly CaseEvent[]) => {
  for (const { data } of events)
    if (data.type === 'case-opened' && data.risk)
      return toldToSeller(await rulesInWords(tx, tenantId, data.program, data.risk))
  return null
}

/** [BK4] Until when a time is kept that new events tell of. */
const heldUntilTold = (events: readonly CaseEvent[]): number | null =>
  events.flatMap(({ data }) => (data.type === 'call-offered' ? [data.untilMs] : [])).at(-1) ?? null

/** Facts a notice's words are filled with when it is read; nothing personal. */
const noticeParams = ({ state }: LoadedCase) => ({
  deadlineAtMs: state.deadlineAtMs,
  lockedUntilMs: state.lockedUntilMs,
  // A case in the offline lane is told what was wrong with its papers, whatever runs came before.
  reasons: state.offlineRefusal?.reasons ?? state.attempts.at(-1)?.reasons ?? [],
  reviewDueAtMs: state.review?.dueAtMs ?? null,
  banReason: state.ban?.reason ?? null,
  capabilities: state.restrictions.filter((one) => one.state !== 'lifted').map((one) => one.capability),
})

/** `restrictionId` where a later message about the same restriction makes this one pointless. */
type Hook = { type: string; data: Record<string, unknown>; restrictionId?: string }

/** [RE2] `try` counts the times this change was told; a receiver acknowledges each of them alike. */
const aboutRestriction = (
  base: Record<string, unknown>,
  { restrictionId, capability }: { restrictionId: string; capability: string },
  change: 'applied' | 'lifted',
  sends: number,
): Hook => ({
  type: `restriction.${change}`,
  data: { ...base, restrictionId, capability, try: sends },
  restrictionId,
})

/** The webhook each event causes, if any. The body carries ids and codes; the rest is asked for over the API. */
const webhookFor = (loaded: LoadedCase, event: CaseEvent): Hook | null => {
  const { caseId, sellerId, program } = loaded.state
  const base = { caseId, sellerId, program }
  const { data } = event
  switch (data.type) {
    case 'case-opened':
      return { type: 'case.opened', data: { ...base, deadlineAt: iso(data.deadlineAtMs) } }
    case 'call-booked':
      return { type: 'case.scheduled', data: { ...base, startAt: iso(data.startMs), endAt: iso(data.endMs) } }
    case 'call-cancelled':
      return { type: 'case.scheduled', data: { ...base, startAt: null, endAt: null } }
    case 'case-passed':
      return {
        type: 'case.decided',
        data: { ...base, outcome: 'passed', by: data.by, ...(data.from ? { fromCaseId: data.from.caseId } : {}) },
      }
    case 'registration-confirmed':
      return { type: 'registration.confirmed', data: { ...base, fields: data.fields } }
    case 'case-banned':
      return { type: 'case.decided', data: { ...base, outcome: 'banned', reason: data.reason } }
    case 'appeal-decided':
      return {
        type: 'case.decided',
        data: { ...base, outcome: data.outcome === 'lifted' ? 'ban-lifted' : 'ban-upheld' },
      }
    case 'badge-issued':
      return {
        type: 'badge.issued',
        data: { ...base, badgeId: data.badgeId, validUntil: data.untilMs === null ? null : iso(data.untilMs) },
      }
    case 'badge-revoked':
      return { type: 'badge.revoked', data: { ...base, badgeId: data.badgeId, why: data.why } }
    case 'case-withdrawn':
      return { type: 'case.decided', data: { ...base, outcome: 'withdrawn' } }
    case 'deadline-missed':
      return { type: 'case.expired', data: base }
    case 'attempt-failed':
      return {
        type: 'attempt.failed',
        data: { ...base, attemptId: data.attemptId, reasons: data.reasons, by: data.by },
      }
    case 'restriction-applied':
      return aboutRestriction(base, data, 'applied', 1)
    case 'restriction-lifted':
      return aboutRestriction(base, data, 'lifted', 1)
    case 'restriction-sent-again':
      return aboutRestriction(base, data, data.change, data.try)
    default:
      return null
  }
}

const iso = (atMs: number): string => new Date(atMs).toISOString()

/** Puts the webhooks of new events in the outbox, one delivery for each endpoint that asked for that type. */
export const queueWebhooks = async (app: App, tx: Tx, loaded: LoadedCase, events: CaseEvent[]): Promise<void> => {
  const hooks = events.flatMap((event) => {
    const hook = webhookFor(loaded, event)
    return hook ? [{ ...hook, atMs: event.atMs }] : []
  })
  if (hooks.length === 0) return
  const endpoints = await tx
    .selectFrom('webhook_endpoint')
    .select(['id', 'events'])
    .where('tenant_id', '=', loaded.tenantId)
    .where('disabled_at', 'is', null)
    .execute()
  const now = new Date(app.clock.nowMs())
  let waiting = 0
  for (const hook of hooks) {
    const stored = await tx
      .insertInto('webhook_event')
      .values({
        id: app.ids.next('evt'),
        tenant_id: loaded.tenantId,
        case_id: loaded.state.caseId,
        restriction_id: hook.restrictionId ?? null,
        type: hook.type,
        body: JSON.stringify({ type: hook.type, timestamp: iso(hook.atMs), data: hook.data }),
        created_at: now,
      })
      .returning(['id', 'position'])
      .executeTakeFirstOrThrow()
    for (const endpoint of endpoints.filter((one) => one.events.includes('*') || one.events.includes(hook.type))) {
      waiting += 1
      await tx
        .insertInto('webhook_delivery')
        .values({
          event_id: stored.id,
          endpoint_id: endpoint.id,
          tenant_id: loaded.tenantId,
          case_id: loaded.state.caseId,
          position: stored.position,
          state: 'waiting',
          next_try_at: now,
          last_status: null,
          last_why: null,
          delivered_at: null,
        })
        .execute()
    }
  }
  if (waiting > 0) await app.queue.enqueue(tx, deliverWebhooksJob, { caseId: loaded.state.caseId })
}
