import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import { Button } from '../../kit/button.tsx'
import { useRemaining } from '../../kit/clock.tsx'
import { Icon } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { LivePicture } from '../prepare/live-picture.tsx'
import { CountdownRing } from '../run/countdown-ring.tsx'
import type { RoomSession } from './room-session.ts'
import type { RoomSnapshot } from './room-state.ts'

type RingPanelProps = { session: RoomSession; snapshot: RoomSnapshot; room: SellerCallRoom }

/** [LC1] It rings: one large button that has the focus, and how long it can still be pressed. */
export const RingPanel = ({ session, snapshot, room }: RingPanelProps) => {
  const { t } = useTranslation(['seller', 'capture', 'common'])
  const video = useRef<HTMLVideoElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const untilMs = room.ringingUntil === null ? 0 : Date.parse(room.ringingUntil)
  const { left } = useRemaining(untilMs)
  // A ring ahead of the appointed time waits longer; the circle is for as long as any.
  const answerMs = Math.max(room.answerWithinSeconds * 1000, left.totalMs)
  const { stream, state } = snapshot.camera
  useEffect(() => frame.current?.querySelector('button')?.focus(), [])
  return (
    <main className="fixed inset-0 overflow-hidden bg-lens text-lens-ink" data-room-phase="ringing">
      <LivePicture
        stream={stream}
        video={video}
        label={t('room.own')}
        className="absolute inset-0 size-full opacity-45"
      />
      <div
        ref={frame}
        className="absolute inset-0 grid content-end justify-items-center gap-5 p-6 text-center sm:content-center"
      >
        <span className="grid size-20 place-items-center rounded-full bg-lens-veil">
          <Icon name="person" sizePx={40} />
        </span>
        <div className="rounded-card bg-lens-veil px-6 py-4">
          <h1 className="text-2xl font-semibold sm:text-3xl">{t('room.ring.title', { name: room.reviewerName })}</h1>
          <p className="mt-1 text-lens-soft">{t('room.ring.body')}</p>
        </div>
        <CountdownRing durationMs={answerMs} elapsedMs={Math.max(0, answerMs - left.totalMs)} />
        {Boolean(snapshot.answerProblem) && <Problem error={snapshot.answerProblem} />}
        <Button
          look="primary"
          size="large"
          icon="camera"
          className="min-h-16 min-w-60 text-xl"
          disabled={!stream}
          onClick={() => void session.answer()}
        >
          {t('room.ring.answer')}
        </Button>
        {(state === 'failed' || state === 'lost') && (
          <Button onClick={() => void session.openCamera()}>{t('room.cameraAgain')}</Button>
        )}
      </div>
    </main>
  )
}
