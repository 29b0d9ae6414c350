import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { RequestFailure } from '../../kit/request.ts'
import { hearSignals } from '../api/nudges.ts'
import { pagePorts } from './page-ports.ts'
import { callRoomQuery } from './room-api.ts'
import { createRoomSession, type RoomSession } from './room-session.ts'
import type { RoomSnapshot } from './room-state.ts'

const signedOut = 401

/** One stay in the call for as long as the page stands. React may mount twice in development; the camera opens once. */
export const useRoom = (caseId: string): { session: RoomSession; snapshot: RoomSnapshot; error: unknown } => {
  const queries = useQueryClient()
  const [session] = useState(() =>
    createRoomSession(
      pagePorts(caseId, () => {
        // What becomes of the call is what becomes of the case.
        for (const queryKey of [['call-room'], ['home'], ['attempt']]) void queries.invalidateQueries({ queryKey })
      }),
    ),
  )
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot)
  const { data: room, error } = useQuery(callRoomQuery(caseId))

  useEffect(() => {
    mounted.add(session)
    if (!started.has(session)) void session.openCamera()
    started.add(session)
    const stopHearing = hearSignals(session.lookForSignals)
    return () => {
      stopHearing()
      mounted.delete(session)
      setTimeout(() => {
        if (!mounted.has(session)) session.close()
      }, 0)
    }
  }, [session])
  useEffect(() => {
    if (room) session.take(room)
  }, [room, session])
  useEffect(() => {
    if (!(error instanceof RequestFailure) || error.kind !== 'refused') return
    if (error.status === signedOut) session.shutOut()
    else session.refused()
  }, [error, session])

  const isBusy = snapshot.phase === 'held' || snapshot.phase === 'sending'
  useEffect(() => {
    if (!isBusy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isBusy])
  return { session, snapshot, error }
}

const started = new WeakSet<RoomSession>()
const mounted = new WeakSet<RoomSession>()
