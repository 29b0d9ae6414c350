import type { RiskDecision } from './rule-set.ts'

/**
 * [TR4] Why signals opened a case, kept in the event that opened it: which version of whose rules was asked, what it said and
 * when. Rules are named by their ids; what each is in words stands in that version, which never changes. Nothing here is
 * personal data.
 */
export type RiskOfCase = {
  rulesVersion: number
  outcome: Exclude<RiskDecision['outcome'], 'none'>
  score: number
  contributions: RiskDecision['contributions']
  /** The signal that was taken last by then, by its number; null when it was the registration that decided. */
  signalSeq: number | null
  assessedAtMs: number
}
