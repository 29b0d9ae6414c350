import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Card } from '../../kit/card.tsx'
import { instantText } from '../../kit/time-text.ts'

/** [EL6] What the last comparison found; what was mended since is compared again until the call. */
export const ComparisonCard = ({ verification: { comparison, status } }: { verification: SellerCase }) => {
  const { t, i18n } = useTranslation(['seller', 'common'])
  if (!comparison) return null
  const at = instantText(comparison.at, i18n.language)
  const fields = comparison.differing.map((field) => t(`common:field.${field}`)).join(t('listComma'))
  return (
    <Card title={t('compare.card')}>
      <p className="text-sm text-ink-soft">
        {comparison.differing.length === 0 ? t('compare.cardSame', { at }) : t('compare.cardDiffer', { at, fields })}
      </p>
      {status === 'awaiting-seller' && (
        <Link to="/compare" className="mt-2 inline-block font-medium text-accent">
          {t('compare.again')}
        </Link>
      )}
    </Card>
  )
}
