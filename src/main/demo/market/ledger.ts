import type { z } from '@hono/zod-openapi'
import type { restrictionViewSchema } from '#contracts/seller-api.ts'

type Capability = z.infer<typeof restrictionViewSchema>['capability']

/** What one seller of the simulated marketplace may not do now. Everything else they may. */
export type SellerLine = { sellerId: string; taken: Capability[] }

/** One webhook that changed something, for people who want to see what arrived. */
export type LedgerEntry = { at: string; type: string; sellerId: string; capability: string | null }

export type Ledger = { sellers: Record<string, Capability[]>; seen: string[]; entries: LedgerEntry[] }

export const emptyLedger = (): Ledger => ({ sellers: {}, seen: [], entries: [] })

export type Change = { sellerId: string; capability: Capability; change: 'applied' | 'lifted' }

const keptEntries = 200
const keptIds = 2000

/** Takes a capability away or gives it back; doing it twice changes nothing. */
export const applyChange = (ledger: Ledger, { sellerId, capability, change }: Change): Ledger => {
  const others = (ledger.sellers[sellerId] ?? []).filter((one) => one !== capability)
  return {
    ...ledger,
    sellers: { ...ledger.sellers, [sellerId]: change === 'applied' ? [...others, capability] : others },
  }
}

/** Webhooks come at least once: an id that was seen is not acted on again. */
export const wasSeen = (ledger: Ledger, id: string): boolean => ledger.seen.includes(id)

export const noteWebhook = (ledger: Ledger, id: string, entry: LedgerEntry): Ledger => ({
  sellers: { ...ledger.sellers, [entry.sellerId]: ledger.sellers[entry.sellerId] ?? [] },
  seen: [...ledger.seen, id].slice(-keptIds),
  entries: [...ledger.entries, entry].slice(-keptEntries),
})

export const sellerLines = (ledger: Ledger): SellerLine[] =>
  Object.entries(ledger.sellers).map(([sellerId, taken]) => ({ sellerId, taken }))
