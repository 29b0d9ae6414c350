import { useTranslation } from 'react-i18next'
import { Card } from '../../kit/card.tsx'
import { Table } from '../../kit/table.tsx'
import { instantText } from '../../kit/time-text.ts'
import type { CaseFile } from '../calls/desk-queries.ts'
import { MarkedText } from '../review/fields/marked-text.tsx'
import { textDifference } from '../review/fields/text-difference.ts'

/** [EL6] What the seller says differs between registration and documents, marked as differences are everywhere. */
export const ComparisonCard = ({ comparison }: Pick<CaseFile, 'comparison'>) => {
  const { t, i18n } = useTranslation(['desk', 'common'])
  if (!comparison) return null
  const { at, differences } = comparison
  return (
    <Card title={t('comparison.title')}>
      <p className="mb-3 text-sm text-ink-soft">{t('comparison.lead', { at: instantText(at, i18n.language) })}</p>
      {differences === null ? (
        <p>{t('comparison.gone')}</p>
      ) : differences.length === 0 ? (
        <p>{t('comparison.same')}</p>
      ) : (
        <Table
          caption={t('comparison.title')}
          rows={differences.map((one) => {
            const onFile = one.onFile ?? t('common:noEnd')
            return { field: one.field, parts: textDifference(onFile, one.documentSays) }
          })}
          rowKey={({ field }) => field}
          columns={[
            { id: 'field', head: t('comparison.field'), cell: ({ field }) => t(`common:field.${field}`) },
            {
              id: 'onFile',
              head: t('comparison.onFile'),
              cell: ({ parts }) => <MarkedText parts={parts.registered} />,
            },
            { id: 'says', head: t('comparison.says'), cell: ({ parts }) => <MarkedText parts={parts.read} /> },
          ]}
        />
      )}
    </Card>
  )
}
