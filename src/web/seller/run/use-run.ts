import { useEffect, useState, useSyncExternalStore } from 'react'
import { createRunSession, type RunSession, type RunSnapshot } from './run-session.ts'

/** One run for as long as the component stands. React may mount twice in development; the run is started once. */
export const useRun = (caseId: string): { session: RunSession; snapshot: RunSnapshot } => {
  const [session] = useState(createRunSession)
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot)
  useEffect(() => {
    startOnce(session, caseId)
    return () => closeUnlessRemounted(session)
  }, [session, caseId])
  return { session, snapshot }
}

const started = new WeakSet<RunSession>()
const mounted = new WeakSet<RunSession>()

const startOnce = (session: RunSession, caseId: string): void => {
  mounted.add(session)
  if (started.has(session)) return
  started.add(session)
  void session.start(caseId)
}

const closeUnlessRemounted = (session: RunSession): void => {
  mounted.delete(session)
  setTimeout(() => {
    if (!mounted.has(session)) session.close()
  }, 0)
}
