import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Card } from '../../kit/card.tsx'
import { type Meaning, Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import type { Attempt } from '../api/seller-queries.ts'

export const outcomeMeaning: Record<Attempt['outcome'], Meaning> = {
  running: 'neutral',
  inspecting: 'neutral',
  'in-review': 'neutral',
  passed: 'good',
  failed: 'blocked',
  voided: 'neutral',
}

/** [AT6] Every attempt, what came of it, whether it was counted, and why. */
export const Ledger = ({ verification }: { verification: SellerCase }) => {
  const { t } = useTranslation(['seller', 'failure'])
  const why = (attempt: Attempt): string =>
    attempt.voidReason
      ? t(`void.${attempt.voidReason}`)
      : attempt.failures.map((failure) => t(`failure:${failure.code}.title`)).join(t('listComma')) || '—'
  return (
    <Card title={verification.call ? t('case.attemptsInCall') : t('case.attempts')}>
      {verification.attempts.length === 0 ? (
        <p className="text-ink-soft">{verification.call ? t('case.attemptsNoneInCall') : t('case.attemptsNone')}</p>
      ) : (
        <Table
          caption={t('case.attemptsCaption')}
          rows={[...verification.attempts].reverse()}
          rowKey={(attempt) => attempt.id}
          columns={[
            { id: 'no', head: t('ledger.no'), cell: (attempt) => attempt.no, className: 'whitespace-nowrap' },
            {
              id: 'when',
              head: t('ledger.when'),
              cell: (attempt) => <Instant at={attempt.startedAt} />,
              className: 'whitespace-nowrap max-sm:hidden',
            },
            {
              id: 'result',
              head: t('ledger.result'),
              cell: (attempt) => (
                <Link to="/result/$attemptId" params={{ attemptId: attempt.id }} className="text-inherit">
                  <Tag meaning={outcomeMeaning[attempt.outcome]}>{t(`outcome.${attempt.outcome}`)}</Tag>
                </Link>
              ),
            },
            { id: 'why', head: t('ledger.why'), cell: why },
            {
              id: 'counted',
              head: t('ledger.counted'),
              cell: (attempt) => (attempt.counted ? t('ledger.yes') : t('ledger.noCount')),
              className: 'whitespace-nowrap max-sm:hidden',
            },
            {
              id: 'open',
              head: <span className="sr-only">{t('ledger.open')}</span>,
              cell: (attempt) => (
                <Link
                  to="/result/$attemptId"
                  params={{ attemptId: attempt.id }}
                  className="whitespace-nowrap font-medium text-accent"
                >
                  {t('ledger.open')}
                </Link>
              ),
            },
          ]}
        />
      )}
    </Card>
  )
}
