import type { CaseEvent } from '#domain/case/events.ts'
import type { Attempt } from '#domain/case/state.ts'
import { type Attachment, type BundleFrame, draftBundle, frameBundle } from '#domain/evidence/bundle.ts'
import { canonicalJson } from '#domain/evidence/canonical-json.ts'
import type { ChainedEvent } from '#domain/evidence/chain.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'
import { commandCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { listEvents } from '../cases/read-case.ts'
import { callWords, recordingsBeside, snapshotEvidence } from '../held-call/call-evidence.ts'
import { keptFacesOf } from '../links/face-consent.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import { shownChallenges } from '../runs/challenges.ts'
import { readFindings } from '../runs/conclude-inspection.ts'
import { measure, type Piece, type RecordedDigests, recordingSource, type Source } from './evidence-sources.ts'

export type EvidenceExport = { fileName: string; sizeBytes: number; parts: AsyncIterable<Uint8Array> }

/**
 * [EV1] One case as a bundle that `countersign verify` checks offline: every event, and opened for the case's owner the
 * recordings of its runs, the proof frames and pictures of calls, findings, registration, program and models. Media are read twice, once to
 * be measured and once to be sent, so that memory holds a chunk at a time. The export is itself an event of the case.
 */
export const exportEvidence = async (
  app: App,
  caller: Caller & { keyId: string },
  caseId: string,
): Promise<Result<EvidenceExport>> => {
  const { tenantId } = caller
  const noted = await commandCase(
    app,
    { tenantId, caseId },
    { kind: 'api', keyId: caller.keyId },
    { type: 'view-evidence', what: 'export', attemptId: null },
  )
  if (!noted.ok) return noted
  const loaded = noted.value
  // Up to the head that was just written; what happens from now on belongs to a later export.
  const events = (await listEvents(app, tenantId, caseId)).filter((event) => event.seq <= loaded.head.seq)
  if (events.length === 0) return refuse('not-found')

  const sources: Source[] = []
  const attachments: Attachment[] = [...(await documents(app, loaded, events))]
  for (const attempt of loaded.state.attempts) {
    for (const recordingId of [attempt.recordingId, ...(await recordingsBeside(app, loaded, attempt))]) {
      const recorded = recordedOf(events, attempt, recordingId)
      const recording = await recordingSource(app, loaded, recordingId, recorded)
      if (!recording) continue
      attachments.push(...recording.proof)
      sources.push(...recording.sources)
    }
    const snapshots = await snapshotEvidence(app, loaded, attempt, events)
    attachments.push(...snapshots.named)
    sources.push(...snapshots.sources)
  }
  // One after the other, so that no more than one piece is held.
  for (const { path, eventSeq, read } of sources) attachments.push({ path, eventSeq, ...(await measure(read())) })

  const draft = draftBundle({
    tenantId,
    exportedAt: new Date(app.clock.nowMs()).toISOString(),
    events,
    jwks: (await app.keys.publicJwks()).keys,
    attachments,
  })
  const frame = frameBundle(draft, await app.keys.sign('chain-head', draft.payload))
  return accept({
    fileName: `evidence-${caseId}.zip`,
    sizeBytes: frame.sizeBytes,
    parts: written(frame, new Map(sources.map((source) => [`blobs/${source.path}`, source]))),
  })
}

/** The events that fixed a run's digests, as far as the run came. */
const recordedOf = (
  events: readonly ChainedEvent[],
  { id: attemptId, recordingId: lastRecordingId }: Attempt,
  recordingId: string,
): RecordedDigests => {
  const recorded: RecordedDigests = { end: null, frames: null, deleted: null }
  for (const { seq, data } of events) {
    const told = data as CaseEvent['data']
    // The end of a run fixes the recording in which it ended; earlier ones and witnesses have events of their own.
    const isItsEnd = told.type === 'attempt-ended' && told.attemptId === attemptId && recordingId === lastRecordingId
    if (isItsEnd && told.recordingSha256) recorded.end = { seq, sha256: told.recordingSha256 }
    if (told.type === 'recording-closed' && told.recordingId === recordingId)
      recorded.end = { seq, sha256: told.sha256 }
    if (told.type === 'findings-recorded' && told.attemptId === attemptId && told.frames)
      recorded.frames = { seq, sha256: told.frames }
    const gone = told.type === 'media-deleted' && told.recordings.find((one) => one.recordingId === recordingId)
    if (gone) recorded.deleted = { seq, recording: gone }
  }
  return recorded
}

async function* written(frame: BundleFrame, sources: Map<string, Source>): Piece {
  yield* frame.before
  for (const { path, header, bytes } of frame.blobs) {
    yield header
    if (bytes) yield bytes
    else yield* sources.get(path)?.read() ?? []
  }
  yield frame.tail
}

/** Small things as JSON: what the events hold sealed, opened, and what the case was judged by. */
const documents = async (app: App, loaded: LoadedCase, events: readonly ChainedEvent[]): Promise<Attachment[]> => {
  const { state, program, tenantId } = loaded
  const made: [path: string, value: unknown][] = [['program.json', program]]
  const registration = await openedRegistration(app, state.caseId, events)
  if (registration !== null) made.push(['registration.json', registration])
  const faces = await app.database.transaction((tx) => keptFacesOf(tx, tenantId, state.caseId))
  // That one is kept, of what, and until when; never what describes the face.
  if (state.faceComparison !== null || faces.length > 0) made.push(['face-comparison.json', facesTold(state, faces)])
  for (const attempt of state.attempts) {
    const { findings } = await readFindings(app, tenantId, attempt.recordingId)
    made.push([`runs/${attempt.id}/findings.json`, findings])
    const challenges: Record<string, unknown> = {}
    for (const step of attempt.steps)
      challenges[step.id] = await app.database.transaction((tx) =>
        shownChallenges(app, tx, loaded, { attemptId: attempt.id, stepId: step.id }, 'ever'),
      )
    made.push([`runs/${attempt.id}/challenges.json`, challenges])
    const words = await callWords(app, loaded, attempt)
    if (words !== null) made.push([`runs/${attempt.id}/call.json`, words])
    made.push([`runs/${attempt.id}/models.json`, await modelsOf(app, tenantId, attempt.recordingId)])
  }
  return made.map(([path, value]) => ({ path, eventSeq: null, bytes: Buffer.from(canonicalJson(value)) }))
}

const facesTold = (state: LoadedCase['state'], faces: Awaited<ReturnType<typeof keptFacesOf>>) => ({
  agreed: state.faceComparison,
  kept: faces.map((face) => ({
    attemptId: face.attempt_id,
    model: face.model,
    pictures: face.pictures,
    until: face.expires_at.toISOString(),
  })),
})

const openedRegistration = async (app: App, caseId: string, events: readonly ChainedEvent[]): Promise<unknown> => {
  const opening = events[0]?.data as CaseEvent['data'] | undefined
  if (opening?.type !== 'case-opened' || !isSealed(opening.registration)) return null
  const place = { table: 'case_event', column: 'registration', row: caseId }
  const opened = await decryptText(app.keys, opening.registration, place)
  return opened.ok ? JSON.parse(opened.text) : null
}

const modelsOf = async (app: App, tenantId: string, recordingId: string): Promise<unknown> => {
  const row = await app.database.kysely
    .selectFrom('inspection')
    .select(['models', 'timing'])
    .where('recording_id', '=', recordingId)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return { models: row?.models ?? null, timing: row?.timing ?? null }
}
