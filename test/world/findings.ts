import type { FindingSummary } from '#domain/case/events.ts'
import type { SubCheckId } from '#domain/checks.ts'
import type { Outcome, ReasonCode } from '#domain/finding.ts'
import type { Program } from '#domain/program.ts'
import { gatesOf } from '#domain/verdict.ts'

export const aFinding = (
  check: SubCheckId,
  outcome: Outcome,
  reason: ReasonCode | null = null,
  changes: Partial<FindingSummary> = {},
): FindingSummary => ({
  check,
  outcome,
  reason,
  value: null,
  limit: null,
  unit: null,
  span: null,
  stepId: null,
  frames: [],
  model: null,
  version: '1',
  ...changes,
})

export const failedFinding = (check: SubCheckId, reason: ReasonCode): FindingSummary => aFinding(check, 'fail', reason)
export const unsureFinding = (check: SubCheckId, reason: ReasonCode = 'no-evidence'): FindingSummary =>
  aFinding(check, 'unsure', reason)

/** Every gate of the program passes, except those that `instead` answers otherwise. */
export const cleanFindings = (program: Program, instead: FindingSummary[] = []): FindingSummary[] => [
  ...gatesOf(program.inspection)
    .filter((gate) => !instead.some((finding) => finding.check === gate))
    .map((gate) => aFinding(gate, 'pass')),
  ...instead,
]
