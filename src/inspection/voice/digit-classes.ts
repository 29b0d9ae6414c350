/** The languages whose digits our verifier knows. */
export type DigitLanguage = 'en' | 'zh'
export const digitLanguages: readonly DigitLanguage[] = ['en', 'zh']
export const isDigitLanguage = (language: string): language is DigitLanguage =>
  (digitLanguages as readonly string[]).includes(language)

/** Words: ten digits, and in Mandarin 幺 (yāo), which is said for 1 in numbers. */
const wordsOf = { en: 10, zh: 11 } as const
export const yao = 10
/** Each word is three states one after the other: its beginning, middle and end. */
export const statesPerWord = 3

const firstClass = { en: 0, zh: wordsOf.en * statesPerWord } as const
export const silenceClass = (wordsOf.en + wordsOf.zh) * statesPerWord
/** Speech that is no digit of ours. */
export const otherClass = silenceClass + 1
export const classCount = otherClass + 1

/** Each language is read by nets of its own, in two branches; the verifier answers all of them side by side. */
export const branchCount = 2
export const logitsPerFrame = digitLanguages.length * branchCount * classCount
export const firstLogitOf = (language: DigitLanguage): number =>
  digitLanguages.indexOf(language) * branchCount * classCount

export const classOf = (language: DigitLanguage, word: number, state: number): number =>
  firstClass[language] + word * statesPerWord + state

export const words = (language: DigitLanguage): number[] => Array.from({ length: wordsOf[language] }, (_, i) => i)

/** The words that may be said for a digit. */
export const wordsFor = (language: DigitLanguage, digit: number): number[] =>
  language === 'zh' && digit === 1 ? [1, yao] : [digit]
export const digitOf = (word: number): number => (word === yao ? 1 : word)
