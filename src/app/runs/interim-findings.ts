import type { Finding } from '#domain/finding.ts'

/** Findings so far of one recording that is followed. */
export type InterimFindings = {
  note(finding: Finding): void
  /** All of them when any is another than when they were last asked for; null when nothing is new. */
  news(): Finding[] | null
}

/**
 * A check speaks once at the end and any number of times before, perhaps of another step each time: its last word takes the place
 * of the one before. What is said again unchanged is no news: it would be sealed, stored and fetched by every page for nothing.
 */
export const openInterimFindings = (): InterimFindings => {
  const byCheck = new Map<string, Finding>()
  let told = '[]'
  return {
    note: (finding) => void byCheck.set(finding.check, finding),
    news: () => {
      const findings = [...byCheck.values()]
      const now = JSON.stringify(findings)
      if (now === told) return null
      told = now
      return findings
    },
  }
}
