import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../kit/button.tsx'
import type { IconName } from '../../kit/icon.tsx'
import { announce } from '../../kit/live-region.ts'
import type { Meaning } from '../../kit/status.tsx'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { ResultHead } from '../result/result-head.tsx'

type NoCallProps = { title: string; meaning: Meaning; icon: IconName; children: ReactNode; action: ReactNode }

const NoCall = ({ title, children, ...head }: NoCallProps) => {
  useEffect(() => announce(title, 'assertive'), [title])
  return (
    <VerificationFrame title={title} narrow>
      <ResultHead title={title} {...head}>
        {children}
      </ResultHead>
    </VerificationFrame>
  )
}

/** [LC1] The ring passed without an answer: what that means, and the one way on. */
export const MissedRing = () => {
  const { t } = useTranslation('seller')
  return (
    <NoCall
      title={t('room.missed.title')}
      meaning="needs-you"
      icon="clock"
      action={
        <Link to="/call" className={buttonClass('primary', 'large')}>
          {t('room.missed.action')}
        </Link>
      }
    >
      <p>{t('room.missed.body')}</p>
    </NoCall>
  )
}

/** Another page of the same seller has the call: this one has let go of camera and microphone. */
export const Elsewhere = () => {
  const { t } = useTranslation('seller')
  return (
    <NoCall
      title={t('room.elsewhere.title')}
      meaning="neutral"
      icon="screen"
      action={
        <button type="button" className={buttonClass('secondary', 'large')} onClick={() => location.reload()}>
          {t('room.elsewhere.action')}
        </button>
      }
    >
      <p>{t('room.elsewhere.body')}</p>
    </NoCall>
  )
}
