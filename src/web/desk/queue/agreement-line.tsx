import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { agreementQuery } from '../calls/desk-queries.ts'

/** [DE3] How often a second pair of eyes saw the same. Small numbers are told as numbers: a percentage of three says nothing. */
export const AgreementLine = () => {
  const { t } = useTranslation('desk')
  const { data } = useQuery(agreementQuery)
  if (!data) return null
  const { agreed, doubted, upheld, overturned, waiting } = data.secondLooks
  const taken = agreed + doubted + upheld + overturned
  const lines = [
    taken > 0 && t('agreement.secondLooks', { agreed, taken }),
    doubted > 0 && t('agreement.doubted', { count: doubted }),
    overturned > 0 && t('agreement.overturned', { count: overturned }),
    waiting > 0 && t('agreement.waiting', { count: waiting }),
    data.fourEyes.pairs > 0 && t('agreement.fourEyes', { agreed: data.fourEyes.agreed, pairs: data.fourEyes.pairs }),
  ].filter((line) => line !== false)
  return (
    <section aria-label={t('agreement.title')} className="border-t border-line pt-3 text-sm text-ink-soft">
      <h2 className="font-medium text-ink">{t('agreement.title')}</h2>
      <p className="tabular">{lines.length > 0 ? lines.join(' ') : t('agreement.none')}</p>
    </section>
  )
}
