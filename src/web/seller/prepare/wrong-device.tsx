import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { type DeviceReport, deviceProblems } from '#domain/device-rules.ts'
import { buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Icon } from '../../kit/icon.tsx'
import { rulesOf } from './use-device-check.ts'

export type WrongDeviceKind = 'phone' | 'browser' | 'old-browser'

/** [DV2] What is wrong with the device itself, before any camera is asked for; null when nothing is. */
export const wrongDeviceOf = (
  { device }: Pick<SellerCase, 'device'>,
  browser: DeviceReport['browser'],
): WrongDeviceKind | null => {
  const problems = deviceProblems(rulesOf(device), {
    browser,
    camera: null,
    microphone: null,
    longestStallMs: 0,
    mediaError: null,
  })
  if (problems.includes('phone-not-supported')) return 'phone'
  if (problems.includes('browser-not-supported')) return 'browser'
  return problems.includes('browser-too-old') ? 'old-browser' : null
}

/** Told why and what to do, well: the way goes on at a computer, and reading the case works here too. */
export const WrongDevice = ({ verification, what }: { verification: SellerCase; what: WrongDeviceKind }) => {
  const { t } = useTranslation('seller')
  const version = (name: string) => verification.device.browsers.find((one) => one.name === name)?.minVersion ?? ''
  const versions = { chrome: version('chrome'), firefox: version('firefox') }
  return (
    <div className="grid gap-5">
      <span className="grid size-16 place-items-center rounded-full bg-accent-wash text-accent">
        <Icon name="screen" sizePx={32} />
      </span>
      <div>
        <h1 className="text-2xl font-semibold">{what === 'phone' ? t('phone.title') : t('browser.title')}</h1>
        <p className="mt-2 max-w-read text-ink-soft">
          {what === 'phone' ? t('phone.body') : what === 'browser' ? t('browser.body') : t('browser.old')}
        </p>
      </div>
      <Card title={t('phone.what')}>
        {what === 'phone' ? (
          <ol className="grid list-decimal gap-3 pl-5">
            <li>{t('phone.one')}</li>
            <li>{t('phone.two')}</li>
            <li>{t('phone.three', versions)}</li>
          </ol>
        ) : (
          <p>{t('browser.list', versions)}</p>
        )}
      </Card>
      {what === 'phone' && <p className="text-ink-soft">{t('phone.here')}</p>}
      <div>
        <Link to="/case" className={buttonClass('secondary', 'large')}>
          {t('phone.toCase')}
        </Link>
      </div>
    </div>
  )
}
