import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { toast } from '../../kit/toast.tsx'
import { useDeskProblemText } from '../frame/desk-problem.tsx'
import { roomQuery } from './room-api.ts'

export type Run = (name: string, work: () => Promise<unknown>) => Promise<boolean>

/**
 * Does one thing in the call under a name: not twice at once, the room fetched again afterwards, and a refusal told in
 * passing, since nothing in a call may stand in the way. True when it was done.
 */
export const useRun = (bookingId: string): { run: Run; isBusy: (name: string) => boolean } => {
  const queries = useQueryClient()
  const text = useDeskProblemText()
  const [busy, setBusy] = useState<readonly string[]>([])
  const going = useRef(new Set<string>())
  const latestText = useRef(text)
  latestText.current = text
  const run = useCallback<Run>(
    async (name, work) => {
      if (going.current.has(name)) return false
      going.current.add(name)
      setBusy([...going.current])
      try {
        await work()
        return true
      } catch (error) {
        toast(latestText.current(error), 'blocked')
        return false
      } finally {
        going.current.delete(name)
        setBusy([...going.current])
        void queries.invalidateQueries({ queryKey: roomQuery(bookingId).queryKey })
      }
    },
    [bookingId, queries],
  )
  return { run, isBusy: (name) => busy.includes(name) }
}
