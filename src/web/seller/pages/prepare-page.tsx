import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { thisBrowser } from '../../device-check/identify-browser.ts'
import { buttonClass } from '../../kit/button.tsx'
import { useCase } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { ChecklistCard } from '../prepare/checklist-card.tsx'
import { DeviceCheckCard } from '../prepare/device-check-card.tsx'
import { DocumentsCard } from '../prepare/documents-card.tsx'
import { RehearsalCard } from '../prepare/rehearsal-card.tsx'
import { useMedia } from '../prepare/use-media.ts'
import { WrongDevice, wrongDeviceOf } from '../prepare/wrong-device.tsx'

/** Where the way goes on from here. */
const placeOfStep: Partial<Record<SellerCase['nextStep'], '/consent' | '/run' | '/phone'>> = {
  'give-consent': '/consent',
  'start-run': '/run',
  'confirm-phone-code': '/phone',
}

/** Checklist, device check and rehearsal, in this order; nothing here uses an attempt. */
export const PreparePage = () => {
  const { t } = useTranslation('seller')
  const verification = useCase()
  const door = useMedia()
  const video = useRef<HTMLVideoElement>(null)
  if (!verification) return null
  const wrong = wrongDeviceOf(verification, thisBrowser())
  if (wrong)
    return (
      <VerificationFrame title={t('prepare.title')} narrow>
        <WrongDevice verification={verification} what={wrong} />
      </VerificationFrame>
    )
  const ready = verification.device.lastCheck?.ok === true && verification.device.lastCheck.current
  const next = verification.nextStep
  return (
    <VerificationFrame title={t('prepare.title')}>
      <h1 className="text-2xl font-semibold">{t('prepare.title')}</h1>
      <p className="mt-1 mb-5 text-ink-soft">{verification.call ? t('prepare.leadInCall') : t('prepare.lead')}</p>
      <div className="grid gap-5">
        <ChecklistCard inCall={verification.call !== null} />
        <DocumentsCard documents={verification.documents} />
        <DeviceCheckCard verification={verification} door={door} video={video} />
        <RehearsalCard verification={verification} door={door} video={video} />
        <div className="flex flex-wrap items-center justify-end gap-4">
          {!ready && <p className="text-ink-soft">{t('prepare.continueHint')}</p>}
          {ready ? (
            <Link to={placeOfStep[next] ?? '/case'} className={buttonClass('primary', 'large')}>
              {t('prepare.continue')}
            </Link>
          ) : (
            <Link to="/case" className={buttonClass('secondary', 'large')}>
              {t('result.toCase')}
            </Link>
          )}
        </div>
      </div>
    </VerificationFrame>
  )
}
