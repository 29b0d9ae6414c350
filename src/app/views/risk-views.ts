import type { z } from 'zod'
import type { caseRiskView } from '#contracts/desk-case-risk.ts'
import type { CaseState } from '#domain/case/state.ts'
import type { RuleInWords } from '../signals/rule-words.ts'
import { iso } from './instants.ts'

/** [TR4] Why signals opened the case; null where something else did. */
export const riskOf = ({ risk }: CaseState, rules: readonly RuleInWords[]): z.input<typeof caseRiskView> | null =>
  risk && {
    rulesVersion: risk.rulesVersion,
    outcome: risk.outcome,
    score: risk.score,
    assessedAt: iso(risk.assessedAtMs),
    signalNo: risk.signalSeq,
    rules: rules.map(({ rule, weight, hard, staff }) => ({ rule, weight, hard, staff })),
  }
