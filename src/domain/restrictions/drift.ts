import type { Capability } from '../program.ts'

/**
 * [RE2] What the marketplace says is really so, held against what should be. A restriction differs when it is
 * - `left-behind`: in force there, though we want it given back; the worst, for a seller pays for it;
 * - `not-taken`: not in force there, though we want it taken.
 * `unknown-here` is in force there and was never ours, and the marketplace gives no reason of its own for it.
 */
export type DriftKind = 'left-behind' | 'not-taken'

/** What a marketplace reports of one seller. `ownReasons` are those of `restricted` that it took for reasons of its own. */
export type CapabilityReport = { asOfMs: number; restricted: readonly Capability[]; ownReasons: readonly Capability[] }

/** A restriction as the report is held against it. `applying` and `applied` are wanted; the others are wanted back. */
export type HeldRestriction = {
  id: string
  capability: Capability
  state: 'applying' | 'applied' | 'lifting' | 'lifted'
  sinceMs: number
  drift: unknown
}

/** What the report says of one restriction. */
export type Reported = { restrictionId: string; really: 'taken' | 'free' }

export const isWanted = ({ state }: Pick<HeldRestriction, 'state'>): boolean =>
  state === 'applying' || state === 'applied'

export const driftOf = (restriction: Pick<HeldRestriction, 'state'>, really: 'taken' | 'free'): DriftKind | null => {
  if (isWanted(restriction)) return really === 'free' ? 'not-taken' : null
  return really === 'taken' ? 'left-behind' : null
}

/**
 * Several cases may have taken the same function of a seller. One restriction answers for it: the newest that wants it taken, or
 * where none does the newest of all. The others are as they should be, whatever the report says.
 */
export const heldAgainst = (
  restrictions: readonly HeldRestriction[],
  { restricted, ownReasons }: CapabilityReport,
): { reported: Reported[]; unknownHere: Capability[] } => {
  const capabilities = [...new Set(restrictions.map((one) => one.capability))]
  const reported = capabilities.flatMap((capability): Reported[] => {
    const all = restrictions.filter((one) => one.capability === capability)
    const answers = answering(all)
    return all.flatMap((one): Reported[] => {
      if (one === answers) return [{ restrictionId: one.id, really: reallyIs(one, { restricted, ownReasons }) }]
      return one.drift ? [{ restrictionId: one.id, really: isWanted(one) ? 'taken' : 'free' }] : []
    })
  })
  const unknownHere = restricted.filter((one) => !ownReasons.includes(one) && !capabilities.includes(one))
  return { reported, unknownHere }
}

const answering = (all: readonly HeldRestriction[]): HeldRestriction | undefined => {
  const wanted = all.filter(isWanted)
  return [...(wanted.length > 0 ? wanted : all)].sort((a, b) => b.sinceMs - a.sinceMs)[0]
}

/** What is in force there for another reason is not ours any more; and what should be taken is taken, whatever for. */
const reallyIs = (
  restriction: HeldRestriction,
  { restricted, ownReasons }: Pick<CapabilityReport, 'restricted' | 'ownReasons'>,
): 'taken' | 'free' => {
  const { capability } = restriction
  if (!restricted.includes(capability)) return 'free'
  return !isWanted(restriction) && ownReasons.includes(capability) ? 'free' : 'taken'
}
