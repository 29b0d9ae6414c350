import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from './icon.tsx'
import { applyTheme, savedTheme, type Theme, themes } from './theme.ts'

const icons: Record<Theme, IconName> = { system: 'screen', light: 'sun', dark: 'moon' }

/** One button that goes round: as the system, light, dark. */
export const ThemeSwitch = () => {
  const { t } = useTranslation('common')
  const [theme, setTheme] = useState(savedTheme)
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  const label = t('theme.now', { theme: t(`theme.${theme}`), next: t(`theme.${next}`) })
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      onClick={() => {
        applyTheme(next)
        setTheme(next)
      }}
      className="grid size-10 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink"
    >
      <Icon name={icons[theme]} />
    </button>
  )
}
