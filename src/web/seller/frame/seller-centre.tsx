import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { LanguageSwitch } from '../../kit/language-switch.tsx'
import { Mark } from '../../kit/mark.tsx'
import { ThemeSwitch } from '../../kit/theme-switch.tsx'
import { tellLanguage } from '../api/seller-queries.ts'
import { CaseClock } from '../case/case-clock.tsx'
import { useHome } from './use-home.ts'

/**
 * The back office of the demo marketplace: it shows where the notices of a verification appear in a seller's daily work.
 * A real marketplace has its own, so there the verification itself is the start page.
 */
export const SellerCentre = () => {
  const home = useHome()
  const { t } = useTranslation('seller')
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  useEffect(() => setOpen(false), [pathname])
  if (!home.demo) return <Navigate to="/case" replace />
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
      <aside className={classNames('border-line bg-surface lg:block lg:border-r', open ? 'border-b' : 'max-lg:hidden')}>
        <div className="sticky top-0 p-4">
          <Brand name={home.marketplace} hidden />
          <Nav />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col max-lg:order-first">
        <header className="flex h-16 items-center gap-2 border-b border-line bg-surface px-4 sm:px-6">
          <Button look="quiet" className="-ml-3 lg:hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name="list" />
            <span className="sr-only">{t('nav.menu')}</span>
          </Button>
          <div className="min-w-0 leading-tight max-sm:hidden">
            <p className="truncate font-medium">{home.seller.shopName}</p>
            <p className="truncate text-sm text-ink-soft">
              {t('home.shop', { id: home.seller.id, site: home.seller.site })}
            </p>
          </div>
          <div className="ml-auto flex items-center gap-1 sm:gap-2">
            <LanguageSwitch
              {...(home.case ? { offered: home.case.program.languages } : {})}
              onChosen={(language) => void tellLanguage(language).catch(() => undefined)}
            />
            <span className="max-sm:hidden">
              <ThemeSwitch />
            </span>
            {home.case && <CaseClock verification={home.case} />}
          </div>
        </header>
        <main id="content" className="mx-auto w-full max-w-5xl flex-1 px-4 py-6 sm:px-6">
          <Outlet />
        </main>
      </div>
    </div>
  )
}

const Brand = ({ name, hidden }: { name: string; hidden?: boolean }) => {
  const { t } = useTranslation('seller')
  return (
    <div className={classNames('mb-5 flex items-center gap-3 px-2', hidden && 'max-lg:hidden')}>
      <Mark />
      <span className="grid leading-tight">
        <span className="font-semibold">{name}</span>
        <span className="text-xs text-ink-soft">{t('nav.demo')}</span>
      </span>
    </div>
  )
}

const Nav = () => {
  const { t } = useTranslation('seller')
  const home = useHome()
  const unread = home.notices.filter((notice) => notice.readAt === null && notice.channels.includes('in-site')).length
  return (
    <nav aria-label={t('nav.label')}>
      <ul className="grid gap-1">
        <NavLink to="/" icon="home" label={t('nav.home')} />
        <NavLink to="/centre/orders" icon="list" label={t('nav.orders')} />
        <NavLink to="/centre/products" icon="box" label={t('nav.products')} />
        <NavLink to="/centre/finance" icon="money" label={t('nav.finance')} />
        <NavLink
          to="/messages"
          icon="message"
          label={t('nav.messages')}
          {...(unread > 0 ? { badge: t('nav.messagesUnread', { count: unread }), count: unread } : {})}
        />
      </ul>
      <p className="mt-5 mb-1 px-3 text-sm text-ink-faint">{t('nav.account')}</p>
      <ul>
        <NavLink
          to="/identity"
          icon="person"
          label={t('nav.identity')}
          alert={home.case?.status === 'awaiting-seller'}
        />
      </ul>
    </nav>
  )
}

type NavLinkProps = { to: string; icon: IconName; label: string; badge?: string; count?: number; alert?: boolean }

const NavLink = ({ to, icon, label, badge, count, alert }: NavLinkProps) => (
  <li>
    <Link
      to={to}
      activeOptions={{ exact: true }}
      className="flex min-h-10 items-center gap-3 rounded-control px-3 text-ink-soft no-underline hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-wash aria-[current=page]:font-semibold aria-[current=page]:text-accent"
    >
      <Icon name={icon} />
      <span className="flex-1">{label}</span>
      {count !== undefined && (
        <span className="tabular rounded-full bg-blocked px-2 text-xs leading-5 font-semibold text-on-blocked">
          <span aria-hidden="true">{count}</span>
          <span className="sr-only">{badge}</span>
        </span>
      )}
      {alert && (
        <span className="text-blocked">
          <Icon name="needs-you" sizePx={18} />
        </span>
      )}
    </Link>
  </li>
)
