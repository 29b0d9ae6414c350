import type { CallRole } from '#contracts/call-record.ts'
import type { Role } from '#contracts/desk-api.ts'
import type { IfItFails } from '#domain/case/consequences.ts'
import type { CaseEvent } from '#domain/case/events.ts'
import { accept, type Result } from '#domain/refusal.ts'
import type { Registration } from '#domain/registration.ts'
import type { App } from '../app.ts'
import type { BookingRow } from '../calls/bookings.ts'
import { changeCase, readEvents } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { StaffCaller } from '../review/review.ts'
import {
  areOpinionsHidden,
  challengesOf,
  type FoundIn,
  findingsOf,
  ifFailedNow,
  isBlindLook,
} from '../review/review-file.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { readSeller } from '../sellers/seller-store.ts'
import { type FoundCall, type HeldAttempt, inDeskCall, inSellerCall, staffActor } from './find-call.ts'
import { behindMs } from './media-time.ts'
import { type PresenceRow, presentForMs, readPresence } from './presence.ts'
import { openPlace, readTold, type Told } from './sealed-words.ts'
import { readSnapshots, type SnapshotRow } from './snapshots.ts'
import { witnessOf } from './witness.ts'

/** Whose role lets them lead a call. */
const mayHoldCalls: readonly Role[] = ['reviewer', 'supervisor', 'admin']

/** A call with everything both sides may see of it; views take out what is whose. */
export type RoomFile = {
  loaded: LoadedCase
  booking: BookingRow
  attempt: HeldAttempt | null
  nowMs: number
  participants: { id: string; epoch: number; role: CallRole; name: string; present: boolean }[]
  /** Names of staff by their ids. */
  names: Map<string, string>
  shopName: string
  registration: Registration | null
  place: string | null
  /** What was said and noted, opened. */
  told: Told
  snapshots: SnapshotRow[]
}

export type DeskRoomFile = RoomFile & {
  findings: FoundIn[]
  challenges: { stepId: string; value: string }[]
  witnessRecordingId: string | null
  recordedBehindMs: number | null
  /** What a failure now would leave the seller with; null where no verdict is given in the call. */
  ifFailed: IfItFails | null
  /** [DE3] Once it is over: what others thought of it, and in a blind look what was found, is kept back. */
  hidden: { opinions: boolean; findings: boolean }
  /** [LC5] To whom the call can be handed over. */
  colleagues: { id: string; name: string }[]
}

export const readSellerRoom = async (app: App, caller: SellerCaller): Promise<Result<RoomFile>> => {
  const gathered = await inSellerCall(app, caller, gather)
  return gathered.ok ? accept(await open(app, gathered.value)) : gathered
}

/** [EV4] Looking at it is recorded: the registration is part of it. */
export const readDeskRoom = async (app: App, caller: StaffCaller, bookingId: string): Promise<Result<DeskRoomFile>> => {
  const gathered = await inDeskCall(app, caller, bookingId, async (found) => {
    const { tx, loaded, attempt } = found
    const look = { type: 'view-evidence', what: 'registration', attemptId: attempt?.id ?? null } as const
    const looked = await changeCase(app, tx, loaded, staffActor(caller), look)
    if (!looked.ok) return looked
    const file = await gather(found)
    const own = file.value.presence.find((row) => row.participant_id === caller.staffId)
    const leads = attempt?.call.leader === caller.staffId
    const witness = attempt && own && leads ? await witnessOf(tx, attempt.id, caller.staffId, own.epoch) : null
    const recordedBehindMs = attempt ? await behindMs(tx, attempt.recordingId, app.clock.nowMs()) : null
    return accept({ ...file.value, witnessRecordingId: witness, recordedBehindMs })
  })
  if (!gathered.ok) return gathered
  const { witnessRecordingId, recordedBehindMs, attempt } = gathered.value
  const findings = attempt ? await findingsOf(app, caller.tenantId, attempt) : []
  const { loaded, events } = gathered.value
  const challenges = attempt ? await challengesOf(app, attempt.id, events) : []
  const file = await open(app, gathered.value)
  const endsWithVerdict = attempt?.outcome === 'running' && loaded.program.call?.conduct.verdictAtEnd === true
  const ifFailed = endsWithVerdict ? await ifFailedNow(app, caller, loaded, attempt.id) : null
  const colleagues = attempt?.outcome === 'running' ? await colleaguesOf(app, caller, attempt.call.leader) : []
  // Whoever led the call knows what they thought of it.
  const reads = attempt?.call.over != null && attempt.call.leader !== caller.staffId ? attempt.id : null
  const hidden = {
    opinions: reads !== null && areOpinionsHidden(loaded, reads, caller),
    findings: reads !== null && isBlindLook(loaded, reads),
  }
  return accept({ ...file, hidden, findings, challenges, witnessRecordingId, recordedBehindMs, ifFailed, colleagues })
}

const colleaguesOf = (app: App, { tenantId }: StaffCaller, leader: string): Promise<DeskRoomFile['colleagues']> =>
  app.database.kysely
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('tenantId', '=', tenantId)
    .where('active', '=', true)
    .where('role', 'in', [...mayHoldCalls])
    .where('id', '!=', leader)
    .orderBy('name')
    .orderBy('id')
    .execute()

type Gathered = Pick<RoomFile, 'loaded' | 'booking' | 'attempt' | 'snapshots'> & {
  presence: PresenceRow[]
  staff: { id: string; name: string }[]
  events: CaseEvent[]
}

const gather = async ({ tx, loaded, booking, attempt }: FoundCall): Promise<{ ok: true; value: Gathered }> => {
  const { tenantId, state } = loaded
  const presence = await readPresence(tx, booking.id)
  const events = await readEvents(tx, tenantId, state.caseId)
  const members = [
    booking.reviewer_id,
    ...presence.map((row) => row.participant_id),
    ...events.flatMap(({ actor }) => (actor.kind === 'staff' ? [actor.id] : [])),
    ...(attempt ? [attempt.call.leader] : []),
  ]
  const staff = await tx
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('tenantId', '=', tenantId)
    .where('id', 'in', [...new Set(members)])
    .execute()
  const snapshots = attempt ? await readSnapshots(tx, attempt.id) : []
  return accept({ loaded, booking, attempt, snapshots, presence, staff, events })
}

/** What is sealed is opened outside the transaction: opening waits for more than the database. */
const open = async (app: App, { presence, staff, events, ...file }: Gathered): Promise<RoomFile> => {
  const names = new Map(staff.map(({ id, name }) => [id, name]))
  const nowMs = app.clock.nowMs()
  const { tenantId, state } = file.loaded
  const seller = await readSeller(app, app.database.kysely, tenantId, state.sellerId)
  const shopName = seller?.registration.companyName ?? state.sellerId
  return {
    ...file,
    nowMs,
    names,
    shopName,
    registration: seller?.registration ?? null,
    place: await openPlace(app, events, file.booking.id),
    told: await readTold(app, events, file.attempt, { names, sellerName: shopName }),
    participants: presence.map((row) => ({
      id: row.participant_id,
      epoch: row.epoch,
      role: row.role,
      name: row.participant_id === 'seller' ? shopName : (names.get(row.participant_id) ?? ''),
      present: nowMs - row.seen_at.getTime() <= presentForMs,
    })),
  }
}
