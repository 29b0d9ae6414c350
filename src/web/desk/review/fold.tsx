import type { ReactNode } from 'react'
import { Icon } from '../../kit/icon.tsx'

/** Folded away until it is asked for; the browser's own, so that searching the page finds what is inside. */
export const Fold = ({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) => (
  <details open={open} className="group rounded-control border border-line bg-surface">
    <summary className="flex min-h-10 list-none items-center gap-2 px-3 font-medium">
      <span className="text-ink-soft transition-transform group-open:rotate-90">
        <Icon name="next" sizePx={16} />
      </span>
      {title}
    </summary>
    <div className="border-t border-line p-3">{children}</div>
  </details>
)
