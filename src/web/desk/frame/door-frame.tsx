import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { staffLanguages } from '#domain/language.ts'
import { LanguageSwitch } from '../../kit/language-switch.tsx'
import { Mark } from '../../kit/mark.tsx'
import { ThemeSwitch } from '../../kit/theme-switch.tsx'

/** The frame of what comes before the desk: signing in, invitations, the second factor. */
export const DoorFrame = ({ children }: { children: ReactNode }) => {
  const { t } = useTranslation('desk')
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center gap-3 px-4 py-3 sm:px-6">
        <Mark />
        <span className="font-semibold">{t('title')}</span>
        <div className="ml-auto flex items-center gap-1">
          <LanguageSwitch offered={staffLanguages} />
          <ThemeSwitch />
        </div>
      </header>
      <main className="mx-auto grid w-full max-w-lg flex-1 content-start gap-4 px-4 py-6 sm:pt-14">{children}</main>
    </div>
  )
}
