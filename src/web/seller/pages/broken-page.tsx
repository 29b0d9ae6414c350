import type { ErrorComponentProps } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isPartBlocked } from '../../device-check/find-blockers.ts'
import { networkProbe } from '../../device-check/network-probe.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Problem } from '../../kit/problem.tsx'
import { VerificationFrame } from '../frame/verification-frame.tsx'

/** [DV5] A page that could not be shown. Where something in the browser keeps a part of it away, that is named. */
export const BrokenPage = ({ error }: ErrorComponentProps) => {
  const { t } = useTranslation(['device', 'common'])
  const [blocked, setBlocked] = useState(false)
  useEffect(() => {
    let shown = true
    const fetchPart = (address: string) => fetch(address, { cache: 'reload' })
    void isPartBlocked(error, { fetchPart, ping: networkProbe.ping }).then((is) => shown && setBlocked(is))
    return () => {
      shown = false
    }
  }, [error])
  const again = <Button onClick={() => window.location.reload()}>{t('common:tryAgain')}</Button>
  return (
    <VerificationFrame narrow>
      {blocked ? (
        <Banner role="alert" meaning="blocked" title={t('problem.ad-blocker.title')} action={again}>
          {t('problem.ad-blocker.fix')}
        </Banner>
      ) : (
        <Problem error={error} action={again} />
      )}
    </VerificationFrame>
  )
}
