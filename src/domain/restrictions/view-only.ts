import type { Capability, Program } from '../program.ts'

/** What a marketplace shows of the functions that are taken away: by the program, not by itself. */
export type RestrictedView = {
  /** [RE1] The seller may look and do nothing: all that the program counts to it is taken. */
  viewOnly: boolean
  /** [RE1] Offers of the seller stand further behind. */
  searchDemoted: boolean
}

/** `taken` is what we want in force, acknowledged or not: whoever acts on it need not wait for itself. */
export const restrictedView = (
  { viewOnlyWhen }: Pick<Program, 'viewOnlyWhen'>,
  taken: readonly Capability[],
): RestrictedView => ({
  viewOnly: viewOnlyWhen.length > 0 && viewOnlyWhen.every((one) => taken.includes(one)),
  searchDemoted: taken.includes('search_ranking'),
})
