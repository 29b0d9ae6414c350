import { sql } from 'kysely'
import { type BadgeEnd, earnsBadge, standingBadge } from '#domain/case/badge.ts'
import type { ConfirmedValues } from '#domain/confirmed-fields.ts'
import { firstEndMs, readEnd } from '#domain/document-ends.ts'
import { canonicalJson } from '#domain/evidence/canonical-json.ts'
import { commitment, opensCommitment } from '#domain/evidence/commitment.ts'
import type { Finding } from '#domain/finding.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { Registration } from '#domain/registration.ts'
import type { App, Caller } from '../app.ts'
import { changeCase, commandCase, loadCase, readEvents } from '../cases/case-store.ts'
import { confirmedValuesOf } from '../cases/confirmed-registration.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import { DataKeyGone } from '../ports/keys.ts'
import type { StaffCaller } from '../review/review.ts'
import { readFindings } from '../runs/conclude-inspection.ts'
import { readSeller } from '../sellers/seller-store.ts'

/** Any number that no other advisory lock of ours begins with. */
const badgeLock = 2_686_875

/** Who issues a seller's badge and who opens a case of theirs go one after the other, so that no badge stands beside an open case. */
export const lockBadges = async (tx: Tx, tenantId: string, sellerId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${badgeLock}::int, hashtext(${`${tenantId}/${sellerId}`}))`.execute(tx)
}

/** [RE3] The badge that stands for a seller falls, in the caller's transaction; without one nothing happens. */
export const takeBadge = async (
  app: App,
  tx: Tx,
  { tenantId, sellerId }: { tenantId: string; sellerId: string },
  why: Exclude<BadgeEnd, 'document-expired' | 'pass-overturned' | 'by-staff'>,
): Promise<void> => {
  const caseId = await standingOf(tx, tenantId, sellerId)
  const loaded = caseId === null ? null : await loadCase(app, tx, tenantId, caseId)
  if (loaded) await changeCase(app, tx, loaded, { kind: 'system' }, { type: 'revoke-badge', why, note: null })
}

/** The case whose badge stands for a seller. */
export const standingOf = async (tx: Tx, tenantId: string, sellerId: string): Promise<string | null> => {
  const row = await tx
    .selectFrom('badge')
    .select('case_id')
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('fallen_at', 'is', null)
    .executeTakeFirst()
  return row?.case_id ?? null
}

/**
 * [RE3] A case that was restored gets its badge, and a badge whose seller goes by other numbers now falls. Done by a job that exists
 * if and only if the events do, or the new registration does; twice is once.
 */
export const settleBadge = async (app: App, tenantId: string, caseId: string): Promise<void> => {
  const asked = await app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    if (!loaded) return null
    const isConcerned = earnsBadge(loaded.state, loaded) || standingBadge(loaded.state) !== null
    return isConcerned ? { loaded, confirmed: await confirmedValuesOf(app, tx, loaded) } : null
  })
  if (!asked) return
  const { sellerId } = asked.loaded.state
  const seller = await readSeller(app, app.database.kysely, tenantId, sellerId)
  if (!seller) return
  if (standingBadge(asked.loaded.state)) {
    if (!(await areNumbersThose(app, asked.loaded, seller.registration)))
      await app.database.transaction((tx) => takeBadge(app, tx, { tenantId, sellerId }, 'registration-changed'))
    return
  }
  const untilMs = await passEndMs(app, asked.loaded, seller.registration, asked.confirmed)
  if (untilMs === undefined) {
    app.log.warn({ caseId }, 'no badge: the end of the identity card is not known')
    return
  }
  const numbersCommitment = await commitmentOf(app, asked.loaded, seller.registration)
  await app.database.transaction(async (tx) => {
    await lockBadges(tx, tenantId, sellerId)
    const loaded = await loadCase(app, tx, tenantId, caseId)
    if (!loaded) return
    const isNewestCase = (await newestCaseOf(tx, tenantId, sellerId)) === caseId
    // 132 bits of chance: whoever knows the id was shown the badge.
    const badgeId = `bdg_${app.ids.secret().slice(0, 22)}`
    const command = { type: 'issue-badge', badgeId, untilMs, numbersCommitment, isNewestCase } as const
    await changeCase(app, tx, loaded, { kind: 'system' }, command)
  })
}

const newestCaseOf = async (tx: Tx, tenantId: string, sellerId: string): Promise<string | null> => {
  const row = await tx
    .selectFrom('verification_case')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Names, addresses and terms may be confirmed anew; another number is another person or company. [RE4] */
const numbersOf = ({ creditCode, legalRepresentative }: Registration): string =>
  canonicalJson([creditCode?.trim().toUpperCase() ?? null, legalRepresentative.idNumber.trim().toUpperCase()])

const purposeOf = ({ state }: LoadedCase) => `${state.caseId}/badge`

const commitmentOf = async (app: App, loaded: LoadedCase, registration: Registration): Promise<string> => {
  const salt = await app.keys.commitmentSalt(loaded.keyId, purposeOf(loaded))
  return commitment(salt, purposeOf(loaded), numbersOf(registration))
}

/** What can no longer be compared, because the case was erased, is no longer vouched for either. */
const areNumbersThose = async (app: App, loaded: LoadedCase, registration: Registration): Promise<boolean> => {
  const events = await app.database.transaction((tx) => readEvents(tx, loaded.tenantId, loaded.state.caseId))
  const issued = events.findLast(({ data }) => data.type === 'badge-issued')?.data
  if (issued?.type !== 'badge-issued') return false
  try {
    const salt = await app.keys.commitmentSalt(loaded.keyId, purposeOf(loaded))
    return opensCommitment(issued.numbersCommitment, salt, purposeOf(loaded), numbersOf(registration))
  } catch (error) {
    if (error instanceof DataKeyGone) return false
    throw error
  }
}

/** [RE3] When the first document of the pass ends, by what was read in its runs, what is on file and what was confirmed. */
const passEndMs = async (
  app: App,
  { tenantId, state, program }: LoadedCase,
  registration: Registration,
  confirmed: ConfirmedValues,
): Promise<number | null | undefined> => {
  const passed = state.attempts.find((one) => one.outcome === 'passed')
  const recordings = passed ? [passed.recordingId, ...passed.earlierRecordings] : []
  const findings: Finding[] = []
  for (const recordingId of recordings) findings.push(...(await readFindings(app, tenantId, recordingId)).findings)
  const printed = (check: Finding['check']) => {
    const read = findings.find((one) => one.check === check && one.outcome === 'pass')
    return readEnd(read?.fields.find(({ field }) => field === 'validTo')?.read)
  }
  const { licence, legalRepresentative } = registration
  return firstEndMs(
    {
      card: {
        read: printed('id-card.validity'),
        // On file nothing tells a card without an end from one whose end was never asked for.
        onFile: legalRepresentative.idValidTo ?? undefined,
        confirmed: confirmed.idValidTo,
      },
      licence: licence && {
        read: printed('licence.validity'),
        onFile: licence.validTo,
        confirmed: confirmed.licenceValidTo,
      },
    },
    program.zone,
  )
}

/** [RE5] The badges of every shop that a person stands for fall with the person, in the transaction of the ban. */
export const takeBadgesOfPerson = async (app: App, tx: Tx, { tenantId, identityHash }: LoadedCase): Promise<void> => {
  const rows = await tx
    .selectFrom('badge')
    .innerJoin('seller', (join) =>
      join.onRef('seller.tenant_id', '=', 'badge.tenant_id').onRef('seller.id', '=', 'badge.seller_id'),
    )
    .select('badge.seller_id')
    .where('badge.tenant_id', '=', tenantId)
    .where('badge.fallen_at', 'is', null)
    .where('seller.identity_hash', '=', identityHash)
    .orderBy('badge.seller_id')
    .execute()
  for (const row of rows) await takeBadge(app, tx, { tenantId, sellerId: row.seller_id }, 'banned')
}

export type BadgeRow = {
  id: string
  caseId: string
  program: string
  site: string
  verifiedAtMs: number
  issuedAtMs: number
  untilMs: number | null
  fallen: { atMs: number; why: BadgeEnd } | null
}

/** Every badge a seller ever had, the newest first. */
export const listBadges = async (app: App, { tenantId }: Caller, sellerId: string): Promise<BadgeRow[]> => {
  const rows = await app.database.kysely
    .selectFrom('badge')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .orderBy('issued_at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    program: row.program,
    site: row.site,
    verifiedAtMs: row.verified_at.getTime(),
    issuedAtMs: row.issued_at.getTime(),
    untilMs: row.valid_until?.getTime() ?? null,
    fallen: row.fallen_at && row.why ? { atMs: row.fallen_at.getTime(), why: row.why } : null,
  }))
}

/** Why a seller has no badge that stands; null when they have one. */
export type NoBadge = 'not-offered' | 'not-restored' | 'end-not-known' | 'fallen'

export const whyNoBadge = async (
  app: App,
  { tenantId }: Caller,
  sellerId: string,
  badges: readonly BadgeRow[],
): Promise<NoBadge | null> => {
  if (badges.some((one) => one.fallen === null)) return null
  const loaded = await app.database.transaction(async (tx) => {
    const caseId = await newestCaseOf(tx, tenantId, sellerId)
    return caseId === null ? null : loadCase(app, tx, tenantId, caseId)
  })
  if (!loaded?.program.badge?.sites.includes(loaded.state.site)) return 'not-offered'
  if (badges.length > 0) return 'fallen'
  return loaded.state.status === 'restored' ? 'end-not-known' : 'not-restored'
}

/** [RE3] Staff takes a badge, for a reason that is kept sealed; one that has fallen stays as it fell. */
export const revokeBadge = async (
  app: App,
  { tenantId, staffId }: StaffCaller,
  asked: { sellerId: string; badgeId: string; note: string },
): Promise<Result<LoadedCase>> => {
  const row = await app.database.kysely
    .selectFrom('badge')
    .select('case_id')
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', asked.sellerId)
    .where('id', '=', asked.badgeId)
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  const { case_id: caseId } = row
  return commandCase(app, { tenantId, caseId }, { kind: 'staff', id: staffId }, async ({ keyId }) => {
    const note = await app.keys.encrypt(keyId, asked.note, { table: 'case_event', column: 'badge', row: caseId })
    return accept({ type: 'revoke-badge', why: 'by-staff', note })
  })
}
