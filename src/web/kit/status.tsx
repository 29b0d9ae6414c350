import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

/** The three meanings, and neutral for what carries none. */
export type Meaning = 'good' | 'needs-you' | 'blocked' | 'neutral'

export const meaningText: Record<Meaning, string> = {
  good: 'text-good',
  'needs-you': 'text-needs',
  blocked: 'text-blocked',
  neutral: 'text-ink-soft',
}

export const meaningWash: Record<Meaning, string> = {
  good: 'bg-good-wash border-good-line',
  'needs-you': 'bg-needs-wash border-needs-line',
  blocked: 'bg-blocked-wash border-blocked-line',
  neutral: 'bg-sunken border-line',
}

export const meaningIcon: Record<Meaning, IconName> = {
  good: 'good',
  'needs-you': 'needs-you',
  blocked: 'blocked',
  neutral: 'info',
}

/** A word with its meaning: drawing, colour and text together. */
export const Status = ({ meaning, icon, children }: { meaning: Meaning; icon?: IconName; children: ReactNode }) => (
  <span className={classNames('inline-flex items-center gap-1.5 font-medium', meaningText[meaning])}>
    <Icon name={icon ?? meaningIcon[meaning]} sizePx={16} />
    <span>{children}</span>
  </span>
)

/** The same as a small framed tag, for tables and corners. */
export const Tag = ({ meaning = 'neutral', children }: { meaning?: Meaning; children: ReactNode }) => (
  <span
    className={classNames(
      'inline-flex items-center gap-1 whitespace-nowrap rounded-md border px-2 py-0.5 text-sm font-medium',
      meaningWash[meaning],
      meaningText[meaning],
    )}
  >
    {meaning !== 'neutral' && <Icon name={meaningIcon[meaning]} sizePx={14} />}
    {children}
  </span>
)
