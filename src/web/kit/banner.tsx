import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { type Meaning, meaningIcon, meaningText, meaningWash } from './status.tsx'

export type BannerProps = {
  meaning: Meaning
  title: ReactNode
  children?: ReactNode
  /** One button or link that fixes it. */
  action?: ReactNode
  icon?: IconName
  /** `alert` interrupts a screen reader; leave it out for what stands on the page from the start. */
  role?: 'alert' | 'status'
}

export const Banner = ({ meaning, title, children, action, icon, role }: BannerProps) => (
  <section
    role={role}
    className={classNames('flex flex-wrap items-start gap-3 rounded-card border px-4 py-3', meaningWash[meaning])}
  >
    <span className={classNames('mt-0.5', meaningText[meaning])}>
      <Icon name={icon ?? meaningIcon[meaning]} />
    </span>
    <div className="min-w-48 flex-1">
      <p className={classNames('font-semibold', meaningText[meaning])}>{title}</p>
      {children && <div className="mt-0.5 max-w-read text-ink">{children}</div>}
    </div>
    {action && <div className="self-center">{action}</div>}
  </section>
)
