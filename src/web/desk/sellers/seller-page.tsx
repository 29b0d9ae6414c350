import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DeskSeller } from '#contracts/desk-sellers.ts'
import { siteName } from '#domain/site-name.ts'
import { Card } from '../../kit/card.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { SellerRestrictionsCard } from '../board/seller-restrictions-card.tsx'
import { statusMeaning } from '../cases/case-words.ts'
import { caseAddress, DeskLink } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useProgramName } from '../frame/use-program-name.ts'
import { LinksCard } from '../links/links-card.tsx'
import { BadgeCard } from './badge-card.tsx'
import { RiskCard } from './risk/risk-card.tsx'
import { sellerQuery } from './seller-queries.ts'

/** Everything of one seller that staff may know: each card asks for its own part. */
export const SellerPage = ({ sellerId }: { sellerId: string }) => {
  const { t, i18n } = useTranslation('desk')
  const { data, error, refetch } = useQuery(sellerQuery(sellerId))
  if (error)
    return (
      <Page title={t('seller.titleUnknown')}>
        <DeskProblem error={error} onRetry={() => void refetch()} />
      </Page>
    )
  if (!data)
    return (
      <Page title={t('seller.titleUnknown')}>
        <Skeleton lines={9} />
      </Page>
    )
  return (
    <Page
      title={t('seller.title', { seller: sellerId })}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>{siteName(i18n.language, data.site)}</span>
          <span>{t(`seller.kind.${data.kind}`)}</span>
          <span>{t('seller.mainCategory', { category: data.mainCategory })}</span>
          <span>
            {t('seller.registered')} <Instant at={data.registeredAt} />
          </span>
        </span>
      }
    >
      <SellerCases cases={data.cases} />
      <RiskCard sellerId={sellerId} />
      <LinksCard sellerId={sellerId} />
      <BadgeCard sellerId={sellerId} />
      <SellerRestrictionsCard sellerId={sellerId} />
    </Page>
  )
}

const SellerCases = ({ cases }: { cases: DeskSeller['cases'] }) => {
  const { t } = useTranslation('desk')
  const programName = useProgramName()
  return (
    <Card title={t('seller.cases')}>
      <Table
        caption={t('seller.cases')}
        rows={cases}
        rowKey={(row) => row.id}
        stacks
        empty={t('seller.noCases')}
        columns={[
          {
            id: 'opened',
            head: t('cases.opened'),
            cell: (row) => (
              <DeskLink
                to={caseAddress(row.id)}
                className="font-medium whitespace-nowrap text-accent underline underline-offset-2"
              >
                <Instant at={row.openedAt} />
              </DeskLink>
            ),
          },
          { id: 'program', head: t('cases.program'), cell: (row) => programName(row.program) },
          {
            id: 'status',
            head: t('cases.status'),
            cell: (row) => <Tag meaning={statusMeaning(row.status)}>{t(`status.${row.status}`)}</Tag>,
          },
        ]}
      />
    </Card>
  )
}
