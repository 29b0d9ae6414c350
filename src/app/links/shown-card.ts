import type { Finding } from '#domain/finding.ts'
import { plainIdentityNumber } from '#domain/identity-number.ts'
import type { App } from '../app.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import { hashesOf } from '../sellers/seller-store.ts'
import { noteLinks } from './note-links.ts'

/**
 * [SC3] The number of the card that was held into the camera, as the hash that a registration's number has: the same card is known
 * again in whichever account it was shown or registered. Null when none was read, or its check digit is not right: a number that
 * was misread is nobody's.
 */
export const shownCardHash = async (
  app: App,
  tenantId: string,
  findings: readonly Finding[],
): Promise<string | null> => {
  const checked = findings.find(({ check, outcome }) => check === 'id-card.number-checksum' && outcome === 'pass')
  const read = checked?.fields.find(({ field }) => field === 'number')?.read
  if (!read) return null
  const hash = await hashesOf(app, tenantId)
  return hash('identity-hash', plainIdentityNumber(read))
}

/** Kept only where the program looks at cards that were shown; in the transaction that stores the findings. */
export const noteShownCard = async (
  tx: Tx,
  { tenantId, program, state }: LoadedCase,
  valueHash: string | null,
  atMs: number,
): Promise<void> => {
  const isLookedAt = [...program.links.kinds, ...program.links.hints].includes('card-shown')
  if (valueHash === null || !isLookedAt) return
  const { sellerId, caseId } = state
  await noteLinks(tx, tenantId, [{ sellerId, kind: 'card-shown', valueHash, atMs, caseId }])
}
