import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../kit/live-region.ts'
import { interruptionsOf, lineOf, openStepOf, type RoomSnapshot } from './room-state.ts'
import { useStepWords } from './use-step-words.ts'

/** Reads out what changes in the call, for who does not see it: each thing when it changes, and never twice. */
export const useCallAnnouncements = ({ room, call, taken }: RoomSnapshot): void => {
  const { t } = useTranslation('seller')
  const words = useStepWords()
  const open = openStepOf(room)
  const counted = interruptionsOf(room)
  const line = lineOf(call)
  const lastLine = room?.chat.findLast((one) => one.by !== 'seller')
  const guests = (room?.participants ?? []).filter(({ role, present }) => present && role !== 'seller')
  const wasStalled = useRef(false)
  if (line === 'stalled') wasStalled.current = true

  useAnnounced(open ? `${words.name(open.step)}. ${words.prompt(open.step)}` : '', 'assertive')
  useAnnounced(room?.question ?? '', 'assertive')
  useAnnounced(room?.held?.paused ? t('room.paused.title') : '')
  useAnnounced(
    counted ? `${t('room.interrupted', counted)} ${counted.nextEnds ? t('room.nextEnds') : ''}` : '',
    'assertive',
  )
  useAnnounced(
    line === 'stalled' || line === 'server-lost'
      ? t(`room.line.${line}`)
      : line === 'good' && wasStalled.current
        ? t('room.line.back')
        : '',
  )
  useAnnounced(taken > 0 ? `${t('room.pictureTaken')}${' '.repeat(taken % 2)}` : '')
  useAnnounced(lastLine ? t('room.chat.said', { name: lastLine.name, text: lastLine.text }) : '')
  useAnnounced(guests.map(({ role, name }) => t(`room.here.${role}`, { name })).join(', '))
}

const useAnnounced = (text: string, manner: 'polite' | 'assertive' = 'polite'): void => {
  useEffect(() => {
    if (text !== '') announce(text, manner)
  }, [text, manner])
}
