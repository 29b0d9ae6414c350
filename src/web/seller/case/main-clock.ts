import type { SellerCase } from '#contracts/seller-api.ts'

export type CaseClockView = SellerCase['clocks'][number]

/** The one that matters now, when several run: what ends soonest for good comes before what only threatens. */
const order: CaseClockView['kind'][] = [
  'appeal-promise',
  'run-expires',
  'review-promise',
  'restore-promise',
  'lock-ends',
  'complete-verification',
  'restriction-stage',
]

export const mainClock = (clocks: readonly CaseClockView[], nowMs: number): CaseClockView | null => {
  const running = clocks.filter((clock) => Date.parse(clock.dueAt) > nowMs)
  const candidates = running.length > 0 ? running : clocks
  return [...candidates].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0] ?? null
}

/** Who is restricted already must not read that it is still to come. */
export const clockWords = (clock: CaseClockView, restrictions: SellerCase['restrictions']): string =>
  clock.kind === 'restriction-stage' && restrictions.some(({ state }) => state === 'applied' || state === 'applying')
    ? 'more-restrictions'
    : clock.kind
