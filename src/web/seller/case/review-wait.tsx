import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { instantText } from '../../kit/time-text.ts'

/** [BK6] How long a person probably takes to look, and from what that is known; where nothing is known, that. */
export const ReviewWait = ({ wait }: { wait: NonNullable<SellerCase['reviewWait']> }) => {
  const { t, i18n } = useTranslation('seller')
  const at = (instant: string) => instantText(instant, i18n.language)
  return (
    <div className="grid max-w-read gap-1 border-l-2 border-line pl-3 text-[0.9375rem]">
      <p className="font-medium">
        {wait.expectedAt ? t('reviewWait.expected', { at: at(wait.expectedAt) }) : t('reviewWait.unknown')}
      </p>
      <p className="text-ink-soft">
        {wait.ahead === 0 ? t('reviewWait.next') : t('reviewWait.ahead', { count: wait.ahead })}{' '}
        {wait.onDuty > 0
          ? t('reviewWait.onDuty', { count: wait.onDuty })
          : wait.nextOnDutyAt
            ? t('reviewWait.nobodyUntil', { at: at(wait.nextOnDutyAt) })
            : t('reviewWait.nobody')}
      </p>
    </div>
  )
}
