import { maxDigitMsOf } from '#domain/challenge.ts'
import type { LiveFacts } from '#domain/run-plan.ts'
import type { App } from '../app.ts'
import { loadCase } from '../cases/case-store.ts'
import { openWitnessFeeder } from '../held-call/feed-witness.ts'
import { mayCompareFace } from '../links/face-templates.ts'
import { nudgeInspection } from '../nudge.ts'
import { readBlob } from '../ports/blobs.ts'
import type { InspectorRun } from '../ports/inspector.ts'
import { DataKeyGone } from '../ports/keys.ts'
import { readSeller } from '../sellers/seller-store.ts'
import { concludeInspection, storeInterimFindings } from './conclude-inspection.ts'
import { endInspection } from './end-inspection.ts'
import { openInterimFindings } from './interim-findings.ts'
import { chunkBlobName } from './recordings.ts'
import { openStepTeller } from './tell-steps.ts'

/** Longer than any pause between two looks at the recording; a worker that dies loses the run after this. */
export const leaseMs = 20_000

type Claim = { recordingId: string; tenantId: string; caseId: string; tries: number }

/** Takes one inspection that waits, or whose worker has not been heard of. Null when there is nothing to do. */
export const claimInspection = async (app: App): Promise<Claim | null> => {
  const nowMs = app.clock.nowMs()
  return app.database.transaction(async (tx) => {
    const due = await tx
      .selectFrom('inspection')
      .select(['recording_id', 'tenant_id', 'case_id', 'tries'])
      .where((eb) =>
        eb.or([
          eb('state', '=', 'waiting'),
          eb.and([eb('state', '=', 'running'), eb('leased_until', '<', new Date(nowMs))]),
        ]),
      )
      // Ids sort by time: whoever has waited longest is first.
      .orderBy('recording_id')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!due) return null
    await tx
      .updateTable('inspection')
      .set({
        state: 'running',
        worker: app.settings.nodeId,
        tries: due.tries + 1,
        leased_until: new Date(nowMs + leaseMs),
        started_at: new Date(nowMs),
      })
      .where('recording_id', '=', due.recording_id)
      .execute()
    return { recordingId: due.recording_id, tenantId: due.tenant_id, caseId: due.case_id, tries: due.tries + 1 }
  })
}

/**
 * Keeps the lease; false when another worker has taken the run over and this one must stop. Nobody can have taken it
 * while most of it is left, so the database is not asked before.
 */
const openLease = (app: App, claim: Claim): (() => Promise<boolean>) => {
  let keptAtMs = app.clock.nowMs()
  return async () => {
    const nowMs = app.clock.nowMs()
    if (nowMs - keptAtMs < leaseMs / 4) return true
    const kept = await ownInspection(app, claim)
      .set({ leased_until: new Date(nowMs + leaseMs) })
      .executeTakeFirst()
    if (kept.numUpdatedRows > 0n) keptAtMs = nowMs
    return kept.numUpdatedRows > 0n
  }
}

const ownInspection = (app: App, claim: Claim) =>
  app.database.kysely
    .updateTable('inspection')
    .where('recording_id', '=', claim.recordingId)
    .where('worker', '=', app.settings.nodeId)
    .where('state', '=', 'running')
    .where('tries', '=', claim.tries)

/** A worker that is told to stop hands its run back at once, and has not failed at it. */
const handBack = async (app: App, claim: Claim): Promise<void> => {
  await ownInspection(app, claim)
    .set({ state: 'waiting', leased_until: null, tries: claim.tries - 1 })
    .execute()
  await nudgeInspection(app, app.database.kysely, claim.recordingId)
}

/** After so many workers died over one recording it may be the recording: nobody reads it again, a person looks at it. */
const triesMax = 4

/**
 * Follows one recording from its first chunk to its end and hands in the findings. `grew` resolves when there may be
 * more of it, or after a short while. Taken over after a crash, it starts again from the first chunk: decoding is far
 * faster than recording, and nothing half-judged is kept.
 */
export const followRecording = async (
  app: App,
  claim: Claim,
  grew: (withinMs: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  const context = await openContext(app, claim)
  if (!context) return await endInspection(app, claim)
  const { run, recordingKeyId, keyId, purpose, interim } = context
  const keepLease = openLease(app, claim)
  const isRead = claim.tries <= triesMax
  let fed = 0
  const tellSteps = openStepTeller(app, claim, run)
  const feedWitness = openWitnessFeeder(app, claim, run)
  let storedAtMs = 0
  // A long rest to decode, or models that are behind, must not look like a dead worker.
  const keeping = setInterval(() => {
    keepLease().catch((error: unknown) => app.log.warn({ err: error }, 'a lease could not be kept'))
  }, leaseMs / 4)
  try {
    for (;;) {
      if (signal.aborted) {
        await run.abort()
        return await handBack(app, claim)
      }
      if (!(await keepLease())) return await run.abort()
      const recording = await app.database.kysely
        .selectFrom('recording')
        .select(['state', 'chunk_count', 'opened_at'])
        .where('id', '=', claim.recordingId)
        .executeTakeFirstOrThrow()
      // Steps first: what is due at a time must be known when its pictures come.
      if (purpose === 'attempt') await tellSteps()
      const before = fed
      const isClosed = recording.state === 'closed'
      if (isRead) fed = await feed(app, claim, run, recordingKeyId, fed, isClosed)
      if (isRead && purpose === 'attempt') await feedWitness()
      const news = app.clock.nowMs() - storedAtMs > 1_000 ? interim.news() : null
      if (news) {
        storedAtMs = app.clock.nowMs()
        await storeInterimFindings(app, claim, keyId, news)
      }
      if (fed - before === chunksAtOnce) continue
      if (isClosed && (fed >= (recording.chunk_count ?? 0) || !isRead)) break
      await grew(2_000)
    }
    const result = await run.finish(await liveFacts(app, claim.recordingId))
    // What was never read was not refused either: there is a recording, and a person can look at it.
    await concludeInspection(app, claim, keyId, purpose, isRead ? result : { ...result, refusal: null })
  } catch (error) {
    await run.abort()
    if (!isErased(error)) throw error
    await endInspection(app, claim)
  } finally {
    clearInterval(keeping)
  }
}

/** Keys are destroyed on purpose only; one that is merely unknown may come back with its store. */
const isErased = (error: unknown): boolean => error instanceof DataKeyGone && error.refusal === 'key-destroyed'

/** What following one recording needs; `interim` holds the findings so far. Null when its seller or case is gone. */
const openContext = async (app: App, claim: Claim) => {
  const recording = await app.database.kysely
    .selectFrom('recording')
    .select(['key_id', 'purpose'])
    .where('id', '=', claim.recordingId)
    .executeTakeFirst()
  const loaded = await app.database.transaction((tx) => loadCase(app, tx, claim.tenantId, claim.caseId))
  const seller = loaded && (await readSeller(app, app.database.kysely, claim.tenantId, loaded.state.sellerId))
  if (!recording || recording.purpose === 'witness' || !loaded || !seller) return null
  const interim = openInterimFindings()
  const { program } = loaded
  const run = await app.inspector.open({
    settings: program.inspection,
    registration: seller.registration,
    // The steps are told as they happen; a rehearsal has none, so the inspection finds out by itself what it sees.
    plan:
      recording.purpose === 'attempt'
        ? {
            digits: null,
            language: seller.language,
            maxDigitMs: maxDigitMsOf(program.capture.steps),
            steps: [],
            challenges: [],
          }
        : null,
    today: new Date(app.clock.nowMs()).toISOString().slice(0, 10),
    onFinding: interim.note,
    describeFace: recording.purpose === 'attempt' && mayCompareFace(loaded),
  })
  return { run, interim, recordingKeyId: recording.key_id, keyId: loaded.keyId, purpose: recording.purpose }
}

/** Between two looks at lease, steps and whether to stop; some seconds of recording. */
const chunksAtOnce = 8
/** So many chunks waiting are a backlog, and no hiccup of the line. */
const backlogChunks = 4

/** Pushes chunks that have arrived without a gap, a few at once; returns how many have been pushed in all. */
const feed = async (
  app: App,
  claim: Claim,
  run: InspectorRun,
  keyId: string,
  fed: number,
  isClosed: boolean,
): Promise<number> => {
  const chunks = await app.database.kysely
    .selectFrom('recording_chunk')
    .select('seq')
    .where('recording_id', '=', claim.recordingId)
    .where('seq', '>=', fed)
    .orderBy('seq')
    .limit(chunksAtOnce)
    .execute()
  let next = fed
  for (const chunk of chunks) {
    if (chunk.seq !== next) break
    const blob = await readBlob(app.blobs, keyId, chunkBlobName(claim.caseId, claim.recordingId, chunk.seq))
    if (!blob.ok) {
      if (blob.refusal === 'key-destroyed') throw new DataKeyGone(blob.refusal)
      throw new Error(`chunk ${chunk.seq} of ${claim.recordingId} cannot be read: ${blob.refusal}`)
    }
    await run.push(blob.bytes, { catchingUp: isClosed || chunks.length >= backlogChunks })
    next += 1
  }
  return next
}

const liveFacts = async (app: App, recordingId: string): Promise<LiveFacts> => {
  const recording = await app.database.kysely
    .selectFrom('recording')
    .select('opened_at')
    .where('id', '=', recordingId)
    .executeTakeFirstOrThrow()
  const openedAtMs = recording.opened_at.getTime()
  const chunks = await app.database.kysely
    .selectFrom('recording_chunk')
    .select(['seq', 'arrived_at', 'media_end_ms'])
    .where('recording_id', '=', recordingId)
    .orderBy('seq')
    .execute()
  const losses = await app.database.kysely
    .selectFrom('focus_loss')
    .select(['kind', 'media_ms'])
    .where('recording_id', '=', recordingId)
    .execute()
  return {
    chunks: chunks.map((chunk) => ({
      seq: chunk.seq,
      arrivedMs: chunk.arrived_at.getTime() - openedAtMs,
      mediaEndMs: chunk.media_end_ms,
    })),
    focusLosses: losses.map((loss) => ({
      atMs: loss.media_ms,
      kind: loss.kind as LiveFacts['focusLosses'][number]['kind'],
    })),
  }
}
