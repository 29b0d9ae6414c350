import type { FindingView } from '#contracts/finding-view.ts'
import { subChecks } from '#domain/checks.ts'
import type { Finding } from '#domain/finding.ts'
import type { Program } from '#domain/program.ts'

/**
 * Findings as people see them, in the order that helps: what failed, what is unsure, then the rest. `withFields` is for
 * those who may see what was read from the document: staff, and the person concerned. Pictures that are deleted are not
 * pointed at.
 */
export const findingViews = (
  program: Program,
  findings: readonly Finding[],
  withFields: boolean,
  { mediaDeletedAtMs }: { mediaDeletedAtMs: number | null } = { mediaDeletedAtMs: null },
): FindingView[] =>
  inOrder(program, findings).map((finding) => findingView(program, finding, withFields, mediaDeletedAtMs === null))

/** What helps most first. */
export const inOrder = <F extends Finding>(program: Program, findings: readonly F[]): F[] =>
  [...findings].sort((one, other) => rank(program, one) - rank(program, other))

export const findingView = (
  program: Program,
  finding: Finding,
  withFields: boolean,
  withPictures: boolean,
): FindingView => ({
  check: finding.check,
  rule: subChecks[finding.check].rule,
  grade: program.inspection.checks[finding.check]?.grade ?? 'signal',
  outcome: finding.outcome,
  reason: finding.reason,
  value: finding.value,
  limit: finding.limit,
  unit: finding.unit,
  span: finding.span,
  stepId: finding.stepId,
  proofFrames: withPictures ? finding.proofFrames.map(({ frame, ...proof }) => ({ frameId: frame, ...proof })) : [],
  waveform: finding.waveform ?? null,
  proofSeries: finding.proofSeries ?? [],
  model: finding.model,
  version: finding.version,
  fields: withFields ? finding.fields : [],
})

const rank = (program: Program, finding: Finding): number => {
  const gate = program.inspection.checks[finding.check]?.grade === 'gate' ? 0 : 4
  const order = { fail: 0, unsure: 1, pass: 2, 'not-applicable': 3 } as const
  return gate + order[finding.outcome]
}
