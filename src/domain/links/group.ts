import type { LinkRuling } from './ruling.ts'
import { isSplit, joinedTo } from './ruling.ts'
import type { Tie } from './tie.ts'

/** No group is followed beyond so many shops: whoever owns more is a case for people, not for a walk through a database. */
export const groupMost = 500

/**
 * [TR3] The shops that belong to one, by how many ties away: whoever is joined to it, whoever is joined to those, and so on. A
 * shop that was split from the first is in none of its groups, by whatever way it could be reached.
 */
export type Group = {
  /** Without the first shop itself, nearest first. */
  shops: { sellerId: string; distance: number; via: string }[]
  /** There are more than are followed. */
  isCut: boolean
}

/** A group as far as it is known; each step tells it what belongs to the shops it came to last. */
export type Walk = {
  from: string
  seen: Map<string, { distance: number; via: string }>
  /** Whose ties are wanted next; empty when the walk is over. */
  edge: string[]
  isCut: boolean
}

export const startWalk = (from: string): Walk => ({
  from,
  seen: new Map([[from, { distance: 0, via: from }]]),
  edge: [from],
  isCut: false,
})

/** One step further: `ties` and `rulings` of all shops of the walk's edge. */
export const stepWalk = (
  walk: Walk,
  ties: readonly Tie[],
  rulings: readonly LinkRuling[],
  most: number = groupMost,
): Walk => {
  const seen = new Map(walk.seen)
  const edge: string[] = []
  let { isCut } = walk
  for (const sellerId of walk.edge) {
    const distance = (walk.seen.get(sellerId)?.distance ?? 0) + 1
    for (const other of joinedTo(sellerId, ties, rulings)) {
      if (seen.has(other) || isSplit(walk.from, other, rulings)) continue
      // The first shop counts for none.
      if (seen.size > most) {
        isCut = true
        continue
      }
      seen.set(other, { distance, via: sellerId })
      edge.push(other)
    }
  }
  return { ...walk, seen, edge, isCut }
}

export const groupOf = ({ from, seen, isCut }: Walk): Group => ({
  shops: [...seen].filter(([sellerId]) => sellerId !== from).map(([sellerId, at]) => ({ sellerId, ...at })),
  isCut,
})
