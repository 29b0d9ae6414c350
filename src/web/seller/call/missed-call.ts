import type { SellerCase } from '#contracts/seller-api.ts'

export type MissedCall = { startAt: string; side: 'seller' | 'us' }

/**
 * [BK4] The appointment that came to nothing last, while no other has been booked. That it was missed is known only once
 * it is over; when it was to begin stands in the history.
 */
export const lastMissed = ({ call, history }: Pick<SellerCase, 'call' | 'history'>): MissedCall | null => {
  const missed = call?.booked ? undefined : call?.missed.at(-1)
  if (!missed) return null
  const booked = history.filter(({ type, at }) => type === 'call-booked' && at <= missed.at).at(-1)
  return { startAt: String(booked?.params.startAt ?? missed.at), side: missed.side }
}
