import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { KeyHint } from '../../kit/key-hint.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { DeskLink, sellerAddress } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { BoardFilters } from './board-filters.tsx'
import { type Board, type BoardFilter, boardOf } from './board-queries.ts'
import { BoardRows } from './board-rows.tsx'
import { CountsChart } from './counts-chart.tsx'

/** [RE1] [RE2] What is taken away from sellers, what the marketplace has not answered, and what it has otherwise. */
export const BoardPage = ({ filter }: { filter: BoardFilter }) => {
  const { t } = useTranslation(['board', 'desk'])
  const { data: board, error, refetch } = useQuery(boardOf(filter))
  const { after } = filter
  const chosen: Record<string, string> = Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (name !== 'after' && value ? [[name, value] as const] : [])),
  )
  const filtered = Object.keys(chosen).length > 0
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        board && board.rows.length > 0 ? (
          <p className="hidden items-center gap-2 text-sm text-ink-soft pointer-fine:flex">
            <KeyHint keys="J" /> <KeyHint keys="K" /> {t('desk:queue.keysMove')} <KeyHint keys="Enter" />{' '}
            {t('desk:queue.keysOpen')}
          </p>
        ) : undefined
      }
    >
      {board && board.counts.leftBehind > 0 && (
        <Banner meaning="blocked" title={t('leftBehind.title', { count: board.counts.leftBehind })}>
          {t('leftBehind.body')}
        </Banner>
      )}
      {board && <CountsChart counts={board.counts} />}
      <BoardFilters filter={filter} programs={board?.programs ?? []} />
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!board && !error && <Skeleton lines={8} />}
      {board && board.rows.length === 0 && (
        <EmptyState
          icon="good"
          title={t(filtered ? 'noneFound.title' : 'none.title')}
          action={
            filtered ? (
              <DeskLink to="/restrictions" className={buttonClass()}>
                {t('showAll')}
              </DeskLink>
            ) : undefined
          }
        >
          {t(filtered ? 'noneFound.body' : 'none.body')}
        </EmptyState>
      )}
      {board && board.rows.length > 0 && <BoardRows rows={board.rows} />}
      {board && (after || board.next) && (
        <nav aria-label={t('pages')} className="flex flex-wrap justify-center gap-3">
          {after && (
            <DeskLink to="/restrictions" search={chosen} className={buttonClass()}>
              {t('firstPage')}
            </DeskLink>
          )}
          {board.next && (
            <DeskLink to="/restrictions" search={{ ...chosen, after: board.next }} className={buttonClass()}>
              {t('nextPage')}
            </DeskLink>
          )}
        </nav>
      )}
      {board && board.unknown.length > 0 && <UnknownCard unknown={board.unknown} />}
    </Page>
  )
}

/** In force at the marketplace, and nobody here asked for it: nothing is sent, but somebody should know why. */
const UnknownCard = ({ unknown }: { unknown: Board['unknown'] }) => {
  const { t } = useTranslation(['board', 'common'])
  return (
    <Card title={t('unknown.title')}>
      <p className="mb-2 max-w-read text-sm text-ink-soft">{t('unknown.lead')}</p>
      <Table
        caption={t('unknown.title')}
        rows={unknown}
        rowKey={(row) => `${row.sellerId}.${row.capability}`}
        columns={[
          {
            id: 'seller',
            head: t('seller'),
            cell: (row) => (
              <DeskLink to={sellerAddress(row.sellerId)} className="text-accent underline underline-offset-2">
                {row.sellerId}
              </DeskLink>
            ),
          },
          { id: 'capability', head: t('capability'), cell: (row) => t(`common:capability.${row.capability}`) },
          { id: 'since', head: t('reportedSince'), cell: (row) => <Instant at={row.since} /> },
        ]}
      />
    </Card>
  )
}
