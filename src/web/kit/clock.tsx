import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import { isAtRisk, nextTickMs, type Remaining, remaining } from './countdown.ts'
import { Icon } from './icon.tsx'
import { serverNowMs } from './server-time.ts'

/** The remaining time, told again only when its text changes. */
export const useRemaining = (dueAtMs: number): { left: Remaining; nowMs: number } => {
  // In an object of its own: the server's time may stand at the same millisecond twice, and the clock must go on.
  const [now, tick] = useState(() => ({ nowMs: serverNowMs() }))
  const { nowMs } = now
  useEffect(() => {
    const waitMs = nextTickMs(dueAtMs, now.nowMs)
    if (!Number.isFinite(waitMs)) return
    const timer = setTimeout(() => tick({ nowMs: serverNowMs() }), waitMs + 5)
    return () => clearTimeout(timer)
  }, [dueAtMs, now])
  return { left: remaining(dueAtMs, nowMs), nowMs }
}

const two = (value: number) => String(value).padStart(2, '0')

/** `2 d 03 h`, `03:25 h`, `12:40`: short enough for a corner. */
export const useShortRemaining = () => {
  const { t } = useTranslation('common')
  return (left: Remaining): string =>
    left.days > 0
      ? t('clock.days', { days: left.days, hours: left.hours })
      : left.hours > 0
        ? t('clock.hours', { hours: left.hours, minutes: two(left.minutes) })
        : `${two(left.minutes)}:${two(left.seconds)}`
}

export type ClockProps = {
  dueAt: string
  /** Whose turn or promise it is, in words. */
  label: string
  /** Whole length of the span, to know when it is at risk. */
  wholeMs?: number
  /** `corner` for the header of a page, `lens` over the living picture. */
  look?: 'corner' | 'lens'
}

/** Time left and whose turn it is. Stands in the same corner of every screen: top right. */
export const Clock = ({ dueAt, label, wholeMs, look = 'corner' }: ClockProps) => {
  const dueAtMs = Date.parse(dueAt)
  const { left, nowMs } = useRemaining(dueAtMs)
  const short = useShortRemaining()
  const { t } = useTranslation('common')
  const risk = isAtRisk(dueAtMs, nowMs, wholeMs ?? null)
  return (
    <div
      role="timer"
      aria-label={`${label}: ${left.over ? t('clock.over') : t('clock.left', { time: short(left) })}`}
      className={classNames(
        'inline-flex min-w-0 items-center gap-2 rounded-control border px-3 py-1 leading-tight',
        look === 'lens'
          ? classNames('border-transparent bg-lens-veil', risk ? 'text-lens-needs' : 'text-lens-ink')
          : risk
            ? 'border-needs-line bg-needs-wash text-needs'
            : 'border-line bg-surface text-ink',
      )}
    >
      <Icon name="clock" sizePx={18} />
      <span className="grid min-w-0">
        <span className="tabular whitespace-nowrap text-[0.9375rem] font-semibold">
          {left.over ? t('clock.over') : short(left)}
        </span>
        <span
          className={classNames('text-xs sm:whitespace-nowrap', look === 'lens' ? 'text-lens-soft' : 'text-ink-soft')}
        >
          {label}
        </span>
      </span>
    </div>
  )
}
