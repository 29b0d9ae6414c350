import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { useRemaining, useShortRemaining } from '../../kit/clock.tsx'
import { Icon } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Status } from '../../kit/status.tsx'
import { bookCall, declineOffer, leaveWaitingList, type SellerCall, waitForCall } from '../api/call-queries.ts'
import { CallFacts } from './chosen-time.tsx'
import { useCallWords } from './use-call-words.ts'

type Waiting = NonNullable<SellerCall['waiting']>
type Offer = NonNullable<Waiting['offer']>
export type WaitingListProps = { verification: SellerCase; call: SellerCall; onBooked: () => void }

/** Those before in the line go while a page stands open, and nobody tells the others. */
const lookEveryMs = 20_000

const useChange = (change: () => Promise<unknown>, after: () => void = () => undefined) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: after,
    onSettled: () => Promise.all([['home'], ['call-times']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}

/** [BK4] Where the seller stands in the line, or the time that is kept for them. Nothing for whoever does not wait. */
export const WaitingList = (props: WaitingListProps) => {
  const { waiting } = props.call
  const queries = useQueryClient()
  const isWaiting = waiting !== null
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ['home'] }), lookEveryMs)
    return () => clearInterval(timer)
  }, [isWaiting, queries])
  if (!waiting) return null
  return waiting.offer ? (
    <KeptTime {...props} waiting={waiting} offer={waiting.offer} />
  ) : (
    <InLine {...props} waiting={waiting} />
  )
}

const InLine = ({ verification, call, waiting }: WaitingListProps & { waiting: Waiting }) => {
  const { t } = useTranslation('seller')
  const words = useCallWords(call.zone)
  const leaving = useChange(() => leaveWaitingList(verification.id))
  const language = words.language(waiting.language)
  return (
    <Card title={t('waitingList.in')}>
      <div className="grid gap-3">
        <p className="tabular text-xl font-semibold" aria-live="polite">
          {t('waitingList.place', { count: waiting.place })}
        </p>
        <p className="max-w-read">
          {waiting.before
            ? t('waitingList.wishBefore', { language, at: words.both(waiting.before) })
            : t('waitingList.wish', { language })}
        </p>
        <p className="max-w-read text-ink-soft">{t('waitingList.how')}</p>
        {leaving.error && <Problem error={leaving.error} />}
        <div>
          <Button busy={leaving.isPending} onClick={() => leaving.mutate()}>
            {t('waitingList.leave')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

const KeptTime = ({
  verification,
  call,
  onBooked,
  waiting,
  offer,
}: WaitingListProps & { waiting: Waiting; offer: Offer }) => {
  const { t } = useTranslation('seller')
  const words = useCallWords(call.zone)
  const short = useShortRemaining()
  const { left } = useRemaining(Date.parse(offer.heldUntil))
  const { language } = waiting
  const taking = useChange(() => bookCall(verification.id, { startAt: offer.startAt, language }), onBooked)
  const declining = useChange(() => declineOffer(verification.id))
  const error = taking.error ?? declining.error
  const at = words.here(offer.startAt)
  return (
    <section aria-labelledby="kept-time" className="rounded-card border border-needs-line bg-needs-wash p-5 sm:p-6">
      <div className="grid gap-4">
        <h2 id="kept-time" className="text-base">
          <Status meaning="needs-you">{t('waitingList.offer')}</Status>
        </h2>
        <CallFacts call={{ ...offer, language }} words={words} large />
        <p role="timer" className="tabular flex items-start gap-2">
          <span className="mt-0.5">
            <Icon name="clock" sizePx={18} />
          </span>
          <span>
            {left.over
              ? t('waitingList.over')
              : `${t('waitingList.until', { at: words.here(offer.heldUntil) })} · ${t('waitingList.left', { time: short(left) })}`}
          </span>
        </p>
        {error && <Problem error={error} />}
        {!left.over && (
          <div className="flex flex-wrap items-center gap-3">
            <Button look="primary" size="large" busy={taking.isPending} onClick={() => taking.mutate()}>
              {call.booked ? t('waitingList.takeMove', { at }) : t('waitingList.take', { at })}
            </Button>
            <Button busy={declining.isPending} onClick={() => declining.mutate()}>
              {t('waitingList.decline')}
            </Button>
          </div>
        )}
        <p className="text-sm">{t('waitingList.declineWhy')}</p>
      </div>
    </section>
  )
}

export type WaitProps = {
  verification: SellerCase
  call: SellerCall
  language: string
  /** A time that can be had, which is not soon enough; null when none can. */
  before: string | null
}

/** [BK4] Asking to be told. What is there already stays as it is. */
export const WaitForTime = ({ verification, call, language, before }: WaitProps) => {
  const { t, i18n } = useTranslation('seller')
  const joining = useChange(() => waitForCall(verification.id, { language, before }))
  const { holdOfferMinutes, waiting } = call
  if (holdOfferMinutes === null || waiting) return null
  const minutes = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'minute', unitDisplay: 'long' })
  return (
    <section aria-labelledby="wait-for-time" className="grid gap-2 border-t border-line pt-5">
      <h2 id="wait-for-time" className="text-base font-semibold">
        {t('waitingList.title')}
      </h2>
      {before && <p className="max-w-read">{t('waitingList.earlier')}</p>}
      <p className="max-w-read text-ink-soft">{t('waitingList.none', { minutes: minutes.format(holdOfferMinutes) })}</p>
      {joining.error && <Problem error={joining.error} />}
      <div className="mt-1">
        <Button busy={joining.isPending} onClick={() => joining.mutate()}>
          {before ? t('waitingList.joinEarlier') : t('waitingList.join')}
        </Button>
      </div>
    </section>
  )
}
