import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { commandCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { forgetFacesOfCase } from './face-templates.ts'

/** The words in force by which a seller agrees that their face is compared; changed words get a new version. [EV4] */
export const faceComparisonTextVersion = '2026-11'

/**
 * [SC3] [EV4] The seller agrees, or takes it back: then what describes their face, and every hint out of it, is gone with the
 * event that says so.
 */
export const answerFaceComparison = (
  app: App,
  caller: SellerCaller,
  asked: { agreed: boolean; textVersion: string; language: string },
): Promise<Result<LoadedCase>> =>
  commandCase(app, caller, { kind: 'seller' }, async (loaded, tx) => {
    if (!asked.agreed) {
      await forgetFacesOfCase(app, tx, caller.tenantId, loaded.state.caseId)
      return accept({ type: 'withdraw-face-comparison' })
    }
    if (asked.textVersion !== faceComparisonTextVersion)
      return refuse('conflict', { textVersion: faceComparisonTextVersion })
    const { textVersion, language } = asked
    return accept({ type: 'agree-to-face-comparison', textVersion, language })
  })

/** What is kept of the faces of a case, and until when; newest first. */
export const keptFacesOf = (tx: Tx, tenantId: string, caseId: string) =>
  tx
    .selectFrom('face_template')
    .select(['attempt_id', 'model', 'pictures', 'expires_at'])
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', caseId)
    .orderBy('expires_at', 'desc')
    .execute()
