import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'

/** [DV4] Hints of the seller's device, for a person to weigh; nothing where there are none. */
export const DeviceSignals = ({ signals }: { signals: ReviewView['deviceSignals'] }) => {
  const { t } = useTranslation('desk')
  if (signals.length === 0) return null
  return (
    <section aria-labelledby="signals-title" className="grid gap-1">
      <h2 id="signals-title" className="text-base font-semibold">
        {t('deviceSignal.title')}
      </h2>
      <ul className="grid gap-0.5">
        {signals.map(({ signal, confidence01, told }) => (
          <li key={signal} className="tabular">
            {t('deviceSignal.line', {
              signal: t(`deviceSignal.${signal}`, { defaultValue: signal }),
              percent: Math.round(confidence01 * 100),
            })}
            {told !== null && <span className="text-ink-soft"> · {t('deviceSignal.told', { told })}</span>}
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-soft">{t('deviceSignal.body')}</p>
    </section>
  )
}
