import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { Icon } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Status } from '../../kit/status.tsx'
import { Countdown } from '../call/appointment-card.tsx'
import { CallFacts } from '../call/chosen-time.tsx'
import { useCallWords } from '../call/use-call-words.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { LevelMeter } from '../prepare/level-meter.tsx'
import { LivePicture } from '../prepare/live-picture.tsx'
import { allowTone, playTone } from './ring-tone.ts'
import type { RoomSession } from './room-session.ts'
import type { RoomSnapshot } from './room-state.ts'
import { mayNotify } from './use-alarm.ts'
import { useSoundLevel } from './use-sound-level.ts'

type WaitingRoomProps = {
  session: RoomSession
  snapshot: RoomSnapshot
  room: SellerCallRoom
  verification: SellerCase
}

/** [LC1] Five minutes ahead: one sees oneself, hears that the ring can be heard, and knows what happens next. */
export const WaitingRoom = ({ session, snapshot, room, verification }: WaitingRoomProps) => {
  const { t } = useTranslation('seller')
  const words = useCallWords(room.zone)
  return (
    <VerificationFrame title={t('room.title')}>
      <h1 className="text-2xl font-semibold">{t('room.title')}</h1>
      <p className="mt-1 mb-5 max-w-read text-ink-soft">{t('room.lead')}</p>
      <div className="grid gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <OwnSide session={session} snapshot={snapshot} />
        <div className="grid content-start gap-5">
          {Boolean(snapshot.answerProblem) && <Problem error={snapshot.answerProblem} />}
          <Card title={t('call.yours')}>
            <div className="grid gap-3">
              <CallFacts call={room} words={words} />
              <Countdown startAt={room.startAt} />
              <Presence room={room} />
              <ComeIn session={session} snapshot={snapshot} isOpen={room.phase !== 'closed'} />
            </div>
          </Card>
          <Card title={t('room.next.title')}>
            <ol className="grid list-decimal gap-2 pl-5">
              <li>{t('room.next.ring', { seconds: room.answerWithinSeconds })}</li>
              <li>{t('room.next.lead')}</li>
              <li>{t('room.next.stay')}</li>
              <li>{t('room.next.chat')}</li>
            </ol>
          </Card>
          {verification.documents.length > 0 && <AtHand documents={verification.documents} />}
        </div>
      </div>
    </VerificationFrame>
  )
}

const OwnSide = ({ session, snapshot: { camera } }: Pick<WaitingRoomProps, 'session' | 'snapshot'>) => {
  const { t } = useTranslation(['seller', 'capture', 'common', 'device'])
  const video = useRef<HTMLVideoElement>(null)
  const level01 = useSoundLevel(camera.stream)
  return (
    <section aria-label={t('room.own')} className="grid content-start gap-3">
      <div className="relative aspect-video overflow-hidden rounded-card bg-lens">
        <LivePicture stream={camera.stream} video={video} label={t('room.own')} className="size-full" />
        {!camera.stream && (
          <p className="absolute inset-0 grid place-content-center justify-items-center gap-3 p-6 text-center text-lens-soft">
            <Icon name="camera" sizePx={32} />
            {camera.state === 'opening' ? t('device:asking') : t('capture:stopped.media.title')}
          </p>
        )}
      </div>
      {camera.stream && (
        <div className="flex items-center gap-3">
          <Icon name="microphone" />
          <div className="flex-1">
            <LevelMeter rms01={level01} />
          </div>
          <Status meaning="good">{t('room.deviceReady')}</Status>
        </div>
      )}
      {(camera.state === 'failed' || camera.state === 'lost') && (
        <Banner
          role="alert"
          meaning="blocked"
          title={t('capture:stopped.media.title')}
          action={<Button onClick={() => void session.openCamera()}>{t('common:tryAgain')}</Button>}
        >
          {t('room.cameraBody')}
        </Banner>
      )}
      <Ringing />
    </section>
  )
}

const Ringing = () => {
  const { t } = useTranslation('seller')
  const [permission, setPermission] = useState(mayNotify)
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button icon="sound" onClick={playTone}>
        {t('room.tone.test')}
      </Button>
      {permission === 'default' && (
        <Button
          look="quiet"
          icon="message"
          onClick={() => void Notification.requestPermission().then(setPermission, () => undefined)}
        >
          {t('room.tone.notify')}
        </Button>
      )}
      <p className="text-sm text-ink-soft">{t('room.tone.why')}</p>
    </div>
  )
}

const Presence = ({ room }: { room: SellerCallRoom }) => {
  const { t } = useTranslation('seller')
  const there = room.participants.some((one) => one.role === 'reviewer' && one.present)
  const name = room.reviewerName
  return (
    <p role="status">
      {there ? (
        <Status meaning="good" icon="person">
          {t('room.reviewer.there', { name })}
        </Status>
      ) : (
        <Status meaning="neutral" icon="person">
          {t('room.reviewer.notYet', { name })}
        </Status>
      )}
    </p>
  )
}

const entersByItselfMs = 45_000

/** [LC6] Where the seller is may be said and need not be. The click lets the page sound when it rings. */
const ComeIn = ({
  session,
  snapshot,
  isOpen,
}: Pick<WaitingRoomProps, 'session' | 'snapshot'> & { isOpen: boolean }) => {
  const { t } = useTranslation('seller')
  const [place, setPlace] = useState('')
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const mayEnter = isOpen && snapshot.camera.stream !== null && !snapshot.entered
  const typed = useRef(place)
  typed.current = place
  useEffect(() => {
    // Who sits before the page and forgets the button is there all the same.
    if (!mayEnter) return
    const timer = setTimeout(
      () => void session.enter(typed.current.trim() || null).catch(() => undefined),
      entersByItselfMs,
    )
    return () => clearTimeout(timer)
  }, [mayEnter, session])
  if (snapshot.entered)
    return (
      <div role="status">
        <Status meaning="good">{t('room.in')}</Status>
      </div>
    )
  const enter = async () => {
    allowTone()
    setState({ busy: true, error: null })
    try {
      await session.enter(place.trim() || null)
    } catch (error) {
      setState({ busy: false, error })
    }
  }
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void enter()
      }}
    >
      <Field label={t('room.place.label')} hint={t('room.place.hint')}>
        <TextInput
          value={place}
          maxLength={200}
          autoComplete="address-level2"
          onChange={(event) => setPlace(event.target.value)}
        />
      </Field>
      {Boolean(state.error) && <Problem error={state.error} />}
      <Button type="submit" look="primary" size="large" busy={state.busy} disabled={!isOpen || !snapshot.camera.stream}>
        {t('room.ready')}
      </Button>
      {!isOpen && <p className="text-ink-soft">{t('room.opensLater')}</p>}
    </form>
  )
}

const AtHand = ({ documents }: Pick<SellerCase, 'documents'>) => {
  const { t } = useTranslation(['seller', 'common'])
  return (
    <Card title={t('room.atHand')}>
      <ul className="grid gap-1.5">
        {documents.map(({ document, demanded }) => (
          <li key={document} className="flex items-start gap-2.5">
            <span className="mt-0.5 text-accent">
              <Icon name="card" sizePx={18} />
            </span>
            <span>
              {t(`common:document.${document}`)}
              {demanded === 'when-asked' && <span className="text-ink-soft"> · {t('room.whenAsked')}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
