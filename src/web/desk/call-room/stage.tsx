import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import type { PeerSnapshot } from '../../call/peer.ts'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Icon } from '../../kit/icon.tsx'
import { Status } from '../../kit/status.tsx'
import { LiveVideo } from './live-video.tsx'
import type { Stay } from './use-stay.ts'

export type StageProps = {
  room: DeskCallRoom
  stay: Stay
  /** Lies over the live picture, which then goes on small: a picture of a step. */
  over: ReactNode
}

/** The seller as they are seen now, oneself small, and how well they come through. */
export const Stage = ({ room, stay, over }: StageProps) => {
  const { t } = useTranslation('desk')
  const [isSilent, setSilent] = useState(false)
  const [soundTries, setSoundTries] = useState(0)
  const { seller, own, others } = stay
  const allowSound = () => {
    setSilent(false)
    setSoundTries(soundTries + 1)
  }
  const isSmall = over !== null
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <div className="relative aspect-video max-h-[52dvh] min-h-44 w-full overflow-hidden rounded-card bg-lens">
        {over}
        <LiveVideo
          stream={seller?.stream ?? null}
          label={t('callRoom.stage.seller', { shop: room.shopName })}
          soundTries={soundTries}
          onSilenced={() => setSilent(true)}
          className={
            isSmall
              ? 'absolute bottom-2 left-2 z-10 aspect-video w-1/4 rounded-md border border-lens-soft'
              : 'absolute inset-0 size-full'
          }
        />
        {!isSmall && seller?.state !== 'live' && <Waiting room={room} seller={seller} />}
        <div className="absolute right-2 bottom-2 z-10 flex items-end gap-2">
          {others.map((peer) => (
            <LiveVideo
              key={peer.id}
              stream={peer.stream}
              label={nameOf(room, peer.id)}
              soundTries={soundTries}
              onSilenced={() => setSilent(true)}
              className={classNames(
                'aspect-video w-24 rounded-md border border-lens-soft sm:w-32',
                peer.role === 'supervisor' && 'hidden',
              )}
            />
          ))}
          {own && (
            <LiveVideo
              stream={own}
              label={t('callRoom.stage.own')}
              muted
              mirrored
              className="aspect-video w-24 rounded-md border border-lens-soft sm:w-32"
            />
          )}
        </div>
        {isSilent && (
          <div className="absolute top-2 left-2 z-10">
            <Button icon="sound" onClick={allowSound}>
              {t('callRoom.stage.soundOn')}
            </Button>
          </div>
        )}
      </div>
      <ConnectionLine room={room} stay={stay} />
    </div>
  )
}

const nameOf = (room: DeskCallRoom, id: string): string =>
  room.participants.find((one) => one.id === id)?.name ?? room.leader.name

/** Says why nothing is seen, in place of the picture. */
const Waiting = ({ room, seller }: { room: DeskCallRoom; seller: PeerSnapshot | null }) => {
  const { t } = useTranslation('desk')
  const isHere = room.participants.some(({ role, present }) => role === 'seller' && present)
  const state = seller?.state
  const what =
    state === 'stalled' || state === 'ready' ? state : isHere ? 'connecting' : room.held?.over ? 'over' : 'away'
  return (
    <p
      className={classNames(
        'absolute inset-0 grid place-items-center px-6 text-center text-lens-ink',
        what === 'stalled' && 'bg-lens-veil',
      )}
    >
      <span className="grid justify-items-center gap-2">
        <Icon name={what === 'stalled' ? 'network' : 'camera'} sizePx={28} />
        {t(`callRoom.stage.${what}`)}
      </span>
    </p>
  )
}

const ConnectionLine = ({ room, stay }: { room: DeskCallRoom; stay: Stay }) => {
  const { t } = useTranslation('desk')
  const { state, seller, missing } = stay
  if (state === null) return null
  const signalling = state.phase === 'in' ? state.call.signalling : null
  const { figures } = seller ?? { figures: null }
  const behindMs = room.held?.recordedBehindMs ?? null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-1 text-sm">
      {state.phase === 'entering' && <Status meaning="neutral">{t('callRoom.line.entering')}</Status>}
      {seller && <Status meaning={peerMeaning[seller.state]}>{t(`callRoom.line.${seller.state}`)}</Status>}
      {signalling === 'lost' && <Status meaning="blocked">{t('callRoom.line.serverLost')}</Status>}
      {missing !== null && <Status meaning="needs-you">{t('callRoom.line.noCamera')}</Status>}
      {figures?.picture && (
        <span className="tabular text-ink-soft">
          {t('callRoom.line.picture', { width: figures.picture.widthPx, height: figures.picture.heightPx })}
        </span>
      )}
      {figures?.roundTripMs != null && (
        <span className="tabular text-ink-soft">{t('callRoom.line.roundTrip', { ms: figures.roundTripMs })}</span>
      )}
      {figures?.lossShare01 != null && figures.lossShare01 >= 0.01 && (
        <span className="tabular text-needs">
          {t('callRoom.line.loss', { percent: Math.round(figures.lossShare01 * 100) })}
        </span>
      )}
      {behindMs !== null && (
        <span className={classNames('tabular', behindMs > farBehindMs ? 'text-needs' : 'text-ink-soft')}>
          {t('callRoom.line.behind', { seconds: Math.round(behindMs / 1000) })}
        </span>
      )}
    </div>
  )
}

/** The seller's copy follows the call by a second or two; a slow line sends it later, and nothing is lost. */
const farBehindMs = 10_000

const peerMeaning = { connecting: 'neutral', ready: 'good', live: 'good', stalled: 'blocked', gone: 'blocked' } as const
