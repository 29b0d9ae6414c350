import { useEffect, useState } from 'react'
import { serverNowMs } from '../../kit/server-time.ts'

const everyMs = 15_000

/** The server's time, told again often enough for whatever is shown in minutes. */
export const useNowEachMinute = (): number => {
  const [nowMs, setNowMs] = useState(serverNowMs)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(serverNowMs()), everyMs)
    return () => clearInterval(timer)
  }, [])
  return nowMs
}
