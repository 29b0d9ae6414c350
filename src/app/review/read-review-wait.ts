import { workingSpans } from '#domain/booking/duty.ts'
import { type ReviewWait, reviewWait } from '#domain/booking/review-wait.ts'
import { lengthMs, type TimeSpan, uncovered } from '#domain/time-span.ts'
import type { App } from '../app.ts'
import { readDuties, type StoredDuty } from '../calls/roster.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'

const dayMs = 24 * 60 * 60_000
/** The pace is measured over a week, so that each night and weekend counts for what it is. */
const lookBackMs = 7 * dayMs
const lookAheadMs = 3 * dayMs

/** [BK6] What can be said of how long a case waits for its reviewer; null when it waits for none. */
export const readReviewWait = async (app: App, tx: Tx, loaded: LoadedCase): Promise<ReviewWait | null> => {
  const { state, tenantId, program } = loaded
  if (state.review === null) return null
  const nowMs = app.clock.nowMs()
  const duties = (await readDuties(tx, tenantId, null)).filter(({ programs }) => programs.includes(program.name))
  const past = { fromMs: nowMs - lookBackMs, toMs: nowMs }
  // A duty that was not on the roster yet was worked by nobody.
  const worked = onDuty(duties, (one) => ({ ...past, fromMs: Math.max(past.fromMs, one.createdAtMs) }))
  const coming = onDuty(duties, () => ({ fromMs: nowMs, toMs: nowMs + lookAheadMs }))
  const { n: ahead } = await tx
    .selectFrom('verification_case')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('tenant_id', '=', tenantId)
    .where('program', '=', program.name)
    .where('review_attempt_id', 'is not', null)
    .where('review_due_at', '<', new Date(state.review.dueAtMs))
    .where('id', '<>', state.caseId)
    .executeTakeFirstOrThrow()
  const { n: ended } = await tx
    .selectFrom('case_event')
    .innerJoin('verification_case', 'verification_case.id', 'case_event.case_id')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('case_event.tenant_id', '=', tenantId)
    .where('case_event.type', '=', 'reviewed')
    .where('case_event.at', '>=', new Date(past.fromMs).toISOString())
    .where('verification_case.program', '=', program.name)
    .executeTakeFirstOrThrow()
  return reviewWait(
    {
      ahead: Number(ahead),
      ended: Number(ended),
      dutyMs: worked.reduce((sum, spans) => sum + lengthMs(spans), 0),
      coming,
    },
    nowMs,
  )
}

/** Each reviewer's time at work. Two duties of one reviewer at the same time are one reviewer at work. */
const onDuty = (duties: readonly StoredDuty[], within: (duty: StoredDuty) => TimeSpan): TimeSpan[][] =>
  [...Map.groupBy(duties, ({ reviewer }) => reviewer.id).values()].map((own) => {
    const spans: TimeSpan[] = []
    for (const one of own) {
      const span = within(one)
      const more = span.fromMs < span.toMs ? workingSpans(one.duty, span, one.holidays) : []
      spans.push(...more.flatMap((part) => uncovered(part, spans)))
    }
    return spans
  })
