import { useTranslation } from 'react-i18next'
import { type Language, languages } from '#locales/catalogue.ts'
import { classNames } from './class-names.ts'
import { chooseLanguage } from './language.ts'

/** Each language under its own name, so that everybody finds theirs. */
const ownNames: Record<Language, { short: string; name: string; lang: string }> = {
  zh: { short: '中文', name: '中文', lang: 'zh-CN' },
  en: { short: 'EN', name: 'EN, English', lang: 'en' },
}

export const LanguageSwitch = ({ onChosen }: { onChosen?: (language: Language) => void }) => {
  const { t, i18n } = useTranslation('common')
  return (
    <fieldset className="flex rounded-control border border-line bg-surface p-0.5">
      <legend className="sr-only">{t('language')}</legend>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={ownNames[language].lang}
          aria-label={ownNames[language].name}
          aria-pressed={i18n.language === language}
          onClick={() => {
            void chooseLanguage(language)
            onChosen?.(language)
          }}
          className={classNames(
            'min-h-8 whitespace-nowrap rounded-md px-2 text-sm sm:px-2.5',
            i18n.language === language ? 'bg-accent-wash font-semibold text-accent' : 'text-ink-soft hover:text-ink',
          )}
        >
          {ownNames[language].short}
        </button>
      ))}
    </fieldset>
  )
}
