/**
 * What was measured, ready for words: a number as people read it and the name of its unit, whose words are under
 * `desk:unit.<name>`. Units are those the checks use.
 */
export type Measure = { text: string; unit: string; count: number }

/** A value without a unit, or a yes and no, tells nothing that the outcome beside it does not. */
export const isMeasure = (unit: string | null): boolean => unit !== null && unit !== 'bool'

const sharesAndScores: readonly string[] = ['score', 'cos', 'ratio']
const counted: readonly string[] = ['days', 'count', 'breaks', 'losses', 'persons', 'sides', 'years', 'views']

export const measureOf = (value: number, unit: string | null): Measure => {
  if (unit === 'ms') return { text: seconds(value), unit: 's', count: 2 }
  if (unit === 'bool') return { text: '', unit: value === 0 ? 'no' : 'yes', count: 1 }
  if (unit !== null && sharesAndScores.includes(unit)) return { text: value.toFixed(2), unit, count: 2 }
  if (unit === 'degrees') return { text: String(Math.round(value)), unit, count: 2 }
  if (unit === 'degrees/s') return { text: String(Math.round(value)), unit: 'degreesPerSecond', count: 2 }
  if (unit !== null && counted.includes(unit)) return { text: plain(value), unit, count: Math.round(value) }
  if (unit === 'dB') return { text: String(Math.round(value)), unit, count: 2 }
  return { text: plain(value), unit: 'none', count: 2 }
}

/** Below a second to the hundredth, above to the tenth: more would look more certain than it is. */
const seconds = (ms: number): string => (Math.abs(ms) < 1000 ? (ms / 1000).toFixed(2) : (ms / 1000).toFixed(1))

const plain = (value: number): string => String(Math.round(value * 100) / 100)
