/**
 * By how much two series of one length are apart: `lagMs` > 0 when the second comes later. `correlation` is that of the
 * two at this lag, `margin` how much lower it is at every lag that is clearly another.
 */
export type Lag = { lagMs: number; correlation: number; margin: number }

/** Lags nearer than this to the best belong to the same peak. */
const peakMs = 400
/** With less of both series over each other a correlation is chance. */
const leastOverlap01 = 0.5

/** The lag at which two series go together best; null when one of them is flat. */
export const lagBetween = (
  first: Float32Array,
  second: Float32Array,
  { stepMs, maxLagMs }: { stepMs: number; maxLagMs: number },
): Lag | null => {
  const length = Math.min(first.length, second.length)
  const most = Math.min(Math.round(maxLagMs / stepMs), Math.floor(length * (1 - leastOverlap01)))
  const found: { lagMs: number; correlation: number }[] = []
  for (let lag = -most; lag <= most; lag += 1) {
    const correlation = correlationAt(first, second, length, lag)
    if (correlation !== null) found.push({ lagMs: lag * stepMs, correlation })
  }
  const best = found.reduce<(typeof found)[number] | null>(
    (a, b) => (a === null || b.correlation > a.correlation ? b : a),
    null,
  )
  if (best === null) return null
  const others = found.filter(({ lagMs }) => Math.abs(lagMs - best.lagMs) > peakMs)
  return { ...best, margin: best.correlation - Math.max(-1, ...others.map(({ correlation }) => correlation)) }
}

const correlationAt = (first: Float32Array, second: Float32Array, length: number, lag: number): number | null => {
  let [n, a, b, ab, aa, bb] = [0, 0, 0, 0, 0, 0]
  for (let i = Math.max(0, -lag); i < length && i + lag < length; i += 1) {
    const [x, y] = [first[i]!, second[i + lag]!]
    n += 1
    a += x
    b += y
    ab += x * y
    aa += x * x
    bb += y * y
  }
  const spread = (aa - (a * a) / n) * (bb - (b * b) / n)
  return n === 0 || !(spread > 1e-9) ? null : (ab - (a * b) / n) / Math.sqrt(spread)
}
