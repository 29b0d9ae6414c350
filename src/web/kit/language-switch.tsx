import { useTranslation } from 'react-i18next'
import { isLanguage, type Language, languages } from '#locales/catalogue.ts'
import { ownNames, tagOf } from '#locales/locale.ts'
import { classNames } from './class-names.ts'
import { chooseLanguage } from './language.ts'

/** Where a name is too long to stand beside another in the head of a page. */
const shortNames: Partial<Record<Language, string>> = { en: 'EN' }

/** What a screen reader says begins with what is to be seen. */
const spokenName = (language: Language): string => {
  const short = shortNames[language]
  return short ? `${short}, ${ownNames[language]}` : ownNames[language]
}

export type LanguageSwitchProps = {
  offered?: readonly Language[]
  onChosen?: (language: Language) => void
}

/** Two languages stand side by side; more of them open as a list, each under its own name. */
export const LanguageSwitch = ({ offered = languages, onChosen }: LanguageSwitchProps) => {
  const { t, i18n } = useTranslation('common')
  const choose = (language: Language) => {
    void chooseLanguage(language)
    onChosen?.(language)
  }
  // The language that the page is in can always be seen, even where the program does not ask in it.
  const listed = languages.filter((language) => offered.includes(language) || language === i18n.language)
  if (listed.length > 2)
    return (
      <select
        aria-label={t('language')}
        value={i18n.language}
        onChange={({ target }) => isLanguage(target.value) && choose(target.value)}
        className="min-h-9 max-w-24 rounded-control sm:max-w-40 border border-line bg-surface px-2 text-sm text-ink-soft hover:text-ink"
      >
        {listed.map((language) => (
          <option key={language} value={language} lang={tagOf(language)}>
            {ownNames[language]}
          </option>
        ))}
      </select>
    )
  return (
    <fieldset className="flex rounded-control border border-line bg-surface p-0.5">
      <legend className="sr-only">{t('language')}</legend>
      {listed.map((language) => (
        <button
          key={language}
          type="button"
          lang={tagOf(language)}
          aria-label={spokenName(language)}
          aria-pressed={i18n.language === language}
          onClick={() => choose(language)}
          className={classNames(
            'min-h-8 whitespace-nowrap rounded-md px-2 text-sm sm:px-2.5',
            i18n.language === language ? 'bg-accent-wash font-semibold text-accent' : 'text-ink-soft hover:text-ink',
          )}
        >
          {shortNames[language] ?? ownNames[language]}
        </button>
      ))}
    </fieldset>
  )
}
