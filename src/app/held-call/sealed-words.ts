import type { CallRole } from '#contracts/call-record.ts'
import type { Actor, CaseEvent } from '#domain/case/events.ts'
import type { Commitment, Suspicion } from '#domain/case/held-call.ts'
import { lookerOf } from '#domain/case/looks.ts'
import type { App } from '../app.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import type { HeldAttempt } from './find-call.ts'

/** What people write in a call is sealed in the evidence; each kind has a place of its own. */
const placeOf = {
  place: (bookingId: string) => ({ table: 'case_event', column: 'place', row: bookingId }),
  chat: (attemptId: string) => ({ table: 'case_event', column: 'chat', row: attemptId }),
  note: (attemptId: string, stepId: string) => ({
    table: 'case_event',
    column: 'step-note',
    row: `${attemptId}/${stepId}`,
  }),
  commitment: (attemptId: string) => ({ table: 'case_event', column: 'commitment', row: attemptId }),
  suspicion: (attemptId: string) => ({ table: 'case_event', column: 'suspicion-note', row: attemptId }),
}
type Place = ReturnType<(typeof placeOf)[keyof typeof placeOf]>

const seal = (app: App, keyId: string, words: string | null, place: Place) =>
  words === null || words === '' ? null : app.keys.encrypt(keyId, words, place)

export const sealPlace = async (app: App, keyId: string, bookingId: string, words: string | null) =>
  seal(app, keyId, words, placeOf.place(bookingId))
export const sealChat = (app: App, keyId: string, attemptId: string, words: string) =>
  app.keys.encrypt(keyId, words, placeOf.chat(attemptId))
export const sealNote = async (
  app: App,
  keyId: string,
  at: { attemptId: string; stepId: string },
  words: string | null,
) => seal(app, keyId, words, placeOf.note(at.attemptId, at.stepId))
export const sealCommitment = async (app: App, keyId: string, attemptId: string, words: string | null) =>
  seal(app, keyId, words, placeOf.commitment(attemptId))
export const sealSuspicion = async (app: App, keyId: string, attemptId: string, words: string | null) =>
  seal(app, keyId, words, placeOf.suspicion(attemptId))

/** Empty once the case's key is gone. */
const opened = async (app: App, sealed: string | null, place: Place): Promise<string | null> => {
  if (sealed === null || !isSealed(sealed)) return null
  const text = await decryptText(app.keys, sealed, place)
  return text.ok ? text.text : null
}

/** [LC6] Where the seller said they are. */
export const openPlace = async (app: App, events: readonly CaseEvent[], bookingId: string): Promise<string | null> => {
  const entered = events.findLast(({ data }) => data.type === 'call-entered' && data.bookingId === bookingId)
  return entered?.data.type === 'call-entered' ? opened(app, entered.data.place, placeOf.place(bookingId)) : null
}

export type Told = {
  chat: { atMs: number; by: CallRole; name: string; text: string }[]
  /** The last note of each step. */
  notes: Map<string, string>
  commitments: { atMs: number; what: Commitment; note: string | null }[]
  /** `by` is a staff id. */
  suspicions: { atMs: number; by: string; what: Suspicion; note: string | null }[]
}

/** What was said and noted in a call, opened, in order. */
export const readTold = async (
  app: App,
  events: readonly CaseEvent[],
  attempt: HeldAttempt | null,
  { names, sellerName }: { names: ReadonlyMap<string, string>; sellerName: string },
): Promise<Told> => {
  const told: Told = { chat: [], notes: new Map(), commitments: [], suspicions: [] }
  const seats = new Map<string, CallRole>()
  const sayer = (actor: Actor): { by: CallRole; name: string } =>
    actor.kind === 'staff'
      ? { by: seats.get(actor.id) ?? 'reviewer', name: names.get(actor.id) ?? '' }
      : { by: 'seller', name: sellerName }
  for (const { data, actor, atMs } of events) {
    if (!attempt || !('attemptId' in data) || data.attemptId !== attempt.id) continue
    switch (data.type) {
      case 'call-joined':
        if (actor.kind === 'staff') seats.set(actor.id, data.as)
        break
      case 'call-handed-over':
        seats.delete(data.to)
        break
      case 'call-said': {
        const text = await opened(app, data.text, placeOf.chat(attempt.id))
        if (text !== null) told.chat.push({ atMs, ...sayer(actor), text })
        break
      }
      case 'step-judged': {
        const note = await opened(app, data.note, placeOf.note(attempt.id, data.stepId))
        if (note !== null) told.notes.set(data.stepId, note)
        break
      }
      case 'commitment-made': {
        const note = await opened(app, data.note, placeOf.commitment(attempt.id))
        told.commitments.push({ atMs, what: data.what, note })
        break
      }
      case 'suspicion-noted':
        told.suspicions.push({
          atMs,
          by: lookerOf(actor),
          what: data.what,
          note: await opened(app, data.note, placeOf.suspicion(attempt.id)),
        })
    }
  }
  return told
}
