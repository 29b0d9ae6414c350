import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Banner } from '../../kit/banner.tsx'
import { buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { announce } from '../../kit/live-region.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { attemptQuery } from '../api/seller-queries.ts'
import { FunctionsCard } from '../case/functions-card.tsx'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { Verdict } from '../result/verdict.tsx'
import { type RoomSnapshot, sentShare01 } from './room-state.ts'

type AfterCallProps = { snapshot: RoomSnapshot; room: SellerCallRoom; verification: SellerCase }

/** [DE2] The verdict as soon as there is one, else by when; and the rest of the recording on its way. */
export const AfterCall = ({ snapshot, room, verification }: AfterCallProps) => {
  const { t } = useTranslation('seller')
  const attemptId = room.held?.attemptId ?? ''
  const why = room.held?.over?.why ?? 'done'
  const { data } = useQuery(attemptQuery(attemptId))
  useEffect(() => announce(`${t('room.over.title')} ${t(`room.over.${why}`)}`, 'assertive'), [why, t])
  return (
    <VerificationFrame title={t('room.over.title')}>
      <div className="grid gap-5" data-room-phase={snapshot.phase}>
        <p className="text-ink-soft">
          {t('room.over.title')} {t(`room.over.${why}`)}
        </p>
        {data ? <Verdict result={data} verification={verification} /> : <Skeleton lines={4} />}
        <Sending snapshot={snapshot} />
        {data?.attempt.outcome === 'passed' && <FunctionsCard restrictions={verification.restrictions} />}
        {data && ['passed', 'failed'].includes(data.attempt.outcome) && (
          <div>
            <Link to="/result/$attemptId" params={{ attemptId }} className={buttonClass('secondary', 'large')}>
              {t('room.over.reasons')}
            </Link>
          </div>
        )}
      </div>
    </VerificationFrame>
  )
}

/** [CP5] The page may be left once everything has arrived; before that it is better kept open. */
const Sending = ({ snapshot: { phase, recording } }: { snapshot: RoomSnapshot }) => {
  const { t } = useTranslation('seller')
  if (phase === 'over') return <Banner meaning="good" title={t('room.sent')} />
  if (phase !== 'sending') return null
  const percent = Math.round(sentShare01(recording) * 100)
  return (
    <Card title={t('room.sending.title')}>
      <p className="mb-3">{t('room.sending.body')}</p>
      <progress className="h-3 w-full accent-accent" max={100} value={percent} aria-label={t('room.sending.title')} />
      <p role="status" className="tabular mt-2 text-ink-soft">
        {recording?.connection === 'lost' ? t('room.sending.lost') : t('room.sending.percent', { percent })}
      </p>
    </Card>
  )
}
