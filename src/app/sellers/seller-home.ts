import type { ReviewWait } from '#domain/booking/review-wait.ts'
import type { CaseEvent } from '#domain/case/events.ts'
import { documentsFor, type NeededDocument } from '#domain/documents.ts'
import { laneFor, missingRegistration } from '#domain/eligibility.ts'
import { type ReadingLanguage, readingLanguageOf } from '#domain/language.ts'
import type { Registration } from '#domain/registration.ts'
import type { App } from '../app.ts'
import { placeInLine } from '../calls/waiting-list.ts'
import { loadCase, readEvents } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { keptFacesOf } from '../links/face-consent.ts'
import { listNotices, type ReadNotice } from '../notices/notices.ts'
import type { Tx } from '../ports/database.ts'
import { type BadgeRow, listBadges } from '../restrictions/badges.ts'
import { readReviewWait } from '../review/read-review-wait.ts'
import { identityFailuresElsewhere } from '../runs/run-attempt.ts'
import { rulesInWords, toldToSeller } from '../signals/rule-words.ts'
import type { SellerCaller } from './seller-access.ts'
import { readSeller } from './seller-store.ts'

export type SellerCaseFile = {
  loaded: LoadedCase
  history: CaseEvent[]
  identityFailuresElsewhere: number
  suggestedLane: 'self-service' | 'offline'
  missingRegistration: string[]
  /** [TR4] What signals opened it for, in words for sellers. */
  because: Record<string, string>[]
  licenceValidTo: string | null
  documents: NeededDocument[]
  /** [BK6] Null unless the case waits for a reviewer. */
  reviewWait: ReviewWait | null
  /** [BK4] In the waiting list for calls; null when the seller does not wait. */
  placeInLine: number | null
  language: ReadingLanguage
  /** [SC3] [EV4] Until when what describes the seller's face is kept; null where nothing is. */
  faceKeptUntilMs: number | null
  /** [RE3] The last that the seller was given, by whichever case. */
  badge: BadgeRow | null
}

export type SellerHomeFile = {
  registration: Registration
  language: ReadingLanguage
  notices: ReadNotice[]
  caseFile: SellerCaseFile | null
}

/** What the seller's pages show of their case; null when it is not theirs. */
export const readSellerCase = async (
  app: App,
  caller: SellerCaller,
  caseId: string,
): Promise<SellerCaseFile | null> => {
  const seller = await readSeller(app, app.database.kysely, caller.tenantId, caller.sellerId)
  if (!seller) return null
  const [badge = null] = await listBadges(app, caller, caller.sellerId)
  return app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caseId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId) return null
    return {
      loaded,
      history: await readEvents(tx, caller.tenantId, caseId),
      identityFailuresElsewhere: await identityFailuresElsewhere(tx, loaded),
      suggestedLane: laneFor(loaded.program.eligibility, seller.registration),
      missingRegistration: missingRegistration(loaded.program.eligibility, seller.registration),
      because: await whyOpened(tx, loaded),
      reviewWait: await readReviewWait(app, tx, loaded),
      placeInLine: await placeInLine(tx, loaded),
      documents: documentsFor(loaded.program, seller.registration),
      licenceValidTo: seller.registration.licence?.validTo ?? null,
      language: readingLanguageOf(seller.language),
      faceKeptUntilMs: (await keptFacesOf(tx, caller.tenantId, caseId))[0]?.expires_at.getTime() ?? null,
      badge,
    }
  })
}

const whyOpened = async (tx: Tx, { tenantId, state }: LoadedCase): Promise<Record<string, string>[]> =>
  state.risk === null ? [] : toldToSeller(await rulesInWords(tx, tenantId, state.program, state.risk))

export const readSellerHome = async (app: App, caller: SellerCaller): Promise<SellerHomeFile | null> => {
  const seller = await readSeller(app, app.database.kysely, caller.tenantId, caller.sellerId)
  if (!seller) return null
  const language = readingLanguageOf(seller.language)
  const shopName = seller.registration.companyName ?? seller.id
  return {
    registration: seller.registration,
    language,
    notices: await listNotices(app, caller.tenantId, caller.sellerId, language, shopName),
    caseFile: await readSellerCase(app, caller, caller.caseId),
  }
}
