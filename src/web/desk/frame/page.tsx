import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../kit/class-names.ts'

/** Names the page in the browser's tab. */
export const usePageTitle = (title: string): void => {
  const { t } = useTranslation('desk')
  useEffect(() => {
    document.title = `${title} · ${t('title')}`
  }, [title, t])
}

/** The heading of a page takes the focus once, so that a new page is read out from its top. */
export const PageHeading = ({ children, className }: { children: ReactNode; className?: string }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <h1 ref={heading} tabIndex={-1} className={classNames('text-2xl font-semibold', className)}>
      {children}
    </h1>
  )
}

export type PageProps = {
  title: string
  /** One sentence under the title. */
  lead?: ReactNode
  /** Stands right of the title: what can be done here. */
  actions?: ReactNode
  children: ReactNode
}

/** A page of reading width with its title; the cockpit brings its own frame. */
export const Page = ({ title, lead, actions, children }: PageProps) => {
  usePageTitle(title)
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-6 sm:px-6">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1">
          <PageHeading>{title}</PageHeading>
          {lead && <div className="max-w-read text-ink-soft">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-3">{actions}</div>}
      </div>
      {children}
    </div>
  )
}
