import { useEffect, useState } from 'react'
import { serverNowMs } from '../../kit/server-time.ts'
import { type CallTime, openTimes } from './call-days.ts'

const longestWaitMs = 60_000

/** The times that can still be booked, told again the moment one of them has come too close. */
export const useOpenTimes = (
  times: readonly CallTime[],
  limits: { leadMs: number; lockedUntil: string | null },
): CallTime[] => {
  // In an object of its own, so that a clock that stands still for a moment goes on.
  const [now, tick] = useState(() => ({ nowMs: serverNowMs() }))
  const open = openTimes(times, { ...limits, nowMs: now.nowMs })
  const goneAtMs = open[0] ? Date.parse(open[0].startAt) - limits.leadMs : null
  useEffect(() => {
    if (goneAtMs === null) return
    const waitMs = Math.min(Math.max(goneAtMs - serverNowMs(), 0) + 5, longestWaitMs)
    const timer = setTimeout(() => tick({ nowMs: serverNowMs() }), waitMs)
    return () => clearTimeout(timer)
  }, [goneAtMs, now])
  return open
}
