import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Status } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { type Notice, readNotice } from '../api/seller-queries.ts'
import { FunctionsCard } from '../case/functions-card.tsx'
import { useHome } from '../frame/use-home.ts'

/** [NO1] The start page of the seller centre: pop-up, state of the identity, functions and messages. */
export const HomePage = () => {
  const { t } = useTranslation(['seller', 'common'])
  const home = useHome()
  const zones = useZoneWords()
  const verification = home.case
  const booked = verification?.call?.booked
  const due = verification?.status === 'awaiting-seller'
  const messages = home.notices.filter((notice) => notice.channels.includes('in-site')).slice(0, 3)
  return (
    <div className="grid gap-5">
      <PopUp notices={home.notices} />
      <h1 className="text-2xl font-semibold">{t('home.title', { shop: home.seller.shopName })}</h1>
      {due && (
        <Banner
          meaning="blocked"
          title={t('identity.banner')}
          action={
            <Link to="/case" className={buttonClass('primary')}>
              {t('home.toVerificationNow')}
            </Link>
          }
        >
          {booked
            ? t('home.call', { call: zones.both(booked.startAt, verification.call?.zone ?? 'UTC') })
            : verification.call
              ? t('identity.bannerBodyCall')
              : t('identity.bannerBody')}
        </Banner>
      )}
      <div className="grid gap-5 md:grid-cols-2">
        <Card title={t('home.identityState')}>
          <div className="flex flex-wrap items-center justify-between gap-3">
            {!verification || verification.status === 'restored' || verification.status === 'passed' ? (
              <Status meaning="good">{t('home.verified')}</Status>
            ) : due ? (
              <Status meaning="blocked">{t('home.notVerified')}</Status>
            ) : (
              <Status meaning="needs-you" icon="clock">
                {t('home.inProgress')}
              </Status>
            )}
            {verification && (
              <Link to="/case" className={buttonClass('secondary')}>
                {t('home.toVerification')}
              </Link>
            )}
          </div>
        </Card>
        <FunctionsCard restrictions={home.restrictions} />
      </div>
      <Card
        title={t('home.messages')}
        aside={
          <Link to="/messages" className="font-medium text-accent">
            {t('home.allMessages')}
          </Link>
        }
      >
        {messages.length === 0 ? (
          <EmptyState icon="message" title={t('home.noMessages')}>
            {t('home.noMessagesWhy')}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {messages.map((notice) => (
              <li key={notice.id} className="py-3 first:pt-0 last:pb-0">
                <div className="flex flex-wrap justify-between gap-x-4">
                  <Link to="/messages" className="font-medium text-ink">
                    {notice.title}
                  </Link>
                  <span className="text-sm text-ink-faint">
                    <Instant at={notice.createdAt} />
                  </span>
                </div>
                <p className="line-clamp-2 text-ink-soft">{notice.body}</p>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  )
}

/** Shown once: closing it in any way marks it as read, so that it does not come back with every page. */
const PopUp = ({ notices }: { notices: readonly Notice[] }) => {
  const { t } = useTranslation(['seller', 'common'])
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [closed, setClosed] = useState<string | null>(null)
  const { mutate } = useMutation({
    mutationFn: readNotice,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['home'] }),
  })
  const notice = notices.find((one) => one.channels.includes('pop-up') && one.readAt === null && one.id !== closed)
  if (!notice) return null
  const close = () => {
    setClosed(notice.id)
    mutate(notice.id)
  }
  return (
    <Dialog
      open
      onClose={close}
      title={notice.title}
      closeLabel={t('common:close')}
      actions={
        <>
          <Button look="quiet" onClick={close}>
            {t('home.later')}
          </Button>
          <Button
            look="primary"
            onClick={() => {
              close()
              void navigate({ to: '/case' })
            }}
          >
            {t('home.toVerificationNow')}
          </Button>
        </>
      }
    >
      {notice.body}
    </Dialog>
  )
}
