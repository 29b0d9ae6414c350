import { isRealDate } from './identity-number.ts'

/** Comparing what an identity card says with what is registered, and its term with today. */

/** A name in the one form that is compared: no spaces, one kind of middle dot, plain forms of characters. */
export const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[•・‧∙.·]/g, '·')
    .toUpperCase()

export type NameComparison =
  | { relation: 'same' }
  /** [EL2] The card bears a name the person is registered to have had before, or the other way about. */
  | { relation: 'former-name' }
  /** How many characters would have to change (Levenshtein). */
  | { relation: 'different'; edits: number }

export const compareNames = (
  read: string,
  registered: { name: string; formerNames: readonly string[] },
): NameComparison => {
  const plain = plainName(read)
  if (plain === plainName(registered.name)) return { relation: 'same' }
  if (registered.formerNames.some((former) => plainName(former) === plain)) return { relation: 'former-name' }
  return { relation: 'different', edits: editDistance([...plain], [...plainName(registered.name)]) }
}

/** Characters to insert, delete or replace to turn one into the other. */
export const editDistance = (a: readonly string[], b: readonly string[]): number => {
  let row = b.map((_, i) => i + 1)
  row.unshift(0)
  a.forEach((char, i) => {
    const next = [i + 1]
    b.forEach((other, j) => {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (char === other ? 0 : 1)))
    })
    row = next
  })
  return row.at(-1)!
}

/** A card's printed term. `to: null` is 长期, without end. */
export type CardTerm = { from: string; to: string | null }

/** Parses `2014-09-12/2034-09-12` or `2014-09-12/`; null when a date does not exist or the term runs backwards. */
export const parseCardTerm = (interval: string): CardTerm | null => {
  const [from, to] = interval.split('/')
  if (from === undefined || to === undefined || !isRealDate(from)) return null
  if (to === '') return { from, to: null }
  return isRealDate(to) && to > from ? { from, to } : null
}

/**
 * Whether a term is one the state issues: 5, 10 or 20 years to the day, or without end. Anything else is a misreading
 * or a forgery. Source: Resident Identity Card Law of the PRC, article 5.
 */
export const isIssuableTerm = ({ from, to }: CardTerm): boolean =>
  to === null ||
  [5, 10, 20].some((years) => addMonths(from, years * 12) === to || isDayAfter(to, addMonths(from, years * 12)))

// A card issued on 29 February ends on 1 March or 28 February, depending on the issuing office.
const isDayAfter = (iso: string, before: string): boolean =>
  before.endsWith('-02-28') && iso === `${before.slice(0, 4)}-03-01`

/** The same day of the month so many months on; the last day of that month where it has no such day. */
export const addMonths = (iso: string, months: number): string => {
  const [year, month, day] = iso.split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) + months
  const [toYear, toMonth] = [Math.floor(index / 12), index % 12]
  const lastDay = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate()
  const pad = (value: number, length: number) => String(value).padStart(length, '0')
  return `${pad(toYear, 4)}-${pad(toMonth + 1, 2)}-${pad(Math.min(day, lastDay), 2)}`
}

export type TermStanding =
  | { standing: 'valid'; daysLeft: number | null }
  | { standing: 'expires-soon'; daysLeft: number }
  | { standing: 'expired'; daysLeft: number }
  | { standing: 'not-yet-valid'; daysLeft: number | null }

/** [EL3] How a term stands today. The last printed day still counts as valid. */
export const termStanding = (term: CardTerm, today: string, minMonthsLeft: number): TermStanding => {
  const daysLeft = term.to === null ? null : daysBetween(today, term.to)
  if (term.from > today) return { standing: 'not-yet-valid', daysLeft }
  if (term.to === null || daysLeft === null) return { standing: 'valid', daysLeft: null }
  if (daysLeft < 0) return { standing: 'expired', daysLeft }
  return term.to < addMonths(today, minMonthsLeft)
    ? { standing: 'expires-soon', daysLeft }
    : { standing: 'valid', daysLeft }
}

export const daysBetween = (fromIso: string, toIso: string): number =>
  Math.round((Date.parse(`${toIso}T00:00:00Z`) - Date.parse(`${fromIso}T00:00:00Z`)) / 86_400_000)
