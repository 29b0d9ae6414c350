import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'
import { type Ed25519Jwk, verifyJws } from './signed-jws.ts'

/**
 * [RE3] What an installation says of a badge, signed, so that it can be kept and checked without asking again. It is true of the
 * time it was stated at, and says so: a badge that falls later is contradicted only by a newer statement.
 */
export type BadgeStatement = {
  id: string
  /** Origin of the installation that says so. */
  issuer: string
  status: 'valid' | 'revoked' | 'expired'
  /** The public id of the shop; nothing of the person behind it is ever part of a statement. */
  seller: string
  marketplace: string
  site: string
  program: string
  /** A person before a camera, or papers that a notary, bank or lawyer confirmed. */
  how: 'video' | 'papers'
  /** Instants in ISO 8601, UTC. */
  verifiedAt: string
  validUntil: string | null
  revokedAt: string | null
  why: PublicBadgeEnd | null
  statedAt: string
}

/** All that the public is told of why a badge fell. */
export type PublicBadgeEnd = 'document-expired' | 'verified-anew' | 'withdrawn'

/** The `typ` of its JWS; the purpose `badge` of the keys port writes this one. */
export const badgeTyp = 'countersign-badge+jws'

export const badgePayload = (statement: BadgeStatement): string => canonicalJson(statement)

const texts = ['id', 'issuer', 'marketplace', 'program', 'seller', 'site', 'statedAt', 'verifiedAt'] as const
const textsOrNull = ['revokedAt', 'validUntil'] as const
const members = [...texts, ...textsOrNull, 'how', 'status', 'why'].sort().join()
const isOneOf = (value: unknown, ...allowed: unknown[]): boolean => allowed.includes(value)

/** Null for anything but the one spelling of a statement. */
export const parseBadgePayload = (payload: Uint8Array): BadgeStatement | null => {
  const parsed = parseCanonicalJson(Buffer.from(payload).toString('utf8'))?.value
  if (typeof parsed !== 'object' || parsed === null || Object.keys(parsed).sort().join() !== members) return null
  const statement = parsed as Record<keyof BadgeStatement, unknown>
  const isSound =
    texts.every((name) => typeof statement[name] === 'string') &&
    textsOrNull.every((name) => statement[name] === null || typeof statement[name] === 'string') &&
    isOneOf(statement.how, 'video', 'papers') &&
    isOneOf(statement.status, 'valid', 'revoked', 'expired') &&
    isOneOf(statement.why, null, 'document-expired', 'verified-anew', 'withdrawn')
  return isSound ? (parsed as BadgeStatement) : null
}

export type BadgeVerdict =
  | { ok: true; statement: BadgeStatement; kid: string; standing: BadgeStatement['status'] }
  | { ok: false; why: 'malformed' | 'other-purpose' | 'unknown-key' | 'signature-wrong' }

/**
 * Checks a statement against the keys of an installation, offline. `standing` is what it is worth at `nowMs`: a valid badge expires
 * by itself, and whether it was revoked since `statedAt` only the installation knows.
 */
export const verifyBadge = (jws: string, keys: readonly Ed25519Jwk[], nowMs: number): BadgeVerdict => {
  const verdict = verifyJws(jws.trim(), badgeTyp, keys)
  if (!verdict.ok) return verdict
  const statement = parseBadgePayload(verdict.payload)
  if (!statement) return { ok: false, why: 'malformed' }
  const isOver = statement.validUntil !== null && Date.parse(statement.validUntil) <= nowMs
  const standing = statement.status === 'valid' && isOver ? 'expired' : statement.status
  return { ok: true, statement, kid: verdict.kid, standing }
}
