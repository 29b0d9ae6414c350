import type { Signal, SignalData } from '#domain/risk/signal.ts'

/**
 * What the simulated marketplace saw of a shop: signs of an account that somebody else took over. A quiet week from one place
 * and one device, then a sign-in from across the world within two hours, on a device nobody knows, that takes money out.
 * Addresses are of the blocks for documentation (RFC 5737). The shipped rules of every procedure find enough in it to open a
 * case, none of them in the quiet week alone, and not so much that a person would have to decide the run.
 */
const hourMs = 3_600_000
const home = { country: 'CN', latitudeDeg: 22.54, longitudeDeg: 114.06 }
const farAway = { country: 'NG', latitudeDeg: 6.52, longitudeDeg: 3.38 }

const login = (ip: string, device: string, place: typeof home): SignalData => ({
  type: 'login',
  ip,
  device,
  userAgent: null,
  place,
  network: null,
})

/** A week of somebody who works from one office. `prefix` makes the signals this play's own. */
export const quietWeek = (sellerId: string, prefix: string, nowMs: number): Signal[] => [
  { id: `${prefix}-opened`, sellerId, atMs: nowMs - 30 * 24 * hourMs, data: { type: 'shop-opened' } },
  ...[7, 6, 5, 4, 3, 2, 1].flatMap((daysAgo): Signal[] => [
    {
      id: `${prefix}-login-${daysAgo}`,
      sellerId,
      atMs: nowMs - daysAgo * 24 * hourMs,
      data: login('203.0.113.7', `${prefix}-office`, home),
    },
    {
      id: `${prefix}-listed-${daysAgo}`,
      sellerId,
      atMs: nowMs - (daysAgo * 24 - 1) * hourMs,
      data: { type: 'listings-added', count: 3, category: 'home-decoration' },
    },
  ]),
]

/** The marketplace told the seller by itself, before its signals opened the case: the time to complete counts from then. */
export const toldBefore = (sellerId: string, prefix: string, atMs: number): Signal => ({
  id: `${prefix}-told`,
  sellerId,
  atMs,
  data: { type: 'seller-told' },
})

/** The account in other hands, on top of a quiet week. */
export const takenOver = (sellerId: string, prefix: string, nowMs: number): Signal[] => [
  {
    id: `${prefix}-last-home`,
    sellerId,
    atMs: nowMs - 2 * hourMs,
    data: login('203.0.113.7', `${prefix}-office`, home),
  },
  {
    id: `${prefix}-far-away`,
    sellerId,
    atMs: nowMs - 10 * 60_000,
    data: login('198.51.100.24', `${prefix}-unknown`, farAway),
  },
  {
    id: `${prefix}-withdrew`,
    sellerId,
    atMs: nowMs - 8 * 60_000,
    data: { type: 'withdrawal', amount: 48_000, currency: 'CNY' },
  },
]
