import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { KeyHint } from '../../kit/key-hint.tsx'
import { timeOfDayText } from '../../kit/time-text.ts'
import { type Snapshot, snapshotAddress } from './room-api.ts'

export type SnapshotStageProps = {
  bookingId: string
  snapshot: Snapshot
  /** What lies behind it. */
  back: 'callRoom.picture.back' | 'proof.back'
  /** What it shows. */
  about: string
  zoomed: boolean
  onZoom: () => void
  onClose: () => void
}

/** A picture of a step in place of the live one, which goes on small in its corner. Zoomed it is as large as it was taken. */
export const SnapshotStage = ({ bookingId, snapshot, back, about, zoomed, onZoom, onClose }: SnapshotStageProps) => {
  const { t, i18n } = useTranslation('desk')
  const [missing, setMissing] = useState(false)
  const { widthPx, heightPx } = snapshot
  return (
    <section aria-label={t('callRoom.picture.title', { about })} className="absolute inset-0 flex flex-col bg-lens">
      <div className="flex flex-wrap items-center gap-2 px-3 py-1.5 text-lens-ink">
        <p className="tabular min-w-0 flex-1 truncate text-sm">
          {t('callRoom.picture.line', { about, at: timeOfDayText(snapshot.at, i18n.language), widthPx, heightPx })}
        </p>
        <Button onClick={onZoom} className="min-h-8 px-2.5">
          <span className="inline-flex items-center gap-2">
            {t(zoomed ? 'callRoom.picture.whole' : 'callRoom.picture.full')} <KeyHint keys="Z" />
          </span>
        </Button>
        <Button onClick={onClose} className="min-h-8 px-2.5">
          <span className="inline-flex items-center gap-2">
            {t(back)} <KeyHint keys="Esc" />
          </span>
        </Button>
      </div>
      {missing ? (
        <p className="grid flex-1 place-items-center text-lens-soft">{t('proof.missing')}</p>
      ) : (
        <div tabIndex={zoomed ? 0 : undefined} className={classNames('min-h-0 flex-1', zoomed && 'overflow-auto')}>
          <img
            src={snapshotAddress(bookingId, snapshot.id)}
            alt={t('callRoom.picture.title', { about })}
            width={widthPx}
            height={heightPx}
            onError={() => setMissing(true)}
            className={zoomed ? 'max-w-none' : 'size-full object-contain'}
          />
        </div>
      )}
    </section>
  )
}
