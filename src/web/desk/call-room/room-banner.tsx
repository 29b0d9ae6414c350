import { useTranslation } from 'react-i18next'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button, buttonClass } from '../../kit/button.tsx'
import { instantText } from '../../kit/time-text.ts'
import { DeskLink, reviewAddress } from '../frame/desk-link.tsx'
import { useDeskProblemText } from '../frame/desk-problem.tsx'
import type { Seat } from './room-api.ts'
import type { SessionState } from './room-session.ts'

export type RoomBannerProps = {
  room: DeskCallRoom
  state: SessionState | null
  seats: readonly Seat[]
  onSit: (seat: Seat) => void
  onSitAgain: () => void
}

/** The one thing that has to be known or done before the call can go on; nothing while it goes on well. */
export const RoomBanner = ({ room, state, seats, onSit, onSitAgain }: RoomBannerProps) => {
  const { t, i18n } = useTranslation('desk')
  const problem = useDeskProblemText()
  const { held, phase } = room
  if (held?.over)
    return (
      <Banner
        meaning={held.over.why === 'done' ? 'good' : 'needs-you'}
        title={t(`callRoom.over.${held.over.why}.title`)}
        action={
          <DeskLink to={reviewAddress(room.caseId, held.attemptId)} className={buttonClass('primary')}>
            {t('callRoom.toReview')}
          </DeskLink>
        }
      >
        {t(`callRoom.over.${held.over.why}.body`)}
      </Banner>
    )
  if (phase === 'over')
    return (
      <Banner meaning="needs-you" title={t('callRoom.over.unanswered.title')}>
        {t('callRoom.over.unanswered.body')}
      </Banner>
    )
  if (state?.phase === 'refused')
    return (
      <Banner
        meaning="blocked"
        role="alert"
        title={t('callRoom.refused')}
        action={<Button onClick={onSitAgain}>{t('callRoom.sitAgain')}</Button>}
      >
        {problem(state.error)}
      </Banner>
    )
  if (state?.phase === 'elsewhere' || state?.phase === 'left')
    return (
      <Banner
        meaning="needs-you"
        role="alert"
        title={t(`callRoom.${state.phase}.title`)}
        action={<Button onClick={onSitAgain}>{t(`callRoom.${state.phase}.again`)}</Button>}
      >
        {t(`callRoom.${state.phase}.body`)}
      </Banner>
    )
  if (state === null)
    return (
      <Banner
        meaning={seats.includes('reviewer') ? 'needs-you' : 'neutral'}
        icon="camera"
        title={t(seats.includes('reviewer') ? 'callRoom.sit.title' : 'callRoom.sit.others', {
          name: room.leader.name,
        })}
        action={
          <div className="flex flex-wrap gap-2">
            {seats.map((seat) => (
              <Button key={seat} look={seat === 'reviewer' ? 'primary' : 'secondary'} onClick={() => onSit(seat)}>
                {t(`callRoom.sit.${seat}`)}
              </Button>
            ))}
          </div>
        }
      >
        {phase === 'closed'
          ? t('callRoom.sit.closed', { at: instantText(room.opensAt, i18n.language) })
          : t(seats.includes('reviewer') ? 'callRoom.sit.body' : 'callRoom.sit.othersBody')}
      </Banner>
    )
  if (held === null) return <BeforeTheCall room={room} />
  return null
}

/** Whether ringing makes sense yet. */
const BeforeTheCall = ({ room }: { room: DeskCallRoom }) => {
  const { t } = useTranslation('desk')
  const isHere = room.participants.some(({ role, present }) => role === 'seller' && present)
  if (room.phase === 'ringing') return <Banner meaning="neutral" icon="sound" title={t('callRoom.ringingNow')} />
  if (room.notReady !== null)
    return (
      <Banner meaning="needs-you" title={t('callRoom.notReady')}>
        {t(`nextStep.${room.notReady}`, { defaultValue: t('callRoom.notReadyBody') })}
      </Banner>
    )
  return (
    <Banner meaning={isHere ? 'good' : 'neutral'} title={t(isHere ? 'callRoom.sellerHere' : 'callRoom.sellerNotHere')}>
      {t(isHere ? 'callRoom.sellerHereBody' : 'callRoom.sellerNotHereBody', { seconds: room.answerWithinSeconds })}
    </Banner>
  )
}
