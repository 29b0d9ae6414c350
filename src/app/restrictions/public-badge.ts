import type { BadgeEnd } from '#domain/case/badge.ts'
import { type BadgeStatement, badgePayload, type PublicBadgeEnd } from '#domain/evidence/badge-statement.ts'
import type { Program } from '#domain/program.ts'
import { siteName } from '#domain/site-name.ts'
import type { App } from '../app.ts'
import { programOf } from '../programs.ts'

export type PublicBadge = {
  statement: BadgeStatement
  jws: string
  /** For pages: the marketplace's name by language, and the zone that its days are counted in. */
  marketplace: Record<string, string>
  /** The site as people of a language say it. */
  siteIn(language: string): string
  zone: string
}

const badgeId = /^bdg_[A-Za-z0-9_-]{22}$/

/** The badge that somebody asks about who has its id, or the address of its page here; null for anything else. */
export const badgeAsked = (app: App, asked: string): string | null => {
  const origin = new URL(app.settings.publicUrl).origin
  const [, ofPage] = /^\/badge\/([\w-]+)/.exec(asked.startsWith(origin) ? asked.slice(origin.length) : '') ?? []
  const id = ofPage ?? asked
  return badgeId.test(id) ? id : null
}

/**
 * A ban, a lost pass and a decision of staff look alike to the public: that a badge fell is their business, what a seller is
 * suspected of is not.
 */
const publicEnds: Record<BadgeEnd, PublicBadgeEnd> = {
  'document-expired': 'document-expired',
  'case-reopened': 'verified-anew',
  'registration-changed': 'verified-anew',
  banned: 'withdrawn',
  'by-staff': 'withdrawn',
  'pass-overturned': 'withdrawn',
}

/**
 * [RE3] What anybody may know of a badge: the shop's public id and what was verified when, nothing of a person. Null for an id that was never
 * given. A badge is over at its end even when no clock has fired yet.
 */
export const readPublicBadge = async (app: App, asked: string): Promise<PublicBadge | null> => {
  if (!badgeId.test(asked)) return null
  const row = await app.database.kysely.selectFrom('badge').selectAll().where('id', '=', asked).executeTakeFirst()
  if (!row) return null
  const program = await programNamed(app, row.program, row.program_version)
  const nowMs = app.clock.nowMs()
  const isOver = row.valid_until !== null && row.valid_until.getTime() <= nowMs
  const why = row.why ? publicEnds[row.why] : isOver ? 'document-expired' : null
  const fallenAt = row.fallen_at ?? (isOver ? row.valid_until : null)
  const statement: BadgeStatement = {
    id: row.id,
    issuer: new URL(app.settings.publicUrl).origin,
    status: why === null ? 'valid' : why === 'document-expired' ? 'expired' : 'revoked',
    seller: row.seller_id,
    marketplace: program.marketplace.en ?? Object.values(program.marketplace)[0] ?? program.name,
    site: row.site,
    program: row.program,
    how: row.how,
    verifiedAt: row.verified_at.toISOString(),
    validUntil: row.valid_until?.toISOString() ?? null,
    revokedAt: fallenAt?.toISOString() ?? null,
    why,
    statedAt: statedAt(nowMs, [row.issued_at, fallenAt]),
  }
  const jws = await app.keys.sign('badge', badgePayload(statement))
  const siteIn = (language: string) => siteName(language, row.site)
  return { statement, jws, marketplace: program.marketplace, siteIn, zone: program.zone }
}

const hourMs = 3_600_000

/** The full hour, or the last change when that is newer: within an hour the same badge is the same bytes, which caches can keep. */
const statedAt = (nowMs: number, changes: readonly (Date | null)[]): string => {
  const changedMs = changes.flatMap((one) => (one && one.getTime() <= nowMs ? [one.getTime()] : []))
  return new Date(Math.max(nowMs - (nowMs % hourMs), ...changedMs)).toISOString()
}

/** Read without a transaction while the program is the current one, as nearly always. */
const programNamed = (app: App, name: string, version: number): Promise<Program> | Program => {
  const current = app.programs.get(name)
  return current?.version === version ? current : app.database.transaction((tx) => programOf(app, tx, name, version))
}
