import type { RefusalCode } from '../refusal.ts'

/**
 * [TR4] The life of one version of a program's rules. A `draft` is edited in place; `proposed`, it stands still while another
 * person looks at it; `published`, it decides; `retired`, it did once; `rejected`, it never will. A program has at most one
 * draft or proposal and at most one published version, which tables keep too.
 */
export type RuleVersionState = 'draft' | 'proposed' | 'published' | 'retired' | 'rejected'

/** Who did something: a member of staff, a marketplace's API key, or the set-up of an installation. */
export type RuleAuthor = `staff/${string}` | `key/${string}` | 'installation'

/**
 * What can be done to a version. `take-back` makes a proposal a draft again, `discard` ends a draft, `restore` publishes what
 * was published before anew (a roll-back), `look-at` is somebody else's look at a roll-back after it was done.
 */
export type RuleStep =
  | 'edit'
  | 'propose'
  | 'take-back'
  | 'publish'
  | 'reject'
  | 'discard'
  | 'retire'
  | 'restore'
  | 'look-at'

export type RuleVersionStanding = {
  state: RuleVersionState
  /** Everybody who drafted, edited or proposed it. */
  hands: readonly string[]
  /** It was published at some time. */
  wasPublished: boolean
  /** Whose roll-back brought it, while nobody else has looked at that. */
  restoredAlone: boolean
}

const possibleIn: Record<RuleStep, readonly RuleVersionState[]> = {
  edit: ['draft'],
  propose: ['draft'],
  'take-back': ['proposed'],
  publish: ['proposed'],
  reject: ['proposed'],
  discard: ['draft'],
  retire: ['published'],
  restore: ['retired'],
  'look-at': ['published', 'retired'],
}

/** Steps that only somebody may take who had no hand in the version. */
const needsOtherEyes: readonly RuleStep[] = ['publish', 'look-at']

/** Why a step cannot be taken, or null when it can. Who may take steps at all is said at the doors. */
export const refusedRuleStep = (version: RuleVersionStanding, step: RuleStep, by: RuleAuthor): RefusalCode | null => {
  if (!possibleIn[step].includes(version.state)) return 'invalid-state'
  // What two people never agreed to is not what one person may go back to.
  if (step === 'restore' && !version.wasPublished) return 'invalid-state'
  if (step === 'look-at' && !version.restoredAlone) return 'invalid-state'
  return needsOtherEyes.includes(step) && version.hands.includes(by) ? 'second-pair-of-eyes' : null
}
