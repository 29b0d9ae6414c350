import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Banner } from '../../kit/banner.tsx'
import { lastMissed } from './missed-call.ts'
import { useCallWords } from './use-call-words.ts'

/** [BK4] [AT6] A call that was not held, whose doing that was, and what it costs. */
export const MissedBanner = ({ verification }: { verification: SellerCase }) => {
  const { t } = useTranslation('seller')
  const words = useCallWords(verification.call?.zone ?? 'UTC')
  const missed = lastMissed(verification)
  if (!missed || verification.status !== 'awaiting-seller') return null
  return (
    <Banner meaning="needs-you" title={t(`call.missed.${missed.side}.title`, { at: words.both(missed.startAt) })}>
      {t(`call.missed.${missed.side}.body`)}
    </Banner>
  )
}
