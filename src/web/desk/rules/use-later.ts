import { useEffect, useState } from 'react'

/** While somebody types, the server waits for a pause. */
const typingPauseMs = 350

/** The value as it was when it last stood still for a moment; compared by what it says. */
export const useLater = <T>(value: T): T => {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), typingPauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
