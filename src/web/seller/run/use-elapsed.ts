import { useEffect, useState } from 'react'
import type { RunView } from '../../capture/conduct-run.ts'

const tickMs = 200

/** Milliseconds since the view was first shown, told five times a second. */
export const useElapsedMs = (view: RunView | null): number => {
  const [shown, setShown] = useState({ view, sinceMs: performance.now(), nowMs: performance.now() })
  if (shown.view !== view) setShown({ view, sinceMs: performance.now(), nowMs: performance.now() })
  useEffect(() => {
    const timer = setInterval(() => setShown((before) => ({ ...before, nowMs: performance.now() })), tickMs)
    return () => clearInterval(timer)
  }, [])
  return shown.view === view ? Math.max(0, shown.nowMs - shown.sinceMs) : 0
}
