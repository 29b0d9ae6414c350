import type { CaseView, PublicApi } from '../market/public-api.ts'
import { quietWeek, takenOver, toldBefore } from '../market/what-happened.ts'
import { until } from './until.ts'

const openedWithinMs = 30_000

/**
 * The marketplace tells what happened in a shop, and the published rules open a case for it. Told so many hours ago by the
 * marketplace itself, the seller's time counts from then.
 */
export const openBySignals = async (
  api: PublicApi,
  sellerId: string,
  { toldHoursAgo }: { toldHoursAgo: number | null },
): Promise<CaseView> => {
  const nowMs = Date.now()
  const prefix = `${sellerId}-${nowMs.toString(36)}`
  const told = toldHoursAgo === null ? [] : [toldBefore(sellerId, prefix, nowMs - toldHoursAgo * 3_600_000)]
  await api.signals([...quietWeek(sellerId, prefix, nowMs), ...told, ...takenOver(sellerId, prefix, nowMs)])
  const caseId = await until(
    'a case that the signals open',
    async () => (await api.listCases(`?seller=${sellerId}`)).cases[0]?.id ?? null,
    { withinMs: openedWithinMs },
  )
  return api.readCase(caseId)
}
