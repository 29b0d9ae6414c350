/**
 * Where two short texts differ, character by character, so that the eye need not search an 18-digit number. `same`
 * parts stand in both; the others only in the text they belong to.
 */
export type Part = { text: string; differs: boolean }
export type Difference = { registered: Part[]; read: Part[] }

/** Longer ones (an address, a scope of business) are compared as a whole: the table below grows with the square. */
const longest = 200

export const textDifference = (registered: string, read: string): Difference => {
  const one = [...registered]
  const other = [...read]
  if (registered === read) return { registered: whole(registered, false), read: whole(read, false) }
  if (one.length > longest || other.length > longest)
    return { registered: whole(registered, true), read: whole(read, true) }
  const common = commonLengths(one, other)
  const kept: [Set<number>, Set<number>] = [new Set(), new Set()]
  let i = 0
  let j = 0
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      kept[0].add(i++)
      kept[1].add(j++)
    } else if ((common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)) i++
    else j++
  }
  return { registered: parts(one, kept[0]), read: parts(other, kept[1]) }
}

const whole = (text: string, differs: boolean): Part[] => (text === '' ? [] : [{ text, differs }])

/** `result[i][j]`: the length of the longest text that can be picked in order from the rests of both. */
const commonLengths = (one: string[], other: string[]): number[][] => {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0))
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--)
      lengths[i]![j] =
        one[i] === other[j] ? 1 + lengths[i + 1]![j + 1]! : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
  return lengths
}

const parts = (characters: string[], kept: Set<number>): Part[] => {
  const found: Part[] = []
  for (const [index, character] of characters.entries()) {
    const differs = !kept.has(index)
    const last = found.at(-1)
    if (last && last.differs === differs) last.text += character
    else found.push({ text: character, differs })
  }
  return found
}
