import { useTranslation } from 'react-i18next'
import type { CallRecord } from '#contracts/call-record.ts'
import { classNames } from '../../../kit/class-names.ts'
import { timeOfDayText } from '../../../kit/time-text.ts'

export type RecordingSwitchProps = {
  recordings: CallRecord['recordings']
  shown: string
  onShow: (recordingId: string) => void
}

/** [LC6] [CP5] Which of a call's recordings is played: the seller's own, one after another, and what our pages saw. */
export const RecordingSwitch = ({ recordings, shown, onShow }: RecordingSwitchProps) => {
  const { t, i18n } = useTranslation('desk')
  const playable = recordings.filter(({ clip }) => clip !== null)
  if (playable.length < 2) return null
  const own = playable.filter(({ of }) => of === 'seller')
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{t('callRecord.recordings')}</legend>
      {playable.map(({ id, of, by, openedAt }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === shown}
          onClick={() => onShow(id)}
          className={classNames(
            'inline-flex min-h-8 items-center gap-1.5 rounded-control border px-2 text-sm',
            id === shown ? 'border-accent bg-accent-wash font-semibold' : 'border-line bg-surface hover:bg-sunken',
          )}
        >
          {of === 'witness'
            ? t('callRecord.witness', { name: by })
            : own.length > 1
              ? t('callRecord.ownOf', { no: own.findIndex((one) => one.id === id) + 1, of: own.length })
              : t('callRecord.own')}
          <span className="tabular text-ink-soft">{timeOfDayText(openedAt, i18n.language)}</span>
        </button>
      ))}
    </fieldset>
  )
}
