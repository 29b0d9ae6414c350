import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { staffLanguages } from '#domain/language.ts'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { LanguageSwitch } from '../../kit/language-switch.tsx'
import { Mark } from '../../kit/mark.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { ThemeSwitch } from '../../kit/theme-switch.tsx'
import { toast } from '../../kit/toast.tsx'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { ownZone } from '../../kit/zoned.ts'
import { queueQuery } from '../calls/desk-queries.ts'
import { signOut } from '../calls/staff-sign-in.ts'
import { forgetEverythingKept } from '../kept/kept.ts'
import { type DeskAddress, DeskLink } from './desk-link.tsx'
import { useDeskProblemText } from './desk-problem.tsx'
import { may } from './rights.ts'
import { useMe } from './use-me.ts'

/** The frame of the desk: where one can go, who one is, and the way out. */
export const DeskFrame = () => {
  const { t } = useTranslation(['desk', 'common'])
  const me = useMe()
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        {t('common:skip')}
      </a>
      <header className="flex flex-wrap items-center gap-x-4 border-b border-line bg-surface px-4 sm:px-6">
        <DeskLink to="/" className="flex min-h-13 items-center gap-2.5 text-ink no-underline">
          <Mark sizePx={26} />
          <span className="font-semibold whitespace-nowrap max-[70rem]:sr-only">{t('title')}</span>
        </DeskLink>
        <Ways />
        <div className="ml-auto flex min-h-13 items-center gap-1 sm:gap-2">
          <LanguageSwitch offered={staffLanguages} />
          <ThemeSwitch />
          <DeskLink
            to="/account"
            className="flex min-h-10 items-center gap-2 rounded-control px-2 text-ink no-underline hover:bg-sunken"
          >
            <Icon name="person" />
            <span className="sr-only">{t('frame.account')}</span>
            <span className="grid max-w-40 leading-tight max-md:sr-only">
              <span className="truncate text-sm font-medium">{me.name}</span>
              <span className="truncate text-xs text-ink-soft">{t(`role.${me.role}`)}</span>
            </span>
          </DeskLink>
          <SignOut />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col">
        <Outlet />
      </main>
      <Clock />
    </div>
  )
}

/** Times on the desk carry no zone of their own: whose clock they are by is said once. A room that fills the window has no foot. */
const Clock = () => {
  const { t } = useTranslation('desk')
  const zones = useZoneWords()
  const path = useLocation().pathname
  if (path.includes('/attempts/') || path.startsWith('/calls/')) return null
  return (
    <footer className="px-4 pb-4 text-center text-sm text-ink-soft sm:px-6">
      {t('frame.clock', { place: zones.placeAndOffset(new Date(serverNowMs()).toISOString(), ownZone()) })}
    </footer>
  )
}

const Ways = () => {
  const { t } = useTranslation(['desk', 'risk', 'board'])
  const { role, holdsCalls } = useMe()
  const { data: queue } = useQuery({ ...queueQuery, enabled: may(role, 'decide') })
  const waiting = queue?.items.length ?? 0
  return (
    <nav
      aria-label={t('frame.ways')}
      className="flex min-w-0 items-center gap-1 max-sm:order-last max-sm:-mx-1 max-sm:w-full max-sm:overflow-x-auto max-sm:pb-2"
    >
      {may(role, 'decide') && (
        <Way to="/" icon="list">
          {t('queue.title')}
          {waiting > 0 && (
            <span className="tabular rounded-full bg-accent-wash px-1.5 text-xs font-semibold text-accent">
              {waiting}
              <span className="sr-only"> {t('queue.waiting')}</span>
            </span>
          )}
        </Way>
      )}
      <Way to="/cases" icon="box">
        {t('cases.title')}
      </Way>
      <Way to="/sellers" icon="person">
        {t('sellers.title')}
      </Way>
      <Way to="/restrictions" icon="blocked">
        {t('board:title')}
      </Way>
      {holdsCalls && may(role, 'decide') && (
        <Way to="/appointments" icon="clock">
          {t('appointments.title')}
        </Way>
      )}
      {holdsCalls && may(role, 'lead') && (
        <Way to="/roster" icon="screen">
          {t('roster.title')}
        </Way>
      )}
      {may(role, 'rules') && (
        <Way to="/rules" icon="shield">
          {t('risk:rules.title')}
        </Way>
      )}
      {may(role, 'administer') && (
        <>
          <Way to="/staff" icon="person">
            {t('staff.title')}
          </Way>
          <Way to="/api-keys" icon="lock">
            {t('keys.title')}
          </Way>
        </>
      )}
    </nav>
  )
}

const Way = ({ to, icon, children }: { to: DeskAddress; icon: IconName; children: ReactNode }) => {
  const path = useLocation().pathname
  const isHere =
    to === '/'
      ? path === '/' || path.includes('/attempts/')
      : isBelow(path, to) || (to === '/appointments' && path.startsWith('/calls/'))
  const shown = useRef<HTMLSpanElement>(null)
  // On a phone the ways are wider than the screen: where one is must be seen.
  useEffect(() => {
    const nav = shown.current?.closest('nav')
    if (!isHere || !shown.current || !nav) return
    const [own, frame] = [shown.current.getBoundingClientRect(), nav.getBoundingClientRect()]
    nav.scrollLeft += own.left - frame.left - (frame.width - own.width) / 2
  }, [isHere])
  return (
    <DeskLink
      to={to}
      aria-current={isHere ? 'page' : undefined}
      className={classNames(
        'flex min-h-10 items-center gap-1.5 rounded-control px-2.5 text-[0.9375rem] whitespace-nowrap no-underline hover:bg-sunken',
        isHere ? 'bg-accent-wash font-semibold text-accent' : 'text-ink-soft hover:text-ink',
      )}
    >
      {/* An administrator has nine ways: on a laptop their words need the room. */}
      <span className="max-[96rem]:hidden">
        <Icon name={icon} sizePx={18} />
      </span>
      <span ref={shown} className="flex items-center gap-1.5">
        {children}
      </span>
    </DeskLink>
  )
}

/** The case of a run under review belongs to the queue, from which people come and to which they go back. */
const isBelow = (path: string, way: string): boolean =>
  path === way || (path.startsWith(`${way}/`) && !path.includes('/attempts/'))

const SignOut = () => {
  const { t } = useTranslation('desk')
  const queries = useQueryClient()
  const problemText = useDeskProblemText()
  const [busy, setBusy] = useState(false)
  const leave = async () => {
    setBusy(true)
    try {
      await signOut()
      forgetEverythingKept()
      queries.clear()
      // A fresh page holds nothing of this person in memory.
      window.location.assign('/desk/')
    } catch (error) {
      setBusy(false)
      toast(problemText(error), 'blocked')
    }
  }
  return (
    <Button look="quiet" busy={busy} className="px-2.5" onClick={() => void leave()}>
      {t('frame.signOut')}
    </Button>
  )
}
