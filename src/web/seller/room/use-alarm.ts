import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../kit/live-region.ts'
import { ring } from './ring-tone.ts'

/** [LC1] A ring is heard, read out, seen in the tab, and told by the system where that was allowed and the page is hidden. */
export const useAlarm = (ringing: boolean, reviewerName: string): void => {
  const { t } = useTranslation('seller')
  useEffect(() => {
    if (!ringing) return
    const title = t('room.ring.title', { name: reviewerName })
    const before = document.title
    document.title = `● ${title}`
    announce(`${title} ${t('room.ring.body')}`, 'assertive')
    const stop = ring()
    const notification = document.hidden ? notify(title, t('room.ring.body')) : null
    return () => {
      stop()
      notification?.close()
      document.title = before
    }
  }, [ringing, reviewerName, t])
}

export const mayNotify = (): NotificationPermission | 'unknown' =>
  'Notification' in window ? Notification.permission : 'unknown'

const notify = (title: string, body: string): Notification | null => {
  if (mayNotify() !== 'granted') return null
  try {
    const shown = new Notification(title, { body, tag: 'countersign-ring', requireInteraction: true })
    shown.onclick = () => window.focus()
    return shown
  } catch {
    // Some browsers allow notifications of service workers alone.
    return null
  }
}
