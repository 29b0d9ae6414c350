import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { announce } from '../../kit/live-region.ts'
import { toast } from '../../kit/toast.tsx'
import { useDeskWords } from '../words/use-desk-words.ts'
import type { Snapshot } from './room-api.ts'
import { isUrgent, type News, newsOf } from './room-news.ts'
import { useStepName } from './use-step-name.ts'

/** Has read out what is new in the room; what must not be missed is shown in passing as well. */
export const useNews = (room: DeskCallRoom, selfId: string, onSnapshot: (snapshot: Snapshot) => void): void => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const stepName = useStepName()
  const before = useRef(room)
  const wordsOf = (news: News): string => {
    switch (news.what) {
      case 'interrupted':
        return news.borne === null
          ? t('callRoom.interruptions', { count: news.counted })
          : t('callRoom.interruptionsOf', { count: news.counted, borne: news.borne })
      case 'snapshot':
        return t('callRoom.news.snapshot', { step: stepName(news.step) })
      case 'findingFailed':
        return t('callRoom.news.findingFailed', { check: words.check(news.check) })
      case 'over':
        return t(`callRoom.over.${news.why}.title`)
      case 'joined':
      case 'left':
      case 'leader':
        return t(`callRoom.news.${news.what}`, { name: news.name })
      case 'chat':
        return t('callRoom.news.chat', { name: news.name, text: news.text })
      default:
        return t(`callRoom.news.${news.what}`)
    }
  }
  useEffect(() => {
    const earlier = before.current
    before.current = room
    if (earlier === room) return
    for (const news of newsOf(earlier, room, selfId)) {
      const text = wordsOf(news)
      if (isUrgent(news) || news.what === 'joined') toast(text, news.what === 'joined' ? 'neutral' : 'needs-you')
      else announce(text)
      const taken = news.what === 'snapshot' ? news.step.snapshots.at(-1) : null
      if (taken) onSnapshot(taken)
    }
  })
}
