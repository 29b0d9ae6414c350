import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Card } from '../../kit/card.tsx'

/** [NO6] Why the seller is asked at all, with the basis that the program cites, and what signals showed where they asked. [TR4] */
export const ReasonCard = ({ verification, marketplace }: { verification: SellerCase; marketplace: string }) => {
  const { t } = useTranslation('seller')
  return (
    <Card title={t('case.reason')}>
      <p className="text-sm text-ink-soft">
        {t('case.reasonBody', { marketplace, legalBasis: verification.program.legalBasis })}
      </p>
      {verification.because.length > 0 && (
        <>
          <h3 className="mt-3 text-sm font-medium">{t('case.reasonBecause')}</h3>
          <ul className="mt-1 grid list-disc gap-1 pl-5 text-sm text-ink-soft">
            {verification.because.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

/** [EL1] The notarised way is a lane of the case and never hidden. */
export const OtherWayCard = ({ verification }: { verification: SellerCase }) => {
  const { t } = useTranslation('seller')
  if (!verification.offlineLane || !['awaiting-seller', 'offline'].includes(verification.status)) return null
  return (
    <Card title={t('case.lanes')}>
      <p className="text-sm text-ink-soft">{t('case.offlineHint')}</p>
      <Link to="/offline" className="mt-2 inline-block font-medium text-accent">
        {t('case.offlineOpen')}
      </Link>
    </Card>
  )
}
