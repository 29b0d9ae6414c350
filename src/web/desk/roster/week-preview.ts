import { slotsOf } from '#domain/booking/slots.ts'
import { dayIn } from '../../kit/zoned.ts'
import type { DutyAsked, HolidayView } from '../calls/call-queries.ts'

/** A day of a duty with the instants at which its calls begin. */
export type PreviewDay = { day: string; starts: string[] }

const dayMs = 24 * 60 * 60_000

/**
 * [BK1] The calls that a duty offers in the seven days from now, or from its first day on where that is later: worked out
 * by the same rules as the times that sellers see. Days without any are left out.
 */
export const previewWeek = (
  duty: DutyAsked,
  { holidays, slotMinutes, nowMs }: { holidays: readonly HolidayView[]; slotMinutes: number; nowMs: number },
): PreviewDay[] => {
  // Half a day early, since the first day begins earlier east of here; what is too early is left out below.
  const firstMs = Date.parse(`${duty.firstDay}T00:00:00Z`) - dayMs / 2
  const fromMs = Math.max(nowMs, firstMs)
  const slots = slotsOf(
    duty,
    { fromMs, toMs: fromMs + 7 * dayMs },
    { slotMinutes, holidays: new Set(holidays.filter(({ site }) => site === duty.site).map(({ day }) => day)) },
  )
  const days: PreviewDay[] = []
  for (const { startMs } of slots) {
    const at = new Date(startMs).toISOString()
    const day = dayIn(at, duty.zone)
    const last = days.at(-1)
    if (last?.day === day) last.starts.push(at)
    else days.push({ day, starts: [at] })
  }
  return days
}
