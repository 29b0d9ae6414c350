import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { isLanguage, type Language, languages, loadWords, type Namespace } from '#locales/catalogue.ts'
import { tagOf } from '#locales/locale.ts'

const storageKey = 'countersign.language'

/** Whether somebody chose a language on this computer, which then outranks everything else. */
export const hasChosenLanguage = (): boolean => {
  try {
    return localStorage.getItem(storageKey) !== null
  } catch {
    return false
  }
}

/** The language to begin with, of those offered: the one chosen before on this computer, else the browser's, else English. */
export const firstLanguage = (offered: readonly Language[]): Language => {
  const isOffered = (language: string): language is Language => isLanguage(language) && offered.includes(language)
  try {
    const saved = localStorage.getItem(storageKey)
    if (saved && isOffered(saved)) return saved
  } catch {
    // Storage is switched off: the browser's languages decide.
  }
  for (const wanted of navigator.languages) {
    const primary = wanted.split('-')[0] ?? ''
    if (isOffered(primary)) return primary
  }
  return 'en'
}

/** Loads words when a page first asks for their namespace: what is not shown is not fetched. */
export const startLanguage = async (
  namespaces: Namespace[],
  offered: readonly Language[] = languages,
): Promise<void> => {
  await i18next
    .use({
      type: 'backend',
      init: () => undefined,
      read: (language: string, namespace: string, done: (error: unknown, words: unknown) => void) => {
        loadWords(language as Language, namespace as Namespace).then(
          (words) => done(null, words),
          (error: unknown) => done(error, null),
        )
      },
    })
    .use(initReactI18next)
    .init({
      lng: firstLanguage(offered),
      supportedLngs: [...languages],
      fallbackLng: false,
      ns: namespaces,
      defaultNS: 'common',
      interpolation: { escapeValue: false },
    })
  showLanguage(i18next.language)
  i18next.on('languageChanged', showLanguage)
}

const showLanguage = (language: string): void => {
  // Browsers choose the right form of a character by this, and screen readers the right voice.
  document.documentElement.lang = tagOf(language)
}

/** The page changes at once; telling the server is the caller's business. */
export const chooseLanguage = async (language: Language): Promise<void> => {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
  await showInLanguage(language)
}

/** Changes the page without calling it the person's choice. */
export const showInLanguage = async (language: Language): Promise<void> => {
  await i18next.changeLanguage(language)
}
