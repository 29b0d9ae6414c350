import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Tag } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'
import { readNotice } from '../api/seller-queries.ts'
import { useHome } from '../frame/use-home.ts'

/** [NO1] [NO3] Everything that the marketplace wrote, newest first. */
export const MessagesPage = () => {
  const { t } = useTranslation('seller')
  const { notices } = useHome()
  const queries = useQueryClient()
  const { mutate, isPending, variables } = useMutation({
    mutationFn: readNotice,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['home'] }),
  })
  const messages = notices.filter((notice) => notice.channels.includes('in-site'))
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl font-semibold">{t('messages.title')}</h1>
      {messages.length === 0 && (
        <EmptyState icon="message" title={t('home.noMessages')}>
          {t('home.noMessagesWhy')}
        </EmptyState>
      )}
      <ul className="grid gap-3">
        {messages.map((notice) => (
          <li key={notice.id} className="rounded-card border border-line bg-surface p-5">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h2 className="font-semibold">{notice.title}</h2>
              {notice.readAt === null && <Tag meaning="needs-you">{t('messages.unread')}</Tag>}
              <span className="text-sm text-ink-faint sm:ml-auto">
                <Instant at={notice.createdAt} />
              </span>
            </div>
            <p className="mt-2 max-w-read text-ink-soft">{notice.body}</p>
            <div className="mt-3 flex flex-wrap gap-3">
              <Link to="/case" className={buttonClass('secondary')}>
                {t('home.toVerification')}
              </Link>
              {notice.readAt === null && (
                <Button look="quiet" busy={isPending && variables === notice.id} onClick={() => mutate(notice.id)}>
                  {t('messages.markRead')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
