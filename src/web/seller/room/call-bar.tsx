import { useTranslation } from 'react-i18next'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import { classNames } from '../../kit/class-names.ts'
import { Clock } from '../../kit/clock.tsx'
import { Icon } from '../../kit/icon.tsx'
import { interruptionsOf, type LineState, lineOf, openStepOf, type RoomSnapshot } from './room-state.ts'
import { useStepWords } from './use-step-words.ts'

type CallBarProps = {
  snapshot: RoomSnapshot
  room: SellerCallRoom
  unread: number
  chatOpen: boolean
  onChat: () => void
}

const lineLook: Record<LineState, string> = {
  connecting: 'text-lens-soft',
  good: 'text-lens-good',
  weak: 'text-lens-needs',
  stalled: 'text-lens-needs',
  'server-lost': 'text-lens-needs',
}

/** Where the call stands: the step, who is there, the line, the time that is left; and the way to the chat. */
export const CallBar = ({ snapshot, room, unread, chatOpen, onChat }: CallBarProps) => {
  const { t } = useTranslation('seller')
  const words = useStepWords()
  const open = openStepOf(room)
  const line = lineOf(snapshot.call)
  const counted = interruptionsOf(room)
  // Nothing is recorded before the server has noted the answer.
  const isHeld = snapshot.phase === 'held'
  return (
    <div className="absolute inset-x-0 top-0 z-20 flex flex-wrap items-start gap-2 p-3 sm:gap-3 sm:p-4">
      <p className="flex items-center gap-2 rounded-control bg-lens-veil px-3 py-2 font-medium">
        {isHeld && <span aria-hidden="true" className="size-2.5 rounded-full bg-lens-blocked" />}
        {open
          ? t('room.stepOf', { no: open.no, of: open.of })
          : isHeld
            ? t('room.recording')
            : t('room.ring.answering')}
        {open && <span className="text-lens-soft max-sm:hidden">· {words.name(open.step)}</span>}
      </p>
      <p className={classNames('flex items-center gap-2 rounded-control bg-lens-veil px-3 py-2', lineLook[line])}>
        <Icon name="network" sizePx={18} />
        <span className="max-sm:sr-only">{t(`room.lineShort.${line}`)}</span>
      </p>
      {counted && (
        <p
          className={classNames(
            'flex items-center gap-2 rounded-control bg-lens-veil px-3 py-2',
            counted.nextEnds && 'text-lens-needs',
          )}
        >
          <Icon name="needs-you" sizePx={18} />
          <span className="max-sm:sr-only">{t('room.interruptions', counted)}</span>
          <span aria-hidden="true" className="tabular sm:hidden">
            {counted.counted}/{counted.borne}
          </span>
        </p>
      )}
      <Here room={room} />
      <div className="ml-auto flex items-start gap-2">
        <button
          type="button"
          aria-expanded={chatOpen}
          onClick={onChat}
          className="flex min-h-11 items-center gap-2 rounded-control bg-lens-veil px-3"
        >
          <Icon name="message" />
          <span className="max-sm:sr-only">{t('room.chat.title')}</span>
          {unread > 0 && (
            <span className="tabular rounded-full bg-lens-ink px-2 text-sm font-semibold text-lens">
              {unread}
              <span className="sr-only"> {t('room.chat.unread', { count: unread })}</span>
            </span>
          )}
        </button>
        {room.held && <Clock dueAt={room.held.endsAt} label={t('room.left')} look="lens" />}
      </div>
    </div>
  )
}

/** [LC5] Who sees and hears this call, each by what they do in it. */
const Here = ({ room }: { room: SellerCallRoom }) => {
  const { t } = useTranslation('seller')
  const others = room.participants.filter(({ role, present }) => role !== 'seller' && present)
  if (others.length === 0) return null
  return (
    <ul aria-label={t('room.here.title')} className="flex flex-wrap gap-2 max-sm:hidden">
      {others.map(({ id, role, name }) => (
        <li key={id} className="flex items-center gap-2 rounded-control bg-lens-veil px-3 py-2 text-lens-soft">
          <Icon name="person" sizePx={18} />
          {t(`room.here.${role}`, { name })}
        </li>
      ))}
    </ul>
  )
}
