import { useTranslation } from 'react-i18next'
import type { CaseRisk } from '#contracts/desk-case-risk.ts'
import { Card } from '../../kit/card.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { useProgramName } from '../frame/use-program-name.ts'

/** [TR4] Why signals opened the case: every rule that was true, and what it weighed. Left out where something else opened it. */
export const RiskCard = ({ risk, program }: { risk: CaseRisk | null; program: string }) => {
  const { t, i18n } = useTranslation('risk')
  const programName = useProgramName()
  if (risk === null) return null
  const inWords = ({ rule, staff }: CaseRisk['rules'][number]) => staff?.[i18n.language] ?? staff?.en ?? rule
  return (
    <Card title={t('risk:case.title')}>
      <p className="mb-2 text-sm text-ink-soft">
        {t('risk:case.lead', { program: programName(program), version: risk.rulesVersion, score: risk.score })}{' '}
        <Instant at={risk.assessedAt} />
      </p>
      <Table
        caption={t('risk:case.title')}
        rows={[...risk.rules]}
        rowKey={({ rule }) => rule}
        empty=""
        columns={[
          { id: 'rule', head: t('risk:case.rule'), cell: inWords },
          {
            id: 'weight',
            head: t('risk:case.weight'),
            cell: ({ weight, hard }) => (hard ? t('risk:case.hard') : weight > 0 ? `+${weight}` : String(weight)),
          },
        ]}
      />
      {risk.outcome === 'open-with-person' && <p className="mt-2 text-sm text-ink-soft">{t('risk:case.withPerson')}</p>}
    </Card>
  )
}
