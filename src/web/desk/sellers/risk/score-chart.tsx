import { useTranslation } from 'react-i18next'
import { Instant } from '../../../kit/time.tsx'
import { useWidthPx } from '../../../kit/use-width.ts'
import { type ScorePoint, scoreSteps } from './score-steps.ts'
import { useRiskWords } from './use-risk-words.ts'

const heightPx = 168
const margins = { leftPx: 34, rightPx: 10, topPx: 12, bottomPx: 10 }

/** The score over time. The list below holds the same in words, so the picture is one image to who cannot see it. */
export const ScoreChart = ({ points, opensAt }: { points: readonly ScorePoint[]; opensAt: number | null }) => {
  const { t } = useTranslation('risk')
  const words = useRiskWords()
  const [frame, widthPx] = useWidthPx(600)
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last) return null
  const { path, marks, ticks, opensAtY } = scoreSteps(points, opensAt, { widthPx, heightPx, ...margins })
  const rightPx = widthPx - margins.rightPx
  return (
    <figure ref={frame} className="grid min-w-0 gap-1">
      <svg
        role="img"
        width={widthPx}
        height={heightPx}
        aria-label={t('timeline.chart', {
          count: points.length,
          score: words.number(last.score),
          highest: words.number(Math.max(...points.map(({ score }) => score))),
        })}
        className="block max-w-full"
      >
        {ticks.map(({ score, y }) => (
          <g key={score}>
            <line x1={margins.leftPx} x2={rightPx} y1={y} y2={y} className="stroke-line" />
            <text x={margins.leftPx - 6} y={y + 4} textAnchor="end" className="tabular fill-ink-soft text-xs">
              {words.number(score)}
            </text>
          </g>
        ))}
        {opensAtY !== null && (
          <>
            <line
              x1={margins.leftPx}
              x2={rightPx}
              y1={opensAtY}
              y2={opensAtY}
              strokeDasharray="5 4"
              strokeWidth={1.5}
              className="stroke-needs"
            />
            <text x={rightPx} y={opensAtY - 5} textAnchor="end" className="fill-needs text-xs font-medium">
              {t('timeline.opensAt', { score: words.number(opensAt ?? 0) })}
            </text>
          </>
        )}
        <path d={path} fill="none" strokeWidth={2} strokeLinejoin="round" className="stroke-accent" />
        {marks.map(({ seq, x, y, opened }) =>
          opened ? (
            <path
              key={seq}
              d={`M${x} ${y - 6}l6 6l-6 6l-6 -6Z`}
              strokeWidth={1.5}
              className="fill-needs stroke-surface"
            />
          ) : (
            <circle key={seq} cx={x} cy={y} r={2.5} className="fill-accent" />
          ),
        )}
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-sm text-ink-soft">
        <Instant at={new Date(first.atMs).toISOString()} />
        {marks.some(({ opened }) => opened) && (
          <span className="inline-flex items-center gap-1.5">
            <svg width={12} height={12} aria-hidden="true">
              <path d="M6 0l6 6l-6 6l-6 -6Z" className="fill-needs" />
            </svg>
            {t('timeline.openedMark')}
          </span>
        )}
        <Instant at={new Date(last.atMs).toISOString()} />
      </figcaption>
    </figure>
  )
}
