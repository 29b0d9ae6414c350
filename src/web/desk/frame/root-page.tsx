import { Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { DeskLink } from './desk-link.tsx'
import { DoorFrame } from './door-frame.tsx'
import { PageHeading, usePageTitle } from './page.tsx'

export const RootPage = () => (
  <Suspense fallback={<Skeleton className="mx-auto max-w-read p-8" />}>
    <Outlet />
  </Suspense>
)

export const NotFoundPage = () => {
  const { t } = useTranslation(['desk', 'common'])
  usePageTitle(t('notFound.title'))
  return (
    <DoorFrame>
      <PageHeading>{t('notFound.title')}</PageHeading>
      <EmptyState
        icon="info"
        title={t('common:problem.notFound')}
        action={
          <DeskLink to="/" className={buttonClass('primary')}>
            {t('notFound.go')}
          </DeskLink>
        }
      />
    </DoorFrame>
  )
}
