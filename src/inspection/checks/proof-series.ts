import type { ProofSeries } from '#domain/finding.ts'

/** A picture is some hundred pixels wide; more values than that only weigh. */
const mostValues = 240

/** Values at even steps between unevenly timed points, which are in order of time; 0 everywhere when there are none. */
export const interpolated = (
  points: readonly { atMs: number; value: number }[],
  { length, startMs, stepMs }: { length: number; startMs: number; stepMs: number },
): Float32Array => {
  let next = 0
  return Float32Array.from({ length }, (_, i) => {
    const atMs = startMs + i * stepMs
    while (next < points.length && points[next]!.atMs <= atMs) next += 1
    const [before, after] = [points[next - 1] ?? points[next], points[next] ?? points[next - 1]]
    if (!before || !after) return 0
    const share01 =
      after.atMs > before.atMs ? Math.min(1, Math.max(0, (atMs - before.atMs) / (after.atMs - before.atMs))) : 0
    return before.value * (1 - share01) + after.value * share01
  })
}

/** [FA2] A series small enough to be kept with a finding: each value the mean of those it stands for. */
export const proofSeries = (
  label: string,
  unit: string | null,
  { startMs, stepMs, values }: { startMs: number; stepMs: number; values: Float32Array },
): ProofSeries => {
  const each = Math.max(1, Math.ceil(values.length / mostValues))
  return {
    label,
    unit,
    startMs: Math.round(startMs),
    stepMs: stepMs * each,
    values: Array.from({ length: Math.ceil(values.length / each) }, (_, i) => {
      const part = values.subarray(i * each, (i + 1) * each)
      return Math.round((100 * part.reduce((sum, value) => sum + value, 0)) / part.length) / 100
    }),
  }
}
