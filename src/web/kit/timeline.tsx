import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import { type Meaning, meaningIcon, meaningText } from './status.tsx'
import { Instant } from './time.tsx'

export type TimelineEntry = { id: string; at: string; title: ReactNode; detail?: ReactNode; meaning?: Meaning }

/** What happened, newest first by default, each with its time. */
export const Timeline = ({ entries, zone }: { entries: TimelineEntry[]; zone?: string }) => (
  <ol className="relative ml-2.5 grid gap-4 border-l border-line pl-6">
    {entries.map((entry) => (
      <li key={entry.id} className="relative">
        <span
          className={classNames(
            'absolute top-0.5 -left-6 grid size-5 -translate-x-1/2 place-items-center rounded-full border border-line bg-surface',
            meaningText[entry.meaning ?? 'neutral'],
          )}
        >
          {entry.meaning && entry.meaning !== 'neutral' ? (
            <Icon name={meaningIcon[entry.meaning]} sizePx={12} />
          ) : (
            <span className="size-1.5 rounded-full bg-current" />
          )}
        </span>
        <p className="font-medium">{entry.title}</p>
        {entry.detail && <p className="text-sm text-ink-soft">{entry.detail}</p>}
        <p className="text-sm text-ink-faint">
          <Instant at={entry.at} {...(zone ? { zone } : {})} />
        </p>
      </li>
    ))}
  </ol>
)
