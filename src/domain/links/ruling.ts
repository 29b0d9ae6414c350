import { inOrder, type Tie } from './tie.ts'

/**
 * [TR3] What a person has ruled about links, over what values say: two shops are the same people's, or are not, or a value
 * says nothing of anybody. A ruling is never changed; it is withdrawn, and another one made.
 */
export type LinkRuling = { type: 'merge' | 'split'; a: string; b: string } | { type: 'joins-nobody'; valueHash: string }

export type RulingType = LinkRuling['type']

/** Shops that a ruling names beside this one. */
const partnersBy = (type: 'merge' | 'split', sellerId: string, rulings: readonly LinkRuling[]): string[] =>
  rulings.flatMap((ruling) => {
    if (ruling.type !== type) return []
    if (ruling.a === sellerId) return [ruling.b]
    return ruling.b === sellerId ? [ruling.a] : []
  })

export const mergedWith = (sellerId: string, rulings: readonly LinkRuling[]): string[] =>
  partnersBy('merge', sellerId, rulings).filter((other) => !isSplit(sellerId, other, rulings))

/** Split goes before merge: whoever is not sure does not join. */
export const isSplit = (one: string, other: string, rulings: readonly LinkRuling[]): boolean =>
  partnersBy('split', one, rulings).includes(other)

/** The shops that belong directly to one: by certain ties and by merges, without those it was split from. */
export const joinedTo = (sellerId: string, ties: readonly Tie[], rulings: readonly LinkRuling[]): string[] => {
  const tied = ties.flatMap(({ a, b, strength }) => {
    if (strength !== 'certain') return []
    if (a === sellerId) return [b]
    return b === sellerId ? [a] : []
  })
  const all = [...new Set([...tied, ...mergedWith(sellerId, rulings)])]
  return all.filter((other) => !isSplit(sellerId, other, rulings)).sort()
}

/** Whether a ruling is of this pair, whichever of the two was named first. */
export const isOfPair = (ruling: LinkRuling, one: string, other: string): boolean => {
  if (ruling.type === 'joins-nobody') return false
  const [a, b] = inOrder(one, other)
  const [x, y] = inOrder(ruling.a, ruling.b)
  return a === x && b === y
}
