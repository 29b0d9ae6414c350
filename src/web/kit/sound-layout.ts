/** Arithmetic of the picture of sound and of what was measured beside it. Times are milliseconds of the recording. */
export type Wave = {
  startMs: number
  stepMs: number
  levels01: number[]
  marks: { what: 'shown' | 'heard'; number: number; startMs: number; endMs: number }[]
}
export type Series = { label: string; unit: string | null; startMs: number; stepMs: number; values: number[] }

export const widthPx = 640
export const soundHeightPx = 96

/** The time that everything drawn lies in; null when there is nothing to draw. */
export const timeOf = (wave: Wave | null, series: readonly Series[]): { startMs: number; endMs: number } | null => {
  const spans = [
    ...(wave && wave.levels01.length > 0 ? [spanOf(wave.startMs, wave.stepMs, wave.levels01.length)] : []),
    ...series.filter((one) => one.values.length > 0).map((one) => spanOf(one.startMs, one.stepMs, one.values.length)),
  ]
  if (spans.length === 0) return null
  return {
    startMs: Math.min(...spans.map((span) => span.startMs)),
    endMs: Math.max(...spans.map((span) => span.endMs)),
  }
}

const spanOf = (startMs: number, stepMs: number, count: number) => ({ startMs, endMs: startMs + stepMs * count })

export const xOf = (ms: number, time: { startMs: number; endMs: number }): number =>
  Math.min(widthPx, Math.max(0, ((ms - time.startMs) / (time.endMs - time.startMs)) * widthPx))

/** One closed outline, the loudness above and below a middle line; silence stays visible as a thin line. */
export const outlineOf = (wave: Wave, time: { startMs: number; endMs: number }): string => {
  const middle = soundHeightPx / 2
  const points = wave.levels01.map((level, index) => ({
    x: xOf(wave.startMs + index * wave.stepMs, time),
    half: Math.max(0.75, Math.min(1, Math.max(0, level)) * (middle - 2)),
  }))
  const above = points.map(({ x, half }) => `${round(x)},${round(middle - half)}`)
  const below = points.map(({ x, half }) => `${round(x)},${round(middle + half)}`).reverse()
  return [...above, ...below].join(' ')
}

/** A series as a line over the whole height, its own least and greatest at the edges; a flat one lies in the middle. */
export const lineOf = (series: Series, time: { startMs: number; endMs: number }): string => {
  const least = Math.min(...series.values)
  const range = Math.max(...series.values) - least
  return series.values
    .map((value, index) => {
      const share01 = range === 0 ? 0.5 : (value - least) / range
      const y = soundHeightPx - 3 - share01 * (soundHeightPx - 6)
      return `${round(xOf(series.startMs + index * series.stepMs, time))},${round(y)}`
    })
    .join(' ')
}

const round = (value: number): number => Math.round(value * 10) / 10
