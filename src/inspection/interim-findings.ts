import type { Finding } from '#domain/finding.ts'
import type { InspectionSettings } from '#domain/inspection-settings.ts'

const everyMs = 1000

/**
 * Tells findings while the recording grows, each again only when its gist has changed. `onFinding` undefined: nobody
 * listens, and then none are even made.
 */
export const openInterimFindings = (
  { checks }: InspectionSettings,
  onFinding: ((finding: Finding) => void) | undefined,
) => {
  const told = new Map<string, string>()
  let lastAt = performance.now()
  return (judge: () => Finding[]): void => {
    if (!onFinding || performance.now() - lastAt < everyMs) return
    lastAt = performance.now()
    for (const finding of judge()) {
      // "Not seen yet" is no news while the recording goes on.
      if (checks[finding.check] === undefined || finding.reason === 'no-evidence') continue
      const gist = `${finding.outcome} ${finding.reason} ${finding.value?.toFixed(2)}`
      if (told.get(finding.check) === gist) continue
      told.set(finding.check, gist)
      onFinding(finding)
    }
  }
}
