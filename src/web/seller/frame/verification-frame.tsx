import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '../../kit/language-switch.tsx'
import { Mark } from '../../kit/mark.tsx'
import { ThemeSwitch } from '../../kit/theme-switch.tsx'
import { homeQuery, tellLanguage } from '../api/seller-queries.ts'
import { CaseClock } from '../case/case-clock.tsx'

export type VerificationFrameProps = {
  children: ReactNode
  /** Named in the browser's tab and read out when the page changes. */
  title?: string
  narrow?: boolean
}

/** The frame of every page of the verification: whose it is, the two switches, and the case clock at the top right. */
export const VerificationFrame = ({ children, title, narrow = false }: VerificationFrameProps) => {
  const { t } = useTranslation(['seller', 'common'])
  // Not fetched from here: the frame also stands around pages that have no session.
  const { data: home } = useQuery({ ...homeQuery, enabled: false })
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    document.title = title ? `${title} · ${t('product')}` : t('product')
    // A new page begins at its top for screen readers and keyboards as well.
    main.current?.focus({ preventScroll: true })
  }, [title, t])
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        {t('common:skip')}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex h-16 max-w-6xl items-center gap-2 px-4 sm:gap-3 sm:px-6">
          <Link to="/" className="flex min-w-0 items-center gap-3 text-ink no-underline max-sm:shrink-0">
            <Mark />
            <span className="min-w-0 leading-tight max-sm:sr-only sm:grid">
              <span className="truncate font-semibold">{home?.marketplace || t('product')}</span>
              {home?.marketplace && <span className="text-sm text-ink-soft">{t('product')}</span>}
            </span>
          </Link>
          <div className="ml-auto flex min-w-0 items-center gap-1 sm:gap-2">
            <LanguageSwitch
              {...(home?.case ? { offered: home.case.program.languages } : {})}
              onChosen={(language) => void (home && tellLanguage(language).catch(() => undefined))}
            />
            <span className="max-sm:hidden">
              <ThemeSwitch />
            </span>
            {home?.case && <CaseClock verification={home.case} />}
          </div>
        </div>
      </header>
      <main
        id="content"
        ref={main}
        tabIndex={-1}
        className={`mx-auto w-full flex-1 px-4 py-6 sm:px-6 ${narrow ? 'max-w-3xl' : 'max-w-6xl'}`}
      >
        {children}
      </main>
      <footer className="border-t border-line py-4 text-center text-sm text-ink-soft">{t('free')}</footer>
    </div>
  )
}
