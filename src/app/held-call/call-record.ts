import type { CallRole } from '#contracts/call-record.ts'
import type { CaseEvent } from '#domain/case/events.ts'
import type { Judgement } from '#domain/case/held-call.ts'
import type { App } from '../app.ts'
import { readBooking } from '../calls/bookings.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { StaffCaller } from '../review/review.ts'
import { openClip } from '../runs/read-clip.ts'
import { staffNamesIn } from '../staff/staff-names.ts'
import type { HeldAttempt } from './find-call.ts'
import { openPlace, readTold, type Told } from './sealed-words.ts'
import { readSnapshots, recordingOfSnapshot, type SnapshotRow } from './snapshots.ts'

type Stay = { id: string; role: CallRole; name: string; fromMs: number; toMs: number | null }
type Judged = { judgement: Judgement; by: string; note: string | null }

/** [LC6] A call as it was, opened for a member of the desk. */
export type CallRecordFile = {
  attempt: HeldAttempt
  language: string
  place: string | null
  people: Stay[]
  /** By step, the last judgement. */
  judged: Map<string, Judged>
  suspicions: (Told['suspicions'][number] & { byName: string })[]
  commitments: Told['commitments']
  chat: Told['chat']
  snapshots: { row: SnapshotRow; mediaMs: number; recordingId: string | null }[]
  recordings: { id: string; of: 'seller' | 'witness'; by: string; openedAtMs: number; clipBytes: number | null }[]
  names: Map<string, string>
  opinionsHidden: boolean
}

export type AskedRecord = {
  attempt: HeldAttempt
  events: readonly CaseEvent[]
  sellerName: string
  /**
   * [DE3] Judgements, notes and suspicions are what somebody thinks of the seller. Whoever is to think for themselves first is
   * shown their own alone; what happened, was shown and was said is everybody's.
   */
  opinionsHidden: boolean
}

export const readCallRecord = async (
  app: App,
  caller: StaffCaller,
  loaded: LoadedCase,
  { attempt, events, sellerName, opinionsHidden }: AskedRecord,
): Promise<CallRecordFile> => {
  const { tenantId } = loaded
  const names = await staffNamesIn(app, tenantId, events)
  const told = await readTold(app, events, attempt, { names, sellerName })
  const mayKnow = (by: string): boolean => !opinionsHidden || by === caller.staffId
  const { booking, rows } = await app.database.transaction(async (tx) => ({
    booking: await readBooking(tx, tenantId, attempt.call.bookingId),
    rows: await readSnapshots(tx, attempt.id),
  }))
  return {
    attempt,
    language: booking?.language ?? '',
    place: await openPlace(app, events, attempt.call.bookingId),
    people: peopleOfCall(events, attempt).map((stay) => ({
      ...stay,
      name: stay.id === 'seller' ? sellerName : (names.get(stay.id) ?? ''),
    })),
    judged: new Map([...lastJudged(events, attempt.id, told.notes)].filter(([, { by }]) => mayKnow(by))),
    suspicions: told.suspicions
      .filter(({ by }) => mayKnow(by))
      .map((one) => ({ ...one, byName: names.get(one.by) ?? '' })),
    commitments: told.commitments,
    chat: told.chat,
    snapshots: rows.flatMap((row) => (row.taken_at ? [withPlace(row, events, attempt)] : [])),
    recordings: await recordingsOf(app, loaded, attempt, { names, sellerName }),
    names,
    opinionsHidden,
  }
}

/** [LC5] [LC6] Each stay of each person in a call that was answered, in the order in which they came. */
export const peopleOfCall = (events: readonly CaseEvent[], attempt: HeldAttempt): Omit<Stay, 'name'>[] => {
  const stays: Omit<Stay, 'name'>[] = []
  const comes = (id: string, role: CallRole, fromMs: number) => stays.push({ id, role, fromMs, toMs: null })
  const goes = (isOne: (stay: Omit<Stay, 'name'>) => boolean, toMs: number) => {
    for (const stay of stays) if (stay.toMs === null && isOne(stay)) stay.toMs = toMs
  }
  for (const { data, actor, atMs } of events) {
    if (!('attemptId' in data) || data.attemptId !== attempt.id) continue
    switch (data.type) {
      case 'call-answered':
        comes('seller', 'seller', atMs)
        comes(data.leader, 'reviewer', atMs)
        break
      case 'call-joined':
        if (actor.kind === 'staff') comes(actor.id, data.as, atMs)
        break
      case 'call-left':
        goes(({ id, role }) => actor.kind === 'staff' && id === actor.id && role !== 'reviewer', atMs)
        break
      case 'call-handed-over':
        goes(({ id, role }) => role === 'reviewer' || id === data.to, atMs)
        comes(data.to, 'reviewer', atMs)
        break
      case 'call-ended':
        goes(() => true, atMs)
    }
  }
  return stays
}

const lastJudged = (
  events: readonly CaseEvent[],
  attemptId: string,
  notes: ReadonlyMap<string, string>,
): Map<string, Judged> => {
  const judged = new Map<string, Judged>()
  for (const { data, actor } of events)
    if (data.type === 'step-judged' && data.attemptId === attemptId && actor.kind === 'staff')
      judged.set(data.stepId, { judgement: data.judgement, by: actor.id, note: notes.get(data.stepId) ?? null })
  return judged
}

const withPlace = (row: SnapshotRow, events: readonly CaseEvent[], { id }: HeldAttempt) => {
  const taken = events.find(({ data }) => data.type === 'snapshot-taken' && data.snapshotId === row.id)?.data
  const recordingId = recordingOfSnapshot(row)
  const isGone = events.some(
    ({ data }) => data.type === 'media-deleted' && data.recordings.some((one) => one.recordingId === recordingId),
  )
  const mediaMs = taken?.type === 'snapshot-taken' && taken.attemptId === id ? taken.claimedMediaMs : 0
  return { row, mediaMs, recordingId: isGone ? null : recordingId }
}

const recordingsOf = async (
  app: App,
  { tenantId, state }: LoadedCase,
  attempt: HeldAttempt,
  { names, sellerName }: { names: ReadonlyMap<string, string>; sellerName: string },
): Promise<CallRecordFile['recordings']> => {
  const own = [...attempt.earlierRecordings, attempt.recordingId]
  const rows = await app.database.kysely
    .selectFrom('recording')
    .select(['id', 'opened_at', 'witness_by'])
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', state.caseId)
    .where((eb) => eb.or([eb('id', 'in', own), eb('witness_of', '=', attempt.id)]))
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  const recordings: CallRecordFile['recordings'] = []
  for (const row of rows) {
    const clip = await openClip(app, tenantId, state.caseId, row.id)
    recordings.push({
      id: row.id,
      of: row.witness_by === null ? 'seller' : 'witness',
      by: row.witness_by === null ? sellerName : (names.get(row.witness_by) ?? ''),
      openedAtMs: row.opened_at.getTime(),
      clipBytes: clip && clip.sizeBytes > 0 ? clip.sizeBytes : null,
    })
  }
  return [...recordings.filter((one) => one.of === 'seller'), ...recordings.filter((one) => one.of === 'witness')]
}

/** Whether a recording is of this attempt: the seller's own, earlier ones too, or what a page of those who led saw. */
export const isOfAttempt = async (
  app: App,
  tenantId: string,
  { caseId, attemptId, recordingId }: { caseId: string; attemptId: string; recordingId: string },
): Promise<boolean> => {
  const events = await app.database.kysely
    .selectFrom('case_event')
    .select('data')
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', caseId)
    .where('type', 'in', ['attempt-started', 'recording-restarted'])
    .execute()
  const isOwn = events.some(({ data }) => {
    const told = data as CaseEvent['data']
    if (told.type !== 'attempt-started' && told.type !== 'recording-restarted') return false
    return told.attemptId === attemptId && told.recordingId === recordingId
  })
  if (isOwn) return true
  const witness = await app.database.kysely
    .selectFrom('recording')
    .select('id')
    .where('id', '=', recordingId)
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', caseId)
    .where('witness_of', '=', attemptId)
    .executeTakeFirst()
  return witness !== undefined
}
