import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { closeRecording, recordingDigest } from './recordings.ts'

/** The rehearsal's last chunk is in; its inspection ends with what there is. */
export const completeRehearsal = async (
  app: App,
  caller: SellerCaller,
  asked: { rehearsalId: string; chunkCount: number },
): Promise<Result<null>> =>
  app.database.transaction(async (tx) => {
    const recording = await tx
      .selectFrom('recording')
      .select('state')
      .where('id', '=', asked.rehearsalId)
      .where('tenant_id', '=', caller.tenantId)
      .where('case_id', '=', caller.caseId)
      .where('purpose', '=', 'rehearsal')
      .executeTakeFirst()
    if (!recording) return refuse('not-found')
    if (recording.state === 'closed') return accept(null)
    const sha256 = await recordingDigest(tx, asked.rehearsalId, asked.chunkCount)
    if (!sha256) return refuse('recording-incomplete')
    await closeRecording(app, tx, asked.rehearsalId, asked.chunkCount, sha256)
    return accept(null)
  })
