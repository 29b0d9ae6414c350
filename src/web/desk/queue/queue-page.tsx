import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Icon } from '../../kit/icon.tsx'
import { KeyHint } from '../../kit/key-hint.tsx'
import { announce } from '../../kit/live-region.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Status } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'
import { type QueueItem, queueQuery } from '../calls/desk-queries.ts'
import { DeskLink, reviewAddress } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useProgramName } from '../frame/use-program-name.ts'
import { useRowKeys } from '../keys/use-row-keys.ts'
import { AgreementLine } from './agreement-line.tsx'
import { BansList } from './bans-list.tsx'
import { PromiseClock } from './promise-clock.tsx'
import { queueGroups, type Urgency } from './queue-order.ts'
import { useNowEachMinute } from './use-now.ts'

export const QueuePage = () => {
  const { t } = useTranslation('desk')
  const { data: queue, error, refetch } = useQuery(queueQuery)
  const count = queue?.items.length
  useTellChanges(count)
  return (
    <Page
      title={count ? t('queue.titleCount', { count }) : t('queue.title')}
      lead={t('queue.lead')}
      actions={
        count ? (
          <p className="hidden items-center gap-2 text-sm text-ink-soft pointer-fine:flex">
            <KeyHint keys="J" /> <KeyHint keys="K" /> {t('queue.keysMove')} <KeyHint keys="Enter" />{' '}
            {t('queue.keysOpen')}
          </p>
        ) : undefined
      }
    >
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!queue && !error && <Skeleton lines={6} />}
      {queue && queue.items.length === 0 && (
        <EmptyState icon="good" title={t('queue.empty.title')}>
          <p>{t('queue.empty.body')}</p>
          <ul className="mt-3 inline-grid gap-1 text-left">
            {(['unsure', 'final-manual-queue', 'program-asks', 'device-signals', 'call', 'second-look'] as const).map(
              (why) => (
                <li key={why}>
                  <span className="font-medium text-ink">{t(`why.${why}.title`)}</span>: {t(`why.${why}.body`)}
                </li>
              ),
            )}
          </ul>
        </EmptyState>
      )}
      {queue && queue.items.length > 0 && <QueueList items={queue.items} />}
      <BansList />
      <AgreementLine />
    </Page>
  )
}

/** Says how many wait whenever that changes; the first number is part of the page. */
const useTellChanges = (count: number | undefined): void => {
  const { t } = useTranslation('desk')
  const before = useRef(count)
  useEffect(() => {
    if (count !== undefined && before.current !== undefined && before.current !== count)
      announce(t('queue.now', { count }))
    if (count !== undefined) before.current = count
  }, [count, t])
}

const QueueList = ({ items }: { items: readonly QueueItem[] }) => {
  const { t } = useTranslation('desk')
  const nowMs = useNowEachMinute()
  const list = useRowKeys<HTMLDivElement>()
  return (
    <div ref={list} className="grid gap-6">
      {queueGroups(items, nowMs).map(({ urgency, items: rows }) => (
        <section key={urgency} aria-labelledby={`queue-${urgency}`} className="grid gap-2">
          <h2 id={`queue-${urgency}`} className="flex items-center gap-2 text-sm">
            <UrgencyName urgency={urgency} />
            <span className="text-ink-soft">{rows.length}</span>
          </h2>
          <ul className="grid overflow-hidden rounded-card border border-line bg-surface">
            {rows.map((item) => (
              <li key={item.attemptId} className="border-b border-line last:border-0">
                <Row item={item} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="text-sm text-ink-soft">{t('queue.legend')}</p>
    </div>
  )
}

const UrgencyName = ({ urgency }: { urgency: Urgency }) => {
  const { t } = useTranslation('desk')
  const meaning = { late: 'blocked', 'at-risk': 'needs-you', 'in-time': 'neutral' } as const
  return (
    <Status meaning={meaning[urgency]} icon={urgency === 'late' ? 'blocked' : 'clock'}>
      {t(`queue.urgency.${urgency}`)}
    </Status>
  )
}

const Row = ({ item }: { item: QueueItem }) => {
  const { t } = useTranslation('desk')
  const programName = useProgramName()
  return (
    <DeskLink
      to={reviewAddress(item.caseId, item.attemptId)}
      data-row={item.attemptId}
      className="grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-1 px-4 py-3 text-ink no-underline -outline-offset-3 hover:bg-sunken focus-visible:bg-accent-wash sm:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1.4fr)_auto_auto]"
    >
      <PromiseClock dueAt={item.dueAt} />
      <span className="min-w-0">
        <span className="block truncate font-medium">{item.sellerId}</span>
        <span className="block truncate text-sm text-ink-soft">{programName(item.program)}</span>
      </span>
      <span className="min-w-0 max-sm:order-last max-sm:col-span-3">
        <span className="block font-medium">{t(`why.${item.why}.title`)}</span>
        <span className="block text-sm text-ink-soft">{t(`why.${item.why}.body`)}</span>
      </span>
      <span className="hidden text-right text-sm text-ink-soft lg:block">
        {t('queue.openSince')}
        <br />
        <Instant at={item.openedAt} />
      </span>
      <span className="text-ink-soft">
        <Icon name="next" />
      </span>
    </DeskLink>
  )
}
