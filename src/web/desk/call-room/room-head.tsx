import { useTranslation } from 'react-i18next'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { Button } from '../../kit/button.tsx'
import { Clock } from '../../kit/clock.tsx'
import { KeyHint } from '../../kit/key-hint.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { Status, Tag } from '../../kit/status.tsx'
import { languageName } from '../../kit/time-text.ts'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { caseAddress, DeskLink } from '../frame/desk-link.tsx'
import { PageHeading, usePageTitle } from '../frame/page.tsx'
import { progress } from './checklist.ts'

export type RoomHeadProps = {
  room: DeskCallRoom
  /** This page leads: it rings, pauses and ends. */
  leads: boolean
  isBusy: (name: string) => boolean
  onRing: () => void
  onPause: () => void
  onEnd: () => void
  onHelp: () => void
}

/** Whose call it is, how much time is left, and what moves it on. */
export const RoomHead = ({ room, leads, isBusy, onRing, onPause, onEnd, onHelp }: RoomHeadProps) => {
  const { t, i18n } = useTranslation('desk')
  const zones = useZoneWords()
  const { held, phase } = room
  const title = t('callRoom.title', { shop: room.shopName })
  usePageTitle(title)
  const isRunning = held !== null && held.over === null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-surface px-4 py-1.5">
      <div className="grid min-w-0">
        <PageHeading className="truncate text-base!">{title}</PageHeading>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
          <span>
            {room.programTitle[i18n.language] ?? room.program} · {room.site} ·{' '}
            {languageName(room.language, i18n.language)}
          </span>
          <DeskLink to={caseAddress(room.caseId)} className="text-accent underline underline-offset-2">
            {t('review.toCase')}
          </DeskLink>
          {held === null && <span className="tabular">{zones.both(room.startAt, room.zone)}</span>}
        </p>
      </div>
      <PhaseTags room={room} />
      <div className="ml-auto flex flex-wrap items-center gap-2">
        <Button look="quiet" className="hidden px-2.5 pointer-fine:inline-flex" onClick={onHelp}>
          <span className="inline-flex items-center gap-1.5">
            {t('review.keys')} <KeyHint keys="?" />
          </span>
        </Button>
        {leads && (phase === 'waiting' || phase === 'closed') && (
          <Button look="primary" disabled={phase === 'closed'} busy={isBusy('ring')} onClick={onRing}>
            <span className="inline-flex items-center gap-1.5">
              {t('callRoom.ring')} <KeyHint keys="R" />
            </span>
          </Button>
        )}
        {leads && isRunning && (
          <>
            <Button busy={isBusy('pause')} onClick={onPause}>
              <span className="inline-flex items-center gap-1.5">
                {t(held.paused ? 'callRoom.goOn' : 'callRoom.pause')} <KeyHint keys="P" />
              </span>
            </Button>
            <Button look="danger" onClick={onEnd}>
              <span className="inline-flex items-center gap-1.5">
                {t('callRoom.end')} <KeyHint keys="E" />
              </span>
            </Button>
          </>
        )}
        {phase === 'ringing' && room.ringingUntil && <Clock dueAt={room.ringingUntil} label={t('callRoom.ringing')} />}
        {isRunning && <Clock dueAt={held.endsAt} label={t('callRoom.timeLeft')} />}
        {held === null && (phase === 'waiting' || phase === 'closed') && Date.parse(room.startAt) > serverNowMs() && (
          <Clock dueAt={room.startAt} label={t('callRoom.beginsIn')} />
        )}
      </div>
    </div>
  )
}

const PhaseTags = ({ room }: { room: DeskCallRoom }) => {
  const { t } = useTranslation('desk')
  const { held, phase } = room
  const isBroken = held?.interruptions.some(({ endedAt }) => endedAt === null) && held.over === null
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Tag meaning={phase === 'held' ? 'good' : phase === 'ringing' ? 'needs-you' : 'neutral'}>
        {t(`callRoom.phase.${phase}`)}
      </Tag>
      {held && held.over === null && held.paused && <Tag meaning="needs-you">{t('callRoom.paused')}</Tag>}
      {held && <Tag>{t('callRoom.progress', progress(held.steps))}</Tag>}
      {held && held.counted > 0 && (
        <Status meaning={isBroken ? 'blocked' : 'needs-you'} icon="network">
          {held.borne === null
            ? t('callRoom.interruptions', { count: held.counted })
            : t('callRoom.interruptionsOf', { count: held.counted, borne: held.borne })}
        </Status>
      )}
    </div>
  )
}
