import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Countdown } from './appointment-card.tsx'
import { CallFacts } from './chosen-time.tsx'
import { useCallWords } from './use-call-words.ts'

/** The appointment on the page of the case, whatever there is to do before it. */
export const CaseAppointment = ({ verification }: { verification: SellerCase }) => {
  const { t } = useTranslation('seller')
  const words = useCallWords(verification.call?.zone ?? 'UTC')
  const booked = verification.call?.booked
  if (!booked) return null
  return (
    <Card
      title={t('call.yours')}
      aside={
        verification.nextStep !== 'wait-for-call' && (
          <Link to="/call" className={buttonClass()}>
            {t('call.change')}
          </Link>
        )
      }
    >
      <div className="grid gap-2">
        <CallFacts call={booked} words={words} />
        <Countdown startAt={booked.startAt} />
      </div>
    </Card>
  )
}
