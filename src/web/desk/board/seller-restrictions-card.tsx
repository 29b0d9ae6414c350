import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../kit/card.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { boardOf } from './board-queries.ts'
import { BoardRows } from './board-rows.tsx'

/** [RE1] [RE2] What is taken away from one seller, and what was given back. */
export const SellerRestrictionsCard = ({ sellerId }: { sellerId: string }) => {
  const { t } = useTranslation(['board', 'common'])
  const { data: board, error, refetch } = useQuery(boardOf({ seller: sellerId }))
  return (
    <Card title={t('title')}>
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!board && !error && <Skeleton lines={3} />}
      {board && board.rows.length === 0 && <p className="text-ink-soft">{t('ofSeller.none')}</p>}
      {board && board.rows.length > 0 && <BoardRows rows={board.rows} withSeller={false} />}
      {board && board.unknown.length > 0 && (
        <p className="mt-3 text-sm text-ink-soft">
          {t('ofSeller.unknown', {
            capabilities: board.unknown.map((one) => t(`common:capability.${one.capability}`)).join(t('between')),
          })}
        </p>
      )}
    </Card>
  )
}
