import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type CardProps = {
  title?: ReactNode
  /** Stands at the right of the title: a tag, a small button. */
  aside?: ReactNode
  /** The level of the title in the page's outline. */
  level?: 2 | 3
  children: ReactNode
  className?: string
  labelledBy?: string
}

export const Card = ({ title, aside, level = 2, children, className, labelledBy }: CardProps) => {
  const Title = level === 2 ? 'h2' : 'h3'
  return (
    <section
      aria-labelledby={labelledBy}
      className={classNames('rounded-card border border-line bg-surface p-4 sm:p-5', className)}
    >
      {(title || aside) && (
        <div className="mb-3 flex items-center justify-between gap-3">
          {title && <Title className="text-base font-semibold">{title}</Title>}
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}
