import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Button, buttonClass } from '../../kit/button.tsx'
import { useRemaining, useShortRemaining } from '../../kit/clock.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Icon } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { Status } from '../../kit/status.tsx'
import { type BookedCall, calendarAddress, cancelCall, type SellerCall } from '../api/call-queries.ts'
import { CallFacts } from './chosen-time.tsx'
import { useCallWords } from './use-call-words.ts'

export type AppointmentCardProps = { verification: SellerCase; call: SellerCall; booked: BookedCall }

/** [BK4] The appointment with what can be done about it, until it begins. */
export const AppointmentCard = ({ verification, call, booked }: AppointmentCardProps) => {
  const { t } = useTranslation('seller')
  const words = useCallWords(call.zone)
  const { left } = useRemaining(Date.parse(booked.startAt))
  return (
    <section aria-labelledby="appointment" className="overflow-hidden rounded-card border border-line bg-surface">
      <div className="grid gap-5 p-5 sm:p-7">
        <h2 id="appointment" className="text-base">
          <Status meaning="good">{t('call.booked')}</Status>
        </h2>
        <CallFacts call={booked} words={words} large />
        <Countdown startAt={booked.startAt} />
        {verification.nextStep === 'enter-call' && (
          <div>
            <Link to="/room" className={buttonClass('primary', 'large')}>
              {t('next.enter-call.action')}
            </Link>
          </div>
        )}
        {!left.over && (
          <div className="flex flex-wrap gap-3">
            <a href={calendarAddress(verification.id)} download className={buttonClass()}>
              {t('call.calendar')}
            </a>
            {isMovable(booked) && (
              <Link to="/call" search={{ move: true }} className={buttonClass()}>
                {t('call.move')}
              </Link>
            )}
            <Cancel verification={verification} at={words.here(booked.startAt)} />
          </div>
        )}
        {!left.over && booked.moves && (
          <p className="max-w-read text-sm text-ink-soft">
            {booked.moves.left === 0
              ? t('call.moves.exhausted')
              : isMovable(booked)
                ? t('call.moves.left', { count: booked.moves.left, at: words.here(booked.moves.until) })
                : t('call.moves.late', { count: booked.moves.left, at: words.here(booked.moves.until) })}
          </p>
        )}
      </div>
      <p className="flex flex-wrap items-start gap-x-3 gap-y-1 border-t border-line bg-sunken px-5 py-3.5 text-[0.9375rem] sm:px-7">
        <span className="shrink-0 font-medium">{t('call.before')}</span>
        <Link to="/case" className="font-medium text-accent">
          {verification.nextStep === 'wait-for-call' ? t('call.toCase') : t(`next.${verification.nextStep}.title`)}
        </Link>
      </p>
    </section>
  )
}

/** [BK4] Whether the seller may choose another time for it. */
export const isMovable = ({ moves }: Pick<BookedCall, 'moves'>): boolean =>
  moves === null || (moves.left > 0 && serverNowMs() < Date.parse(moves.until))

/** How long until it begins; the last hour by the second. */
export const Countdown = ({ startAt }: { startAt: string }) => {
  const { t } = useTranslation('seller')
  const { left } = useRemaining(Date.parse(startAt))
  const short = useShortRemaining()
  return (
    <p role="timer" className="tabular flex items-center gap-2 text-ink-soft">
      <Icon name="clock" sizePx={18} />
      {left.over ? t('call.begun') : t('call.beginsIn', { time: short(left) })}
    </p>
  )
}

const Cancel = ({ verification, at }: { verification: SellerCase; at: string }) => {
  const { t } = useTranslation(['seller', 'common'])
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const cancelling = useMutation({
    mutationFn: () => cancelCall(verification.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['home'] }),
  })
  const close = () => {
    setAsking(false)
    cancelling.reset()
  }
  return (
    <>
      <Button look="quiet" className="text-blocked max-sm:-ml-4" onClick={() => setAsking(true)}>
        {t('call.cancel')}
      </Button>
      <Dialog
        open={asking}
        onClose={close}
        title={t('call.cancelTitle')}
        closeLabel={t('common:close')}
        actions={
          <>
            <Button look="danger" busy={cancelling.isPending} onClick={() => cancelling.mutate()}>
              {t('call.cancelGo')}
            </Button>
            <Button onClick={close}>{t('call.keep')}</Button>
          </>
        }
      >
        <div className="grid gap-3">
          {cancelling.error && <Problem error={cancelling.error} />}
          <p>{t('call.cancelBody', { at })}</p>
        </div>
      </Dialog>
    </>
  )
}
