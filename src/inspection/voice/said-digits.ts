/** How digits are written by recognisers, beside the figures themselves. */
const chinese: Record<string, string> = {
  零: '0',
  〇: '0',
  一: '1',
  幺: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
}
const english: Record<string, string> = {
  zero: '0',
  oh: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
}

/** Marks of language and mood that some recognisers write between angle brackets. */
const marks = /<[^<>]*>/g

/**
 * The digits of a text that consists of digits only; null when it says anything else, for then the recogniser heard
 * something that is no answer. Words that merely sound like digits do not count.
 */
export const digitsOf = (text: string): string | null => {
  const words =
    text
      .replace(marks, ' ')
      .toLowerCase()
      .normalize('NFKC')
      .match(/[a-z]+|[^\s\p{P}]/gu) ?? []
  const digits = words.map((word) => (/^\d$/.test(word) ? word : (chinese[word] ?? english[word] ?? null)))
  return digits.length === 0 || digits.includes(null) ? null : digits.join('')
}
