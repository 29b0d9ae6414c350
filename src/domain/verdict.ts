import type { SubCheckId } from './checks.ts'
import type { Finding } from './finding.ts'
import type { InspectionSettings } from './inspection-settings.ts'

/**
 * What the findings amount to under a program. `failed` and `unsure` name the gates that caused them, so that no
 * verdict is ever given without its reasons.
 */
export type Verdict = {
  outcome: 'passed' | 'failed' | 'unsure'
  failedGates: SubCheckId[]
  /** Gates that could not be judged, those without any finding included. */
  unsureGates: SubCheckId[]
}

export const gatesOf = (settings: InspectionSettings): SubCheckId[] =>
  (Object.keys(settings.checks) as SubCheckId[]).filter((check) => settings.checks[check]?.grade === 'gate')

/**
 * Only gates decide. One failed gate fails the run; otherwise one gate that is unsure, or that nobody answered, leaves
 * it unsure; it passes only when every gate was answered and at least one really passed. A gate that is
 * `not-applicable` neither helps nor hinders.
 */
export const verdictOf = (
  findings: readonly Pick<Finding, 'check' | 'outcome'>[],
  settings: InspectionSettings,
): Verdict => {
  const failedGates: SubCheckId[] = []
  const unsureGates: SubCheckId[] = []
  let passedGates = 0
  for (const gate of gatesOf(settings)) {
    const outcomes = findings.filter((finding) => finding.check === gate).map((finding) => finding.outcome)
    if (outcomes.includes('fail')) failedGates.push(gate)
    else if (outcomes.length === 0 || outcomes.includes('unsure')) unsureGates.push(gate)
    else if (outcomes.includes('pass')) passedGates += 1
  }
  const outcome = failedGates.length > 0 ? 'failed' : unsureGates.length > 0 || passedGates === 0 ? 'unsure' : 'passed'
  return { outcome, failedGates, unsureGates }
}
