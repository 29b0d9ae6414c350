import type { Finding } from '../../calls/desk-queries.ts'

/**
 * Findings in the order in which a reviewer needs them. Only gates decide; a signal tells, whatever it says. What no
 * software has judged is a list of its own: it asks for a look, and would drown what was measured.
 */
export type GroupName = 'fail' | 'unsure' | 'not-judged' | 'pass' | 'signals' | 'not-applicable'
export type FindingGroup = { name: GroupName; findings: Finding[] }

const notJudged: readonly string[] = ['not-built-yet', 'model-missing', 'worker-behind']

export const groupOf = (finding: Finding): GroupName => {
  if (finding.outcome === 'not-applicable') return 'not-applicable'
  const unjudged = finding.outcome === 'unsure' && finding.reason !== null && notJudged.includes(finding.reason)
  if (unjudged) return 'not-judged'
  return finding.grade === 'gate' ? finding.outcome : 'signals'
}

const order: readonly GroupName[] = ['fail', 'unsure', 'not-judged', 'signals', 'pass', 'not-applicable']

/** Every finding in exactly one group; the server's order inside; empty groups are left out. */
export const findingGroups = (findings: readonly Finding[]): FindingGroup[] =>
  order
    .map((name) => ({ name, findings: findings.filter((finding) => groupOf(finding) === name) }))
    .filter((group) => group.findings.length > 0)

/** The findings that stand on the time line: what spoke against the run or could not tell, at a known place. */
export const spansToShow = (
  findings: readonly Finding[],
  selected: string | null,
): { finding: Finding; startMs: number; endMs: number }[] =>
  findings.flatMap((finding) => {
    const shown = finding.outcome === 'fail' || finding.outcome === 'unsure' || finding.check === selected
    return shown && finding.span ? [{ finding, ...finding.span }] : []
  })

/** The next finding to look at, in the order of the groups; at either end it stays. */
export const stepToFinding = (
  findings: readonly Finding[],
  selected: string | null,
  step: 1 | -1,
): Finding | undefined => {
  const listed = findingGroups(findings)
    .filter(({ name }) => name !== 'not-applicable')
    .flatMap((group) => group.findings)
  const at = listed.findIndex(({ check }) => check === selected)
  if (at === -1) return step === 1 ? listed[0] : listed.at(-1)
  return listed[Math.min(listed.length - 1, Math.max(0, at + step))]
}

/** What the software itself would give as reasons: of failed gates first, then of unsure ones. */
export const suggestedReasons = (findings: readonly Finding[], allowed: readonly string[]): string[] => {
  const found = (outcome: Finding['outcome']) =>
    findings.filter((one) => one.grade === 'gate' && one.outcome === outcome).flatMap((one) => one.reason ?? [])
  return [...new Set([...found('fail'), ...found('unsure')])].filter((reason) => allowed.includes(reason))
}
