import { useTranslation } from 'react-i18next'
import { meterPosition01 } from '../../device-check/sound-level.ts'

const cellCount = 24

/** How loud the microphone hears, as a bar of cells that fill from the left. */
export const LevelMeter = ({ rms01 }: { rms01: number }) => {
  const { t } = useTranslation('device')
  const position01 = meterPosition01(rms01)
  return (
    <div>
      <meter min={0} max={100} value={Math.round(position01 * 100)} aria-label={t('level')} className="sr-only" />
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${cellCount * 4} 8`}
        preserveAspectRatio="none"
        className="block h-4 w-full"
      >
        {Array.from({ length: cellCount }, (_, cell) => (
          <rect
            key={`cell-${cell * 4}`}
            x={cell * 4}
            width="3.2"
            height="8"
            rx="0.8"
            className={cell < Math.round(position01 * cellCount) ? 'fill-good' : 'fill-line'}
          />
        ))}
      </svg>
    </div>
  )
}
