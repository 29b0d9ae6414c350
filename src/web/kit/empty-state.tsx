import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export type EmptyStateProps = { icon: IconName; title: ReactNode; children?: ReactNode; action?: ReactNode }

/** Nothing here yet: says why and what will appear. */
export const EmptyState = ({ icon, title, children, action }: EmptyStateProps) => (
  <div className="grid justify-items-center gap-2 rounded-card border border-dashed border-line px-6 py-10 text-center">
    <span className="text-ink-faint">
      <Icon name={icon} sizePx={28} />
    </span>
    <p className="font-semibold">{title}</p>
    {children && <div className="max-w-read text-ink-soft">{children}</div>}
    {action && <div className="mt-2">{action}</div>}
  </div>
)
