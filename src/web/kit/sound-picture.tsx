import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import { lineOf, outlineOf, type Series, soundHeightPx, timeOf, type Wave, widthPx, xOf } from './sound-layout.ts'

export type SoundPictureProps = {
  wave: Wave | null
  series: readonly Series[]
  /** How far voice and lips are apart, where that is what is proved. */
  offsetMs?: number | null
}

const markRowPx = 22
const lineLook = ['stroke-needs', 'stroke-good', 'stroke-accent'] as const
const dashes = ['', '6 4', '2 3'] as const

const secondsOf = (ms: number): string => (ms / 1000).toFixed(1)

/**
 * [FA2] Sound over time with what was shown above it and what was heard below, and what was measured beside it as lines
 * of their own. Everything drawn stands in words too: as the picture's text, and as a list behind it.
 */
export const SoundPicture = ({ wave, series, offsetMs = null }: SoundPictureProps) => {
  const { t } = useTranslation('check')
  const time = timeOf(wave, series)
  if (!time) return null
  const at = (ms: number) => t('wave.seconds', { value: secondsOf(ms) })
  const marks = wave?.marks ?? []
  const told = marks.map((mark) =>
    t(`wave.${mark.what}At`, { number: mark.number, from: at(mark.startMs), to: at(mark.endMs) }),
  )
  if (offsetMs !== null) told.push(t('wave.offset', { value: at(Math.abs(offsetMs)) }))
  const heightPx = soundHeightPx + 2 * markRowPx
  return (
    <figure className="grid gap-1">
      <svg
        role="img"
        aria-label={t('wave.picture', {
          from: at(time.startMs),
          to: at(time.endMs),
          marks: told.join(' ') || t('wave.noMarks'),
        })}
        viewBox={`0 0 ${widthPx} ${heightPx}`}
        className="h-auto w-full rounded-control border border-line bg-sunken"
      >
        {marks.map((mark) => (
          <MarkBand key={`${mark.what} ${mark.number}`} mark={mark} time={time} />
        ))}
        <g transform={`translate(0 ${markRowPx})`}>
          {wave && <polygon points={outlineOf(wave, time)} className="fill-accent" opacity={0.75} />}
          {series.map((one, index) => (
            <polyline
              key={one.label}
              points={lineOf(one, time)}
              fill="none"
              strokeWidth={2.5}
              strokeLinejoin="round"
              strokeDasharray={dashes[index % dashes.length]}
              className={lineLook[index % lineLook.length]}
            />
          ))}
        </g>
      </svg>
      <figcaption className="flex flex-wrap items-baseline gap-x-4 text-sm text-ink-soft">
        <span className="tabular">
          {at(time.startMs)} – {at(time.endMs)}
        </span>
        {wave && <span className="text-accent">▮ {t('wave.sound')}</span>}
        {series.map((one, index) => (
          <span key={one.label} className={classNames(lineText[index % lineText.length])}>
            {index === 0 ? '—' : '╌'} {t([`series.${one.label}`, 'series.other'])}
          </span>
        ))}
      </figcaption>
      {told.length > 0 && (
        <details className="text-sm text-ink-soft">
          <summary className="min-h-6 w-fit">{t('wave.numbers')}</summary>
          <ul className="tabular grid gap-0.5 pt-1">
            {told.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </figure>
  )
}

const lineText = ['text-needs', 'text-good', 'text-accent'] as const

type MarkProps = { mark: Wave['marks'][number]; time: { startMs: number; endMs: number } }

/** What was shown stands above with a full line, what was heard below with a dashed one: not by colour alone. */
const MarkBand = ({ mark, time }: MarkProps) => {
  const from = xOf(mark.startMs, time)
  const to = Math.max(from + 2, xOf(mark.endMs, time))
  const isShown = mark.what === 'shown'
  const look = isShown ? 'stroke-ink' : 'stroke-good'
  const labelY = isShown ? 15 : soundHeightPx + 2 * markRowPx - 6
  return (
    <g className={look} strokeWidth={1.5}>
      <rect
        x={from}
        y={markRowPx}
        width={to - from}
        height={soundHeightPx}
        strokeDasharray={isShown ? undefined : '4 3'}
        className={isShown ? 'fill-transparent' : 'fill-good-wash'}
        fillOpacity={0.5}
      />
      <text x={from + 2} y={labelY} fontSize={13} stroke="none" className={isShown ? 'fill-ink' : 'fill-good'}>
        {isShown ? '▼' : '▲'}
        {mark.number}
      </text>
    </g>
  )
}
