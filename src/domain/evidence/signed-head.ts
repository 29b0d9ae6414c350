import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'
import type { ChainHead } from './chain.ts'
import { type Hash, isHash } from './hash.ts'

/**
 * What is signed about a chain: how far it had come, and its hash there, at a time. Whoever keeps one of these can later
 * show that history was cut off or rewritten. In an exported bundle it also fixes the bundle's manifest, and through
 * it every file.
 */
export type SignedHead = ChainHead & { tenantId: string; at: string; manifestSha256: Hash | null }

/** The `typ` of its JWS; the purpose `chain-head` of the keys port writes this one. */
export const headTyp = 'countersign-chain-head+jws'

export const headPayload = (head: SignedHead): string => {
  const { caseId, seq, hash, tenantId, at, manifestSha256 } = head
  return canonicalJson({ caseId, seq, hash, tenantId, at, manifestSha256 })
}

const members = ['at', 'caseId', 'hash', 'manifestSha256', 'seq', 'tenantId'].join()

/** Null for anything but the one spelling of a head. */
export function parseHeadPayload(payload: Uint8Array): SignedHead | null {
  const parsed = parseCanonicalJson(Buffer.from(payload).toString('utf8'))?.value
  if (typeof parsed !== 'object' || parsed === null || Object.keys(parsed).sort().join() !== members) return null
  const head = parsed as Record<keyof SignedHead, unknown>
  const sound =
    typeof head.caseId === 'string' &&
    typeof head.tenantId === 'string' &&
    typeof head.at === 'string' &&
    Number.isSafeInteger(head.seq) &&
    isHash(head.hash) &&
    (head.manifestSha256 === null || isHash(head.manifestSha256))
  return sound ? (parsed as SignedHead) : null
}
