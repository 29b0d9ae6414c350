import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { RunView } from '../../capture/conduct-run.ts'
import { classNames } from '../../kit/class-names.ts'
import { Icon } from '../../kit/icon.tsx'
import { StepPicture } from '../drawings/step-picture.tsx'
import { LivePicture } from '../prepare/live-picture.tsx'
import { Guide } from '../run/guide.tsx'
import { HintLine } from '../run/hint-line.tsx'
import { Instruction } from '../run/instruction.tsx'
import { useHints } from '../run/use-hints.ts'
import { CallBar } from './call-bar.tsx'
import { CallNotes } from './call-notes.tsx'
import { ChatPanel } from './chat-panel.tsx'
import { RemotePicture } from './remote-picture.tsx'
import type { RoomSession } from './room-session.ts'
import { guestsOf, type OpenStep, openStepOf, type RoomSnapshot, reviewerOf } from './room-state.ts'
import { useCallAnnouncements } from './use-call-announcements.ts'
import { useStepWords } from './use-step-words.ts'

type CallStageProps = { session: RoomSession; snapshot: RoomSnapshot; room: SellerCallRoom }

const corner =
  'absolute top-30 right-3 z-10 aspect-video w-32 rounded-card border border-lens-soft sm:top-24 sm:right-4 sm:w-60'

/**
 * [LC4] The call. While something is shown to the camera the own picture is the page, with the outline in it; while they
 * only speak it is the reviewer's. The two elements stay where they are and change their size, so that no picture stops.
 */
export const CallStage = ({ session, snapshot, room }: CallStageProps) => {
  const { t } = useTranslation('seller')
  const video = useRef<HTMLVideoElement>(null)
  const [chatOpen, setChatOpen] = useState(false)
  const unread = useUnread(room.chat, chatOpen)
  const open = openStepOf(room)
  const reviewer = reviewerOf(snapshot.call)
  const ownIsLarge = open !== null && open.step.kind !== 'statement'
  useCallAnnouncements(snapshot)
  useEffect(() => {
    document.title = t('room.titleHeld', { name: room.reviewerName })
  }, [room.reviewerName, t])
  return (
    <main
      className="fixed inset-0 flex overflow-hidden bg-lens text-lens-ink"
      data-room-phase={snapshot.phase}
      data-step-id={open?.step.id}
      data-step-kind={open?.step.kind}
      data-challenge={
        snapshot.challenge && !snapshot.challenge.pausing ? snapshot.challenge.challenge.value : undefined
      }
    >
      <h1 className="sr-only">{t('room.titleHeld', { name: room.reviewerName })}</h1>
      <div className="relative min-w-0 flex-1">
        <RemotePicture
          stream={reviewer?.stream ?? null}
          label={t('room.reviewer.picture', { name: room.reviewerName })}
          className={ownIsLarge ? corner : 'absolute inset-0 size-full'}
        />
        <LivePicture
          stream={snapshot.camera.stream}
          video={video}
          label={t('room.own')}
          className={ownIsLarge ? 'absolute inset-0 size-full' : corner}
        />
        {guestsOf(snapshot.call).map(({ id, stream }, index) => (
          <RemotePicture
            key={id}
            stream={stream}
            label={t('room.here.interpreter', { name: room.participants.find((one) => one.id === id)?.name ?? '' })}
            className={classNames(corner, index === 0 && 'top-52 sm:top-64')}
          />
        ))}
        <CallBar
          snapshot={snapshot}
          room={room}
          unread={unread}
          chatOpen={chatOpen}
          onChat={() => setChatOpen(!chatOpen)}
        />
        <StepLayer open={open} snapshot={snapshot} room={room} video={video} ownIsLarge={ownIsLarge} />
        {(snapshot.camera.state === 'lost' || snapshot.camera.state === 'failed') && (
          <button
            type="button"
            onClick={() => void session.openCamera()}
            className="absolute top-1/2 left-1/2 z-20 flex min-h-14 -translate-x-1/2 items-center gap-2 rounded-control bg-lens-veil px-5 text-lg font-semibold text-lens-needs"
          >
            <Icon name="camera" />
            {t('room.cameraAgain')}
          </button>
        )}
      </div>
      {chatOpen && <ChatPanel chat={room.chat} onSay={session.say} onClose={() => setChatOpen(false)} />}
    </main>
  )
}

type StepLayerProps = {
  open: OpenStep | null
  snapshot: RoomSnapshot
  room: SellerCallRoom
  video: RefObject<HTMLVideoElement | null>
  ownIsLarge: boolean
}

/** What the step asks for: outline, hint, prompt and question, over the picture. */
const StepLayer = ({ open, snapshot, room, video, ownIsLarge }: StepLayerProps) => {
  const { t } = useTranslation('seller')
  const words = useStepWords()
  const view = useRunView(open, snapshot)
  const turning = snapshot.challenge?.challenge.kind === 'turn'
  const { hint, degrees } = useHints(video, ownIsLarge ? (open?.step.kind ?? null) : null, turning)
  return (
    <>
      {view && ownIsLarge && <Guide view={view} good={hint === 'good'} held01={0} degrees={degrees} video={video} />}
      <div className="pointer-events-none absolute inset-x-0 bottom-0 z-10 grid justify-items-center gap-3 p-3 sm:p-5">
        <CallNotes snapshot={snapshot} room={room} />
        {room.question && (
          <p className="max-w-2xl rounded-card bg-lens-veil px-5 py-3 text-center text-xl text-balance font-semibold sm:text-2xl">
            <span className="block text-base font-normal text-lens-soft">{t('room.question')}</span>
            {room.question}
          </p>
        )}
        {ownIsLarge && <HintLine hint={hint} />}
        {view?.phase === 'challenge' ? (
          <Instruction view={view} onDone={() => undefined} degrees={degrees} />
        ) : open ? (
          <div className="flex max-w-2xl items-center gap-4 rounded-card bg-lens-veil p-3 sm:gap-6 sm:px-6">
            <span className="hidden shrink-0 rounded-control bg-surface p-1 sm:block">
              <StepPicture kind={open.step.kind} className="h-16" />
            </span>
            <p className="text-lg text-balance sm:text-2xl">
              <span className="block text-base text-lens-soft">{words.name(open.step)}</span>
              <span className="font-semibold">{words.prompt(open.step)}</span>
            </p>
          </div>
        ) : (
          !room.held?.paused && (
            <p className="max-w-2xl rounded-card bg-lens-veil px-5 py-3 text-center text-lg">{t('room.listen')}</p>
          )
        )}
        <p className="flex items-center gap-2 rounded-control bg-lens-veil px-3 py-1 text-sm text-lens-soft">
          <Icon name="microphone" sizePx={16} />
          {t('room.noMute')}
        </p>
      </div>
    </>
  )
}

/** The step as the outline knows it; the same object while the same thing is shown, since its clock begins with it. */
const useRunView = (
  open: OpenStep | null,
  { challenge }: RoomSnapshot,
): Exclude<RunView, { phase: 'finishing' }> | null => {
  const latest = useRef(open)
  latest.current = open
  const stepId = open?.step.id ?? null
  return useMemo(() => {
    const now = latest.current
    if (!now || now.step.id !== stepId) return null
    const { step, no, of } = now
    if (challenge?.stepId === stepId) return { phase: 'challenge', step, no, of, ...challenge }
    return { phase: 'step', step, no, of, atLeastMs: 0, atMostMs: step.maxSeconds * 1000 }
  }, [stepId, challenge])
}

/** Lines of others that came while the panel was closed. */
const useUnread = (chat: SellerCallRoom['chat'], chatOpen: boolean): number => {
  const theirs = chat.filter(({ by }) => by !== 'seller').length
  const [read, setRead] = useState(theirs)
  if (chatOpen && read !== theirs) setRead(theirs)
  return Math.max(0, theirs - read)
}
