import type { FaceRules } from './face.ts'

/**
 * [TR3] What two shops may have in common. Kept as a keyed hash of the value, never as the value: the same one is known again,
 * and nobody is told. The number of a person is one and the same value, whatever it was read from: who is registered
 * (`person`), who may sign for the shop (`signatory`), whose card was held into the camera (`card-shown`). [SC3]
 */
export const linkKinds = [
  'person',
  'signatory',
  'card-shown',
  'licence',
  'phone',
  'bank-account',
  'email',
  'device',
] as const
export type LinkKind = (typeof linkKinds)[number]

/** Of which the number of a person is the value, from what says most about a shop to what says least. */
const personKinds: readonly LinkKind[] = ['person', 'signatory', 'card-shown']

/** Of which a registration tells: these end when another registration takes its place. */
export const registeredKinds: readonly LinkKind[] = ['person', 'signatory', 'licence', 'phone', 'bank-account', 'email']

/** [TR3] [SC3] What a program makes of links. */
export type LinkRules = {
  /** Whoever shares one of these belongs together: a failure, or a ban, of one is a reason to look at the other. */
  kinds: LinkKind[]
  /** What is shown, and counted for nobody. Kinds in neither list are not looked at. */
  hints: LinkKind[]
  /** What of one shop opens a review of those that belong to it: each failed verification, or the lock that follows many. */
  reviewAfter: 'failure' | 'lock' | 'never'
  /** What more shops share than this joins nobody: the phone of an office, a computer that anybody may use. */
  hubAbove: number
  /** [SC3] Null: no face is described or compared. A face that looks alike is a guess, which joins and counts for nobody. */
  faces: FaceRules | null
}

/** What rules of risk count by, and programs that say nothing else. docs/decisions says why. */
export const defaultLinkRules: LinkRules = {
  kinds: ['person', 'licence', 'phone', 'bank-account'],
  hints: ['signatory', 'card-shown', 'email', 'device'],
  reviewAfter: 'failure',
  hubAbove: 20,
  faces: null,
}

/** One shop's share of one value. `isPast`: another registration has taken its place since. */
export type LinkHolder = { sellerId: string; kind: LinkKind; isPast: boolean; sinceMs: number }

/** One value with all that hold it, or with more than enough of them to know that too many do. */
export type SharedValue = { valueHash: string; holders: LinkHolder[] }

/**
 * What of a value two shops have in common: the weaker of what each has of it. A shop's card in another shop's picture is
 * `card-shown`, though it is the person of the first.
 */
export const kindBetween = (one: readonly LinkHolder[], other: readonly LinkHolder[]): LinkHolder | null => {
  const mine = strongest(one)
  const theirs = strongest(other)
  if (!mine || !theirs) return null
  const weaker = rank(mine) >= rank(theirs) ? mine : theirs
  return { ...weaker, isPast: mine.isPast || theirs.isPast, sinceMs: Math.max(mine.sinceMs, theirs.sinceMs) }
}

const rank = ({ kind, isPast }: LinkHolder): number =>
  (isPast ? personKinds.length : 0) + Math.max(0, personKinds.indexOf(kind))

const strongest = (holders: readonly LinkHolder[]): LinkHolder | undefined =>
  holders.toSorted((a, b) => rank(a) - rank(b))[0]

/** What must be known of shops to find what they have in common of some kinds: a card that was shown is somebody's number. */
export const kindsHeldFor = (kinds: readonly LinkKind[]): LinkKind[] => {
  const weakest = Math.max(...kinds.map((kind) => personKinds.indexOf(kind)), -1)
  return [...new Set([...kinds, ...personKinds.slice(0, weakest + 1)])]
}
