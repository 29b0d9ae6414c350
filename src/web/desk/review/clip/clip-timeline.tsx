import { type PointerEvent, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { classNames } from '../../../kit/class-names.ts'
import { Icon } from '../../../kit/icon.tsx'
import { meaningIcon, meaningText } from '../../../kit/status.tsx'
import { useWidthPx } from '../../../kit/use-width.ts'
import type { Finding } from '../../calls/desk-queries.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { outcomeMeaning } from '../findings/finding-card.tsx'
import { spansToShow } from '../findings/finding-groups.ts'
import { blockAt, inLanes, momentAt, momentText, percentAt, stepBlocks, timelineEndMs } from '../timeline-layout.ts'
import type { Clip } from './clip.ts'
import { useClipView } from './clip-player.tsx'

export type ClipTimelineProps = {
  clip: Clip
  review: Pick<ReviewView, 'steps' | 'challenges'> & { findings: Finding[] }
  selected: string | null
  onSelect: (finding: Finding) => void
}

const laneRem = 1.625
/** A round mark with the gap to the next. */
const markPx = 26
/** Until the line has been measured; a narrow one, so that nothing overlaps at first. */
const firstWidthPx = 340

/** The recording as a line: its steps, what was asked when, and where findings lie. Everything on it can be pressed. */
export const ClipTimeline = ({ clip, review, selected, onSelect }: ClipTimelineProps) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const { lengthMs } = useClipView(clip)
  const spans = useMemo(() => spansToShow(review.findings, selected), [review.findings, selected])
  const endMs = timelineEndMs({ ...review, spans }, lengthMs)
  const blocks = useMemo(() => stepBlocks(review.steps, endMs), [review.steps, endMs])
  const [line, widthPx] = useWidthPx(firstWidthPx)
  const markMs = (markPx / widthPx) * endMs
  const laned = useMemo(() => inLanes(spans, endMs / 12), [spans, endMs])
  const asked = useMemo(
    () =>
      inLanes(
        review.challenges.map((one) => ({ ...one, startMs: one.mediaMs, endMs: one.mediaMs })),
        markMs,
      ),
    [review.challenges, markMs],
  )
  return (
    <section ref={line} aria-label={t('timeline.label')} className="relative grid gap-1 text-sm select-none">
      {blocks.length > 0 && (
        <ol aria-label={t('timeline.steps')} className="relative h-9">
          {blocks.map((block) => (
            <li
              key={`${block.id}.${block.startMs}`}
              className="absolute inset-y-0 p-px"
              style={{
                left: `${percentAt(block.startMs, endMs)}%`,
                width: `${percentAt(block.endMs, endMs) - percentAt(block.startMs, endMs)}%`,
              }}
            >
              <button
                type="button"
                title={words.stepKind(block.kind)}
                onClick={() => clip.seek(block.startMs)}
                className="flex size-full min-w-0 items-center gap-1.5 overflow-hidden rounded-md border border-line bg-sunken px-1.5 text-left hover:border-line-strong"
              >
                <kbd className="font-mono text-xs text-ink-soft">{block.no}</kbd>
                <span className="truncate">{words.stepKind(block.kind)}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      <Track clip={clip} endMs={endMs} blocks={blocks} />
      {asked.length > 0 && (
        <ol
          aria-label={t('timeline.challenges')}
          className="relative"
          style={{ height: `${lanesOf(asked) * laneRem}rem` }}
        >
          {asked.map((one) => (
            <li
              key={`${one.stepId}.${one.mediaMs}.${one.value}`}
              className="absolute"
              style={{ top: `${one.lane * laneRem}rem`, left: `${percentAt(one.mediaMs, endMs)}%` }}
            >
              <button
                type="button"
                title={t('timeline.askedAt', { at: momentText(one.mediaMs) })}
                onClick={() => clip.seek(one.mediaMs)}
                className="grid size-6 -translate-x-1/2 place-items-center rounded-full border border-line-strong bg-surface font-mono text-xs font-semibold hover:bg-accent-wash"
              >
                <span aria-hidden="true">{turnArrow[one.value] ?? one.value}</span>
                <span className="sr-only">{t(`asked.${one.value}`, { defaultValue: one.value })}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {laned.length > 0 && (
        <ol
          aria-label={t('timeline.findings')}
          className="relative"
          style={{ height: `${lanesOf(laned) * laneRem}rem` }}
        >
          {laned.map(({ finding, startMs, endMs: untilMs, lane }) => {
            const meaning = outcomeMeaning(finding.outcome)
            // The same check is made in several steps: the number of the step tells them apart.
            const no = blocks.find((block) => block.id === finding.stepId)?.no
            return (
              <li
                key={`${finding.check} ${finding.stepId ?? ''} ${startMs}`}
                className="absolute h-6"
                style={{
                  top: `${lane * laneRem}rem`,
                  left: `${percentAt(startMs, endMs)}%`,
                  width: `max(1.5rem, ${percentAt(untilMs, endMs) - percentAt(startMs, endMs)}%)`,
                }}
              >
                <button
                  type="button"
                  title={t('timeline.findingAt', {
                    no: no ?? '',
                    check: words.check(finding.check),
                    outcome: t(`outcome.${finding.outcome}`),
                    from: momentText(startMs),
                    to: momentText(untilMs),
                  }).trim()}
                  aria-pressed={finding.check === selected}
                  onClick={() => onSelect(finding)}
                  className={classNames(
                    'flex size-full min-w-0 items-center gap-1 overflow-hidden rounded-md border px-1 text-left text-xs',
                    finding.outcome === 'fail' && 'border-blocked bg-blocked-wash',
                    finding.outcome === 'unsure' && 'border-dashed border-needs bg-needs-wash',
                    finding.outcome === 'pass' && 'border-dotted border-good bg-good-wash',
                    finding.check === selected && 'outline-2 outline-accent',
                    meaningText[meaning],
                  )}
                >
                  <Icon name={meaningIcon[meaning]} sizePx={14} />
                  {no !== undefined && <kbd className="font-mono">{no}</kbd>}
                  <span className="truncate">{words.check(finding.check)}</span>
                </button>
              </li>
            )
          })}
        </ol>
      )}
      <Playhead clip={clip} endMs={endMs} />
    </section>
  )
}

const lanesOf = (laned: readonly { lane: number }[]): number => Math.max(0, ...laned.map(({ lane }) => lane + 1))

const turnArrow: Record<string, string> = { left: '←', right: '→', up: '↑', down: '↓' }

type TrackProps = { clip: Clip; endMs: number; blocks: ReturnType<typeof stepBlocks> }

const Track = ({ clip, endMs, blocks }: TrackProps) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const track = useRef<HTMLDivElement>(null)
  const { nowMs } = useClipView(clip)
  const seekTo = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    if (box) clip.seek(momentAt((event.clientX - box.left) / box.width, endMs))
  }
  const block = blockAt(blocks, nowMs)
  return (
    <div
      ref={track}
      role="slider"
      tabIndex={0}
      aria-label={t('timeline.seek')}
      aria-valuemin={0}
      aria-valuemax={Math.round(endMs / 1000)}
      aria-valuenow={Math.round(nowMs / 1000)}
      aria-valuetext={
        block
          ? t('timeline.atStep', { at: momentText(nowMs), step: words.stepKind(block.kind) })
          : t('timeline.at', { at: momentText(nowMs) })
      }
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seekTo(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
      onKeyDown={(event) => {
        if (event.key === 'Home') clip.seek(0)
        else if (event.key === 'End') clip.seek(endMs)
        else return
        event.preventDefault()
      }}
      className="relative flex h-6 cursor-pointer touch-none items-center"
    >
      <div className="h-2 w-full overflow-hidden rounded-full bg-line">
        <div className="h-full bg-accent" style={{ width: `${percentAt(nowMs, endMs)}%` }} />
      </div>
    </div>
  )
}

const Playhead = ({ clip, endMs }: { clip: Clip; endMs: number }) => {
  const { nowMs } = useClipView(clip)
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 w-0.5 -translate-x-1/2 rounded-full bg-accent"
      style={{ left: `${percentAt(nowMs, endMs)}%` }}
    />
  )
}
