import { Link, Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { VerificationFrame } from '../frame/verification-frame.tsx'

export const RootPage = () => (
  <Suspense fallback={<Skeleton className="mx-auto max-w-read p-8" />}>
    <Outlet />
  </Suspense>
)

export const NotFoundPage = () => {
  const { t } = useTranslation('common')
  return (
    <VerificationFrame narrow>
      <EmptyState
        icon="info"
        title={t('problem.notFound')}
        action={
          <Link to="/" className={buttonClass('primary')}>
            {t('problem.goHome')}
          </Link>
        }
      />
    </VerificationFrame>
  )
}
