import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerRow } from '#contracts/desk-sellers.ts'
import { siteName } from '#domain/site-name.ts'
import { Button, buttonClass } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { statusMeaning } from '../cases/case-words.ts'
import { DeskLink, sellerAddress, useGo } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { type SellerFilter, sellersQuery } from './seller-queries.ts'

/** While somebody types, the list waits for a pause. */
const typingPauseMs = 350

export const SellersPage = ({ filter: { begins = '' } }: { filter: SellerFilter }) => {
  const { t } = useTranslation('desk')
  const go = useGo()
  const [typed, setTyped] = useState(begins)
  const listed = useInfiniteQuery(sellersQuery(begins))
  const rows = listed.data?.pages.flatMap((page) => page.sellers) ?? []
  useEffect(() => {
    const asked = typed.trim()
    if (asked === begins) return
    const show = () => go('/sellers', { replace: true, search: asked === '' ? {} : { begins: asked } })
    const timer = setTimeout(show, typingPauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <Page title={t('sellers.title')} lead={t('sellers.lead')}>
      <search>
        <Field label={t('sellers.search')} className="max-w-80">
          <TextInput
            type="search"
            value={typed}
            maxLength={128}
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      </search>
      {listed.error && <DeskProblem error={listed.error} onRetry={() => void listed.refetch()} />}
      {listed.isPending && <Skeleton lines={8} />}
      {listed.data && rows.length === 0 && (
        <EmptyState
          icon="person"
          title={t(begins ? 'sellers.noneFound.title' : 'sellers.none.title')}
          action={
            begins ? (
              <DeskLink to="/sellers" className={buttonClass()}>
                {t('cases.showAll')}
              </DeskLink>
            ) : undefined
          }
        >
          {t(begins ? 'sellers.noneFound.body' : 'sellers.none.body')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className="rounded-card border border-line bg-surface px-4 py-1">
          <SellerTable rows={rows} />
        </div>
      )}
      {listed.hasNextPage && (
        <div className="text-center">
          <Button busy={listed.isFetchingNextPage} onClick={() => void listed.fetchNextPage()}>
            {t('sellers.more')}
          </Button>
        </div>
      )}
    </Page>
  )
}

const SellerTable = ({ rows }: { rows: SellerRow[] }) => {
  const { t, i18n } = useTranslation('desk')
  return (
    <Table
      caption={t('sellers.title')}
      rows={rows}
      rowKey={(row) => row.sellerId}
      columns={[
        {
          id: 'seller',
          head: t('sellers.seller'),
          cell: (row) => (
            <DeskLink to={sellerAddress(row.sellerId)} className="font-medium text-accent underline underline-offset-2">
              {row.sellerId}
            </DeskLink>
          ),
        },
        { id: 'site', head: t('sellers.site'), cell: (row) => siteName(i18n.language, row.site) },
        {
          id: 'newest',
          head: t('sellers.newest'),
          cell: ({ newestCase }) =>
            newestCase ? (
              <Tag meaning={statusMeaning(newestCase.status)}>
                {t(`status.${newestCase.status}`, { defaultValue: newestCase.status })}
              </Tag>
            ) : (
              <span className="text-ink-soft">{t('sellers.noCase')}</span>
            ),
        },
        {
          id: 'registered',
          head: t('sellers.updated'),
          cell: (row) => <Instant at={row.registeredAt} />,
          className: 'whitespace-nowrap max-md:hidden',
        },
      ]}
    />
  )
}
