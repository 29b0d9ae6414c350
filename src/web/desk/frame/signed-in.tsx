import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Skeleton } from '../../kit/skeleton.tsx'
import { isSessionOver, meQuery } from '../calls/desk-queries.ts'
import { listenForNudges } from '../calls/nudges.ts'
import { SecondFactorPage } from '../sign-in/second-factor-page.tsx'
import { SignInPage } from '../sign-in/sign-in-page.tsx'
import { DeskFrame } from './desk-frame.tsx'
import { DeskProblem } from './desk-problem.tsx'
import { DoorFrame } from './door-frame.tsx'

/**
 * The gate of every page below: without a session it asks to sign in, without a second factor to set one up, and both
 * at the address that was asked for, so that people come out where they wanted to go.
 */
export const SignedIn = () => {
  const { data: me, error, refetch } = useQuery(meQuery)
  const queries = useQueryClient()
  const [wasIn, setWasIn] = useState(false)
  const [isEnded, setEnded] = useState(false)
  const isOut = isSessionOver(error)
  const isIn = me !== undefined && !isOut
  const isWhole = isIn && me.secondFactor

  useEffect(() => {
    if (isWhole) setWasIn(true)
  }, [isWhole])
  useEffect(() => (isWhole ? listenForNudges(queries) : undefined), [isWhole, queries])

  /** What another person's session had fetched must not be seen in this one. */
  const comeIn = async () => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] })
    await queries.resetQueries({ queryKey: meQuery.queryKey })
    // Password and code were right and still nobody is in: an admin has ended the account.
    setEnded(isSessionOver(queries.getQueryState(meQuery.queryKey)?.error))
  }

  if (isOut) return <SignInPage why={isEnded ? 'ended' : wasIn ? 'session-over' : null} onSignedIn={comeIn} />
  if (me) return me.secondFactor ? <DeskFrame /> : <SecondFactorPage me={me} onReady={comeIn} />
  return (
    <DoorFrame>
      {error ? <DeskProblem error={error} onRetry={() => void refetch()} /> : <Skeleton lines={5} />}
    </DoorFrame>
  )
}
