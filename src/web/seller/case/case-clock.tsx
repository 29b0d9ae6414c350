import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Clock } from '../../kit/clock.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { Tag } from '../../kit/status.tsx'
import { clockWords, mainClock } from './main-clock.ts'

/** Time left and whose turn it is; at the top right of every page of the case, over the camera too. */
export const CaseClock = ({ verification, look }: { verification: SellerCase; look?: 'corner' | 'lens' }) => {
  const { t } = useTranslation('seller')
  const clock = mainClock(verification.clocks, serverNowMs())
  if (!clock)
    return verification.status === 'restored' || verification.status === 'withdrawn' ? (
      <Tag meaning="good">{t('clock.done')}</Tag>
    ) : (
      <Tag>{t('clock.none')}</Tag>
    )
  const wholeMs =
    clock.kind === 'complete-verification' ? Date.parse(clock.dueAt) - Date.parse(verification.openedAt) : null
  return (
    <Clock
      dueAt={clock.dueAt}
      label={`${t(`clock.turn.${clock.owner}`)} · ${t(`clock.${clockWords(clock, verification.restrictions)}`)}`}
      {...(wholeMs === null ? {} : { wholeMs })}
      {...(look ? { look } : {})}
    />
  )
}
