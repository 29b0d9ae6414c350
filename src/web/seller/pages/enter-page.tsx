import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Icon } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { enterWithLink } from '../api/seller-queries.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'

/** The link's token stands behind the `#`, so that no server log and no other site ever sees it. */
const tokenOfAddress = (): string => decodeURIComponent(window.location.hash.replace(/^#/, ''))

export const EnterPage = () => {
  const { t } = useTranslation('seller')
  const [token] = useState(tokenOfAddress)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { mutate, error } = useMutation({
    mutationFn: () => enterWithLink(token),
    onSuccess: async () => {
      queries.clear()
      // Replaced, so that the token is not one step back in the browser's history.
      await navigate({ to: '/', replace: true })
    },
  })
  useEffect(() => {
    if (token) mutate()
  }, [token, mutate])

  if (!token) return <ComeIn />
  const refused = error instanceof RequestFailure && error.kind === 'refused'
  return (
    <VerificationFrame title={t('enter.title')} narrow>
      <h1 className="mb-4 text-2xl font-semibold">{error ? t('enter.failedTitle') : t('enter.title')}</h1>
      {error ? (
        <div className="grid gap-6">
          <Problem error={error} {...(refused ? {} : { onRetry: () => mutate() })} />
          {refused && <HowToComeIn />}
        </div>
      ) : (
        <div role="status">
          <p className="mb-4 text-ink-soft">{t('enter.busy')}</p>
          <Skeleton />
        </div>
      )}
    </VerificationFrame>
  )
}

/** For whoever has no session here: how to get one, and why it is so. */
export const ComeIn = () => {
  const { t } = useTranslation('seller')
  return (
    <VerificationFrame title={t('enter.noTokenTitle')} narrow>
      <h1 className="mb-4 text-2xl font-semibold">{t('enter.noTokenTitle')}</h1>
      <div className="grid gap-6">
        <HowToComeIn />
        <div>
          <Button onClick={() => window.location.reload()}>{t('enter.again')}</Button>
        </div>
      </div>
    </VerificationFrame>
  )
}

const HowToComeIn = () => {
  const { t } = useTranslation('seller')
  const lines = [
    { icon: 'person', text: t('enter.noToken') },
    { icon: 'lock', text: t('enter.why') },
    { icon: 'shield', text: t('enter.genuine') },
  ] as const
  return (
    <Card>
      <ul className="grid gap-4">
        {lines.map(({ icon, text }) => (
          <li key={icon} className="flex items-start gap-3">
            <span className="mt-0.5 text-accent">
              <Icon name={icon} />
            </span>
            <span className="max-w-read">{text}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
