import type { ReactNode } from 'react'
import { classNames } from '../../kit/class-names.ts'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { type Meaning, meaningText, meaningWash } from '../../kit/status.tsx'

export type ResultHeadProps = {
  meaning: Meaning
  icon: IconName
  title: string
  children: ReactNode
  /** The one button that goes on. */
  action?: ReactNode
}

/** What came of it, in one look: sign, sentence, and the button that goes on. */
export const ResultHead = ({ meaning, icon, title, children, action }: ResultHeadProps) => (
  <section
    className={classNames(
      'flex flex-wrap items-start gap-x-5 gap-y-4 rounded-card border p-5 sm:p-7',
      meaningWash[meaning],
    )}
  >
    <span
      className={classNames(
        'grid size-12 place-items-center rounded-full border border-current bg-surface',
        meaningText[meaning],
      )}
    >
      <Icon name={icon} sizePx={26} />
    </span>
    <div className="min-w-60 flex-1">
      <h1 className="text-2xl font-semibold">{title}</h1>
      <div className="mt-1 grid max-w-read gap-1.5">{children}</div>
    </div>
    {action && <div className="self-center">{action}</div>}
  </section>
)
