/** Turns scores into shares of one. */
export const softmax = (scores: ArrayLike<number>): number[] => {
  const values = Array.from(scores)
  const top = Math.max(...values)
  const powers = values.map((value) => Math.exp(value - top))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}
