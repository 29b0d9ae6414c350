import type { ReviewView } from '#contracts/desk-api.ts'
import type { Outcome } from './draft.ts'

/** A sentence of what a decision brings about; its words are under `desk:consequence.<key>`. */
export type Line =
  | { key: 'passTold' | 'nothingRestricted' | 'failTells' | 'failCounts' | 'timeBack' | 'voidFree' | 'voidStays' }
  | { key: 'lifted' | 'staysRestricted'; capabilities: string[] }
  | { key: 'failTold'; count: number }
  | { key: 'overrules' | 'answersFor'; checks: string[] }

type Reviewed = Pick<ReviewView, 'findings'> & { case: Pick<ReviewView['case'], 'restrictions'> }

const unjudged: readonly (string | null)[] = ['not-built-yet', 'model-missing', 'worker-behind']

/** [RE2] [AT6] [FA3] What the seller gets, what is lifted or stays, and what the reviewer answers for. */
export const consequenceOf = (outcome: Outcome, reasons: readonly string[], review: Reviewed): Line[] => {
  const restricted = review.case.restrictions
    .filter(({ state }) => state === 'applied' || state === 'applying')
    .map(({ capability }) => capability)
  const stays: Line[] = restricted.length > 0 ? [{ key: 'staysRestricted', capabilities: restricted }] : []
  if (outcome === 'fail')
    return [
      reasons.length > 0 ? { key: 'failTold', count: reasons.length } : { key: 'failTells' },
      { key: 'failCounts' },
      { key: 'timeBack' },
      ...stays,
    ]
  if (outcome === 'void') return [{ key: 'voidFree' }, { key: 'timeBack' }, { key: 'voidStays' }, ...stays]
  const gates = review.findings.filter(({ grade }) => grade === 'gate')
  const failed = gates.filter((one) => one.outcome === 'fail').map(({ check }) => check)
  const open = gates
    .filter((one) => one.outcome === 'unsure' && unjudged.includes(one.reason))
    .map(({ check }) => check)
  return [
    { key: 'passTold' },
    restricted.length > 0 ? { key: 'lifted', capabilities: restricted } : { key: 'nothingRestricted' },
    ...(failed.length > 0 ? [{ key: 'overrules' as const, checks: failed }] : []),
    ...(open.length > 0 ? [{ key: 'answersFor' as const, checks: open }] : []),
  ]
}
