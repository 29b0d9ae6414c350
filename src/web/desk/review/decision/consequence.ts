import type { ReviewView } from '#contracts/desk-api.ts'
import type { Finding } from '../../calls/desk-queries.ts'
import type { Outcome } from './draft.ts'

/** A sentence of what a decision brings about; its words are under `desk:consequence.<key>`. */
export type Line =
  | { key: 'passTold' | 'nothingRestricted' | 'failTells' | 'timeBack' | 'voidFree' | 'voidStays' }
  | { key: 'lifted' | 'staysRestricted'; capabilities: string[] }
  | { key: 'failTold' | 'failLeaves'; count: number }
  | { key: 'failLocks'; untilAt: string }
  | { key: 'blind' | 'blindPass' | 'blindFail' }
  | { key: 'failSupport' | 'failManual' | 'failLastToday' }
  | { key: 'overrules' | 'answersFor'; checks: string[] }

type Reviewed = Pick<ReviewView, 'ifFailed' | 'blind'> & {
  findings: readonly Finding[]
  case: Pick<ReviewView['case'], 'restrictions'>
}

const unjudged: readonly (string | null)[] = ['not-built-yet', 'model-missing', 'worker-behind']

/** [AT1] [AT2] [AT3] [AT4] Told before it is done: what one more failure costs the seller. */
const whatItLeaves = (left: ReviewView['ifFailed']): Line[] => {
  if (left === null) return []
  const lines: Line[] = []
  if (left.lockedUntil !== null) lines.push({ key: 'failLocks', untilAt: left.lockedUntil })
  else lines.push(left.leftToday > 0 ? { key: 'failLeaves', count: left.leftToday } : { key: 'failLastToday' })
  if (left.supportSuggested) lines.push({ key: 'failSupport' })
  if (left.nextIsManual) lines.push({ key: 'failManual' })
  return lines
}

/** [RE2] [AT6] [FA3] What the seller gets, what is lifted or stays, and what the reviewer answers for. */
export const consequenceOf = (outcome: Outcome, reasons: readonly string[], review: Reviewed): Line[] => {
  if (review.blind) return [{ key: 'blind' }, { key: outcome === 'pass' ? 'blindPass' : 'blindFail' }]
  const restricted = review.case.restrictions
    .filter(({ state }) => state === 'applied' || state === 'applying')
    .map(({ capability }) => capability)
  const stays: Line[] = restricted.length > 0 ? [{ key: 'staysRestricted', capabilities: restricted }] : []
  if (outcome === 'fail')
    return [
      reasons.length > 0 ? { key: 'failTold', count: reasons.length } : { key: 'failTells' },
      ...whatItLeaves(review.ifFailed),
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
