import { createInstance } from 'i18next'
import { type Language, languages, loadWords, type Namespace, namespaces } from './catalogue.ts'

/**
 * Words for what is written outside a browser: notices, mail, reports. Keys are `namespace:path`; an unknown key throws,
 * since nobody should be sent the name of a key.
 */
export type Translate = (language: Language, key: string, values?: Record<string, string | number>) => string

export const loadTranslate = async (wanted: readonly Namespace[] = namespaces): Promise<Translate> => {
  const resources = Object.fromEntries(
    await Promise.all(
      languages.map(async (language) => [
        language,
        Object.fromEntries(
          await Promise.all(
            wanted.map(async (namespace) => [namespace, await loadWords(language, namespace)] as const),
          ),
        ),
      ]),
    ),
  )
  const words = createInstance()
  await words.init({
    resources,
    lng: 'en',
    supportedLngs: [...languages],
    fallbackLng: false,
    ns: [...wanted],
    interpolation: { escapeValue: false },
  })
  return (language, key, values = {}) => {
    if (!words.exists(key, { lng: language, ...values })) throw new Error(`no words under ${key} in ${language}`)
    return words.t(key, { lng: language, ...values })
  }
}
