import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage } from '#locales/catalogue.ts'
import { hasChosenLanguage, showInLanguage } from '../../kit/language.ts'
import { Problem } from '../../kit/problem.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { listenForNudges } from '../api/nudges.ts'
import { homeQuery } from '../api/seller-queries.ts'
import { ComeIn } from '../pages/enter-page.tsx'
import { resumeLeftBehind } from '../run/resume-left-behind.ts'
import { VerificationFrame } from './verification-frame.tsx'

/** Everything below needs a session and the seller's home; without a session it says how to get one. */
export const SignedIn = () => {
  const { data: home, error, refetch } = useQuery(homeQuery)
  const queries = useQueryClient()
  const { i18n } = useTranslation()
  const isIn = home !== undefined

  useEffect(() => (isIn ? listenForNudges(queries) : undefined), [isIn, queries])
  useEffect(() => {
    if (isIn) void resumeLeftBehind().then(() => queries.invalidateQueries({ queryKey: ['home'] }))
  }, [isIn, queries])
  useEffect(() => {
    // The account's language, unless another was chosen on this computer.
    const theirs = home?.seller.language
    if (theirs && isLanguage(theirs) && !hasChosenLanguage() && i18n.language !== theirs) void showInLanguage(theirs)
  }, [home?.seller.language, i18n])

  if (home) return <Outlet />
  if (error instanceof RequestFailure && error.kind === 'refused') return <ComeIn />
  return (
    <VerificationFrame>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : <Skeleton lines={6} />}
    </VerificationFrame>
  )
}
