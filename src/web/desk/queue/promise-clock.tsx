import { useTranslation } from 'react-i18next'
import { Clock, useRemaining, useShortRemaining } from '../../kit/clock.tsx'
import { remaining } from '../../kit/countdown.ts'
import { Icon } from '../../kit/icon.tsx'
import { useNowEachMinute } from './use-now.ts'

/** A promise of ours: the time left, and once it is broken for how long, since that is what has to be made good. */
export const PromiseClock = ({ dueAt }: { dueAt: string }) => {
  const { t } = useTranslation('desk')
  const { left } = useRemaining(Date.parse(dueAt))
  return left.over ? <Late dueAt={dueAt} /> : <Clock dueAt={dueAt} label={t('clock.review-promise.us')} />
}

const Late = ({ dueAt }: { dueAt: string }) => {
  const { t } = useTranslation('desk')
  const short = useShortRemaining()
  const by = remaining(useNowEachMinute(), Date.parse(dueAt))
  const time = by.days + by.hours > 0 ? short(by) : t('queue.minutes', { minutes: by.minutes })
  return (
    <div className="inline-flex items-center gap-2 rounded-control border border-blocked-line bg-blocked-wash px-3 py-1 leading-tight text-blocked">
      <Icon name="clock" sizePx={18} />
      <span className="grid">
        <span className="tabular text-[0.9375rem] font-semibold whitespace-nowrap">{t('queue.late', { time })}</span>
        <span className="text-xs whitespace-nowrap text-ink-soft">{t('clock.review-promise.us')}</span>
      </span>
    </div>
  )
}
