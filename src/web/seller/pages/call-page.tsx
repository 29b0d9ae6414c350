import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Banner } from '../../kit/banner.tsx'
import { buttonClass } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { AppointmentCard, isMovable } from '../call/appointment-card.tsx'
import { MissedBanner } from '../call/missed-banner.tsx'
import { TimeChooser } from '../call/time-chooser.tsx'
import { useCallWords } from '../call/use-call-words.ts'
import { WaitingList } from '../call/waiting-list.tsx'
import { useHome } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'

/** What has to be done on the page of the case before a call can be booked. */
const isBarred = ({ nextStep }: SellerCase): boolean =>
  [
    'complete-registration',
    'renew-licence',
    'confirm-phone',
    'contact-support',
    'follow-offline-lane',
    'compare-registration',
  ].includes(nextStep)

/** [BK1] [BK4] The appointment, or choosing one. */
export const CallPage = () => {
  const { t } = useTranslation('seller')
  const { case: verification, marketplace } = useHome()
  const { move } = useSearch({ from: '/signed-in/call' })
  const navigate = useNavigate()
  const call = verification?.call
  const words = useCallWords(call?.zone ?? 'UTC')
  const toAppointment = () => void navigate({ to: '/call', search: {}, replace: true })
  if (!verification || !call || (!call.booked && (verification.status !== 'awaiting-seller' || isBarred(verification))))
    return <NothingToBook verification={call ? verification : null} />
  const { booked } = call
  if (booked && (!move || !isMovable(booked) || Date.parse(booked.startAt) <= serverNowMs()))
    return (
      <VerificationFrame title={t('call.titleBooked')} narrow>
        <h1 className="mb-5 text-2xl font-semibold">{t('call.titleBooked')}</h1>
        <div className="grid gap-5">
          <WaitingList verification={verification} call={call} onBooked={toAppointment} />
          <AppointmentCard verification={verification} call={call} booked={booked} />
        </div>
      </VerificationFrame>
    )
  const title = booked ? t('call.titleMove') : t('call.titleBook')
  return (
    <VerificationFrame title={title}>
      <h1 className="text-2xl font-semibold">{title}</h1>
      <p className="mt-1 mb-5 max-w-read text-ink-soft">{t('call.lead', { marketplace })}</p>
      <div className="grid gap-5">
        {booked && (
          <Banner
            meaning="neutral"
            icon="clock"
            title={t('call.stays', { at: words.both(booked.startAt) })}
            action={
              <Link to="/call" search={{}} className={buttonClass()}>
                {t('call.keep')}
              </Link>
            }
          >
            {t('call.staysWhy')}
          </Banner>
        )}
        <MissedBanner verification={verification} />
        <WaitingList verification={verification} call={call} onBooked={toAppointment} />
        <TimeChooser verification={verification} call={call} onBooked={toAppointment} />
      </div>
    </VerificationFrame>
  )
}

const NothingToBook = ({ verification }: { verification: SellerCase | null }) => {
  const { t } = useTranslation('seller')
  const first = verification && isBarred(verification) ? t(`next.${verification.nextStep}.title`) : null
  return (
    <VerificationFrame title={t('call.titleBooked')} narrow>
      <h1 className="sr-only">{t('call.titleBooked')}</h1>
      <EmptyState
        icon="info"
        title={first ?? t('call.nothing')}
        action={
          <Link to="/case" className={buttonClass('primary')}>
            {t('result.toCase')}
          </Link>
        }
      >
        {first ? t('call.firstThis') : t('call.nothingWhy')}
      </EmptyState>
    </VerificationFrame>
  )
}
