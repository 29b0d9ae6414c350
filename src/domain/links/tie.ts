import { kindBetween, type LinkHolder, type LinkKind, type LinkRules, type SharedValue } from './link.ts'
import type { LinkRuling } from './ruling.ts'

/**
 * Why two shops are shown together. `certain` joins them; a `hint` is for people; `shared-by-many`, `past` and `ruled-out`
 * join nobody and are shown, so that nobody looks for them again.
 */
export type TieStrength = 'certain' | 'hint' | 'past' | 'shared-by-many' | 'ruled-out'

/** What two shops have in common of one value, `a` before `b` in the order of their ids. */
export type Tie = { a: string; b: string; kind: LinkKind; valueHash: string; strength: TieStrength; sinceMs: number }

/** How many shops hold a value. Holders are asked for up to one more than may be, so more than that is not counted. */
export const shopsOf = ({ holders }: SharedValue): string[] =>
  [...new Set(holders.map(({ sellerId }) => sellerId))].sort()

/** Whether so many shops hold a value that it says nothing of any of them. [TR3] */
export const isSharedByMany = (value: SharedValue, { hubAbove }: LinkRules): boolean => shopsOf(value).length > hubAbove

/** The ties of some shops with all others that hold the same values, each pair and value once. */
export const tiesOf = (
  sellerIds: ReadonlySet<string>,
  values: readonly SharedValue[],
  rules: LinkRules,
  rulings: readonly LinkRuling[],
): Tie[] => values.flatMap((value) => tiesByValue(sellerIds, value, rules, rulings))

const tiesByValue = (
  sellerIds: ReadonlySet<string>,
  value: SharedValue,
  rules: LinkRules,
  rulings: readonly LinkRuling[],
): Tie[] => {
  const byShop = Map.groupBy(value.holders, ({ sellerId }) => sellerId)
  const isMany = isSharedByMany(value, rules)
  const joinsNobody = rulings.some((ruling) => ruling.type === 'joins-nobody' && ruling.valueHash === value.valueHash)
  const ties: Tie[] = []
  for (const [one, ours] of byShop) {
    if (!sellerIds.has(one)) continue
    for (const [other, theirs] of byShop) {
      // A pair of which both are asked about comes up twice.
      if (other === one || (sellerIds.has(other) && other < one)) continue
      const held = kindBetween(ours, theirs)
      const strength = held && strengthOf(held, rules, { isMany, joinsNobody })
      if (!held || !strength) continue
      const [a, b] = inOrder(one, other)
      ties.push({ a, b, kind: held.kind, valueHash: value.valueHash, strength, sinceMs: held.sinceMs })
    }
  }
  return ties
}

const strengthOf = (
  held: LinkHolder,
  rules: LinkRules,
  { isMany, joinsNobody }: { isMany: boolean; joinsNobody: boolean },
): TieStrength | null => {
  const isCertain = rules.kinds.includes(held.kind)
  if (!isCertain && !rules.hints.includes(held.kind)) return null
  if (joinsNobody) return 'ruled-out'
  if (isMany) return 'shared-by-many'
  if (held.isPast) return 'past'
  return isCertain ? 'certain' : 'hint'
}

/** The two ids of a pair, always in the same order. */
export const inOrder = (one: string, other: string): [string, string] => (one < other ? [one, other] : [other, one])
