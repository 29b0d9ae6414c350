import type { Finding } from '#domain/finding.ts'
import type { RecordingReport } from '#inspection/inspect-recording.ts'

/** The report for a person at a terminal. Ends with a line break. */
export const inspectionTable = ({ verdict, findings, timing, models }: RecordingReport): string => {
  const asked = findings.filter(({ outcome, reason }) => outcome !== 'not-applicable' && reason !== 'not-built-yet')
  const notBuilt = findings.filter(({ reason }) => reason === 'not-built-yet').map(({ check }) => check)
  const notApplicable = findings.filter(({ outcome }) => outcome === 'not-applicable').map(({ check }) => check)
  const rows = asked.map((finding) => [
    finding.check,
    finding.outcome,
    finding.reason ?? '',
    measured(finding),
    when(finding),
    fieldsRead(finding),
  ])
  const header = ['check', 'outcome', 'reason', 'measured', 'seen at', 'read / registered']
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  return [
    `verdict: ${verdict.outcome}`,
    ...(verdict.failedGates.length > 0 ? [`  failed gates: ${verdict.failedGates.join(', ')}`] : []),
    ...(verdict.unsureGates.length > 0 ? [`  unsure gates: ${verdict.unsureGates.join(', ')}`] : []),
    '',
    line(header),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
    ...(notBuilt.length > 0 ? [`not built yet, so unsure: ${notBuilt.join(', ')}`] : []),
    ...(notApplicable.length > 0 ? [`not applicable: ${notApplicable.join(', ')}`] : []),
    `${seconds(timing.recordingMs)} of recording, ${timing.framesDecoded} pictures decoded, ${timing.framesLookedAt} looked at, in ${seconds(timing.wallMs)}`,
    `models: ${models.map(({ name, version, sha256 }) => `${name} ${version} ${sha256.slice(0, 8)}`).join(', ') || 'none'}`,
    '',
  ].join('\n')
}

const measured = ({ value, limit, unit }: Finding): string => {
  if (value === null) return ''
  const text = Number.isInteger(value) ? String(value) : value.toFixed(2)
  return `${text}${limit === null ? '' : ` (limit ${limit})`}${unit === null ? '' : ` ${unit}`}`
}

const when = ({ span, stepId }: Finding): string =>
  [span ? `${tenths(span.startMs)}–${tenths(span.endMs)} s` : '', stepId ?? ''].filter((part) => part !== '').join(' ')

const fieldsRead = ({ fields }: Finding): string =>
  fields
    .map(({ field, read, registered }) =>
      registered === null || read === registered
        ? `${field} ${read ?? '–'}`
        : `${field} ${read ?? '–'} ≠ ${registered}`,
    )
    .join('; ')

/** Sound may begin a few milliseconds before the first picture: "-0.0" would tell nobody anything. */
const tenths = (ms: number): string => (Math.round(ms / 100) / 10 || 0).toFixed(1)

const seconds = (ms: number): string => `${tenths(ms)} s`
