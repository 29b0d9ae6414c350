import { createInstance } from 'i18next'
import type { Words } from './catalogue.ts'

/**
 * [RE3] Words for buyers, who read other languages than sellers: a badge is shown on the sites of a marketplace. They are few, so
 * they are loaded together.
 */
export const buyerLanguages = ['en', 'zh', 'es', 'fr'] as const
export type BuyerLanguage = (typeof buyerLanguages)[number]

export type SayToBuyer = (language: BuyerLanguage, key: string, values?: Record<string, string>) => string

/** Each language under its own name. */
export const buyerLanguageNames: Record<BuyerLanguage, string> = {
  en: 'English',
  zh: '中文',
  es: 'Español',
  fr: 'Français',
}

/** For `lang` attributes and `Intl` alike. */
export const buyerLocales: Record<BuyerLanguage, string> = { en: 'en-GB', zh: 'zh-CN', es: 'es-ES', fr: 'fr-FR' }

export const isBuyerLanguage = (value: string): value is BuyerLanguage =>
  (buyerLanguages as readonly string[]).includes(value)

const files: Record<BuyerLanguage, () => Promise<{ default: Words }>> = {
  en: () => import('./buyers/en.json', { with: { type: 'json' } }),
  zh: () => import('./buyers/zh.json', { with: { type: 'json' } }),
  es: () => import('./buyers/es.json', { with: { type: 'json' } }),
  fr: () => import('./buyers/fr.json', { with: { type: 'json' } }),
}

export const loadBuyerWords = async (): Promise<SayToBuyer> => {
  const resources = Object.fromEntries(
    await Promise.all(buyerLanguages.map(async (one) => [one, { badge: (await files[one]()).default }] as const)),
  )
  const words = createInstance()
  await words.init({
    resources,
    lng: 'en',
    supportedLngs: [...buyerLanguages],
    fallbackLng: false,
    ns: ['badge'],
    defaultNS: 'badge',
    interpolation: { escapeValue: false },
  })
  return (language, key, values = {}) => {
    if (!words.exists(key, { lng: language })) throw new Error(`no words under ${key} in ${language}`)
    return words.t(key, { lng: language, ...values })
  }
}
