import type { CaseCommand } from '#domain/case/commands.ts'
import type { VoidReason } from '#domain/case/events.ts'
import { type Attempt, findAttempt } from '#domain/case/state.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { closeWithProof } from './close-recordings.ts'
import { closeRecording, recordingDigest } from './recordings.ts'

const loadOwn = async (app: App, tx: Tx, caller: SellerCaller): Promise<LoadedCase | null> => {
  const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
  return loaded && loaded.state.sellerId === caller.sellerId ? loaded : null
}

/** Every step is done and every chunk has arrived: the run goes to inspection. Chunks still missing are asked for. */
export const completeAttempt = async (
  app: App,
  caller: SellerCaller,
  asked: { attemptId: string; chunkCount: number },
): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadOwn(app, tx, caller)
    const attempt = loaded && findAttempt(loaded.state, asked.attemptId)
    if (!loaded || !attempt) return refuse('not-found')
    const sha256 = await recordingDigest(tx, attempt.recordingId, asked.chunkCount)
    if (!sha256) return refuse('recording-incomplete')
    const changed = await changeCase(
      app,
      tx,
      loaded,
      { kind: 'seller' },
      {
        type: 'complete-attempt',
        attemptId: attempt.id,
        recordingSha256: sha256,
        chunkCount: asked.chunkCount,
      },
    )
    if (!changed.ok) return changed
    await closeRecording(app, tx, attempt.recordingId, asked.chunkCount, sha256)
    return accept(loaded)
  })

export type FocusLoss = {
  kind: 'hidden' | 'blurred' | 'left' | 'reloaded' | 'resized' | 'screen-shared'
  mediaMs: number
}

/**
 * [CK10] The page was left. The fact is kept in any case; where the program says so the attempt ends with it. Chunks
 * still on their way to us are taken for a while longer: the evidence survives. [CP5]
 */
export const reportFocusLoss = async (
  app: App,
  caller: SellerCaller,
  attemptId: string,
  loss: FocusLoss,
): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadOwn(app, tx, caller)
    const attempt = loaded && findAttempt(loaded.state, attemptId)
    if (!loaded || !attempt) return refuse('not-found')
    if (attempt.outcome !== 'running') return accept(loaded)
    await tx
      .insertInto('focus_loss')
      .values({
        id: app.ids.next('foc'),
        recording_id: attempt.recordingId,
        tenant_id: caller.tenantId,
        kind: loss.kind,
        media_ms: loss.mediaMs,
        at: new Date(app.clock.nowMs()),
      })
      .execute()
    const command = attempt.call ? interruptedBy(attempt, loss) : leftPage(attempt)
    const changed = await changeCase(app, tx, loaded, { kind: 'seller' }, command)
    return changed.ok ? accept(loaded) : changed
  })

const leftPage = ({ id }: Attempt): CaseCommand => ({
  type: 'leave-page',
  attemptId: id,
  recordingSha256: null,
  chunkCount: 0,
})

/** [LC2] In a call it is an interruption. A page that got small is a screen that was split: it tells zooming apart by itself. */
const interruptedBy = ({ id }: Attempt, { kind }: FocusLoss): CaseCommand => {
  const what = {
    left: 'left-the-page',
    reloaded: 'left-the-page',
    hidden: 'page-hidden',
    blurred: 'page-hidden',
    'screen-shared': 'screen-shared',
    resized: 'window-split',
  } as const
  return { type: 'interrupt-call', attemptId: id, what: what[kind] }
}

/** [AT6] Ends a running attempt as nobody's fault: connection lost for good, our outage, or the run took too long. */
export const voidAttempt = async (
  app: App,
  tenantId: string,
  caseId: string,
  attemptId: string,
  why: VoidReason,
): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    const attempt = loaded && findAttempt(loaded.state, attemptId)
    if (!loaded || !attempt) return refuse('not-found')
    const changed = await changeCase(app, tx, loaded, { kind: 'system' }, { type: 'void-attempt', attemptId, why })
    if (!changed.ok) return changed
    await closeWithProof(app, tx, { recordingId: attempt.recordingId }, loaded)
    return accept(loaded)
  })
