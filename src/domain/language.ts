/**
 * The languages that what we write exists in. A seller reads any of them; the desk, the demo and the words about programs
 * stand in the staff languages. A call may be held in any other language besides: that is a program's business.
 */
export const readingLanguages = ['zh', 'en', 'th', 'id', 'vi', 'ms'] as const
export type ReadingLanguage = (typeof readingLanguages)[number]

export const staffLanguages = ['zh', 'en'] as const satisfies readonly ReadingLanguage[]
export type StaffLanguage = (typeof staffLanguages)[number]

/** What a BCP 47 tag such as `zh-CN` or `TH` is read in; English where we do not write that language. */
export const readingLanguageOf = (tag: string): ReadingLanguage => {
  const primary = tag.toLowerCase().split(/[-_]/)[0]
  return readingLanguages.find((one) => one === primary) ?? 'en'
}

/** What a member of staff reads; English where the desk does not speak theirs. */
export const staffLanguageOf = (tag: string): StaffLanguage => {
  const read = readingLanguageOf(tag)
  return staffLanguages.find((one) => one === read) ?? 'en'
}
