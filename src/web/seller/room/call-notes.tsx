import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { interruptionsOf, lineOf, openInterruptionOf, type RoomSnapshot } from './room-state.ts'

/** What the seller has to know just now, most pressing first; nothing of it needs a click. */
export const CallNotes = ({ snapshot, room }: { snapshot: RoomSnapshot; room: SellerCallRoom }) => {
  const { t } = useTranslation('seller')
  const { warned, recording, recorder, challengeExpired, taken } = snapshot
  const line = lineOf(snapshot.call)
  const counted = interruptionsOf(room)
  const away = openInterruptionOf(room)
  const nextEnds = counted?.nextEnds ?? false
  const flash = useFlash(taken)
  return (
    <div className="grid justify-items-center gap-2 empty:hidden">
      {warned && <Note icon="needs-you" alert text={`${t('room.comeBack')} ${nextEnds ? t('room.nextEnds') : ''}`} />}
      {!warned && nextEnds && <Note icon="needs-you" text={t('room.nextEnds')} />}
      {room.held?.paused && <Note icon="clock" text={`${t('room.paused.title')} ${t('room.paused.body')}`} />}
      {line === 'stalled' && <Note icon="network" text={t('room.line.stalled')} />}
      {line === 'server-lost' && <Note icon="network" text={t('room.line.server-lost')} />}
      {line === 'connecting' && <Note icon="network" text={t('room.line.connecting')} soft />}
      {line === 'weak' && <Note icon="network" text={t('room.line.weak')} soft />}
      {away?.what === 'reviewer-away' && <Note icon="person" text={t('room.reviewerAway')} />}
      {recorder === 'failed' && <Note icon="needs-you" text={t('room.recorderFailed')} />}
      {recording?.connection === 'lost' && line !== 'stalled' && line !== 'server-lost' && (
        <Note icon="network" text={t('room.recordingBehind')} soft />
      )}
      {challengeExpired && <Note icon="clock" text={t('room.challengeExpired')} />}
      {flash && <Note icon="camera" text={t('room.pictureTaken')} />}
    </div>
  )
}

type NoteProps = { icon: IconName; text: string; alert?: boolean; soft?: boolean }

const Note = ({ icon, text, alert = false, soft = false }: NoteProps) => (
  <p
    role={alert ? 'alert' : undefined}
    className={`flex max-w-2xl items-center gap-2 rounded-control bg-lens-veil px-4 py-2 ${soft ? 'text-lens-soft' : 'text-lg font-medium text-lens-needs'}`}
  >
    <Icon name={icon} />
    {text}
  </p>
)

const shownMs = 2500

/** True for a moment each time the number grows. */
const useFlash = (taken: number): boolean => {
  const [over, setOver] = useState(taken)
  useEffect(() => {
    const timer = setTimeout(() => setOver(taken), shownMs)
    return () => clearTimeout(timer)
  }, [taken])
  return taken > over
}
