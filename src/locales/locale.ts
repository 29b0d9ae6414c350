import type { ReadingLanguage } from '#domain/language.ts'

/** Each language under its own name, so that everybody finds theirs. */
export const ownNames: Record<ReadingLanguage, string> = {
  zh: '中文',
  en: 'English',
  th: 'ไทย',
  id: 'Bahasa Indonesia',
  vi: 'Tiếng Việt',
  ms: 'Bahasa Melayu',
}

/** For `lang` attributes: browsers choose the right form of a character by it, and screen readers the right voice. */
const tags: Record<ReadingLanguage, string> = { zh: 'zh-CN', en: 'en', th: 'th', id: 'id', vi: 'vi', ms: 'ms' }

const regions: Record<ReadingLanguage, string> = {
  zh: 'zh-CN',
  en: 'en-GB',
  th: 'th-TH',
  id: 'id-ID',
  vi: 'vi-VN',
  ms: 'ms-MY',
}

const isKnown = (language: string): language is ReadingLanguage => Object.hasOwn(tags, language)

export const tagOf = (language: string): string => (isKnown(language) ? tags[language] : 'en')

/**
 * The locale for `Intl`. Calendar, clock and digits are asked for by name: Thai dates count Buddhist years and Malay
 * clocks twelve hours unless told otherwise, and a deadline must read the same to whoever it is shown to.
 */
export const localeOf = (language: string): string =>
  `${isKnown(language) ? regions[language] : 'en-GB'}-u-ca-gregory-hc-h23-nu-latn`
