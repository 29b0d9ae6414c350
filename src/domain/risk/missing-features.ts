import { compileTerm, type Slots } from './compile-term.ts'
import type { FeatureName } from './features.ts'
import { partsOf, type Term } from './term.ts'

/**
 * The features whose absence left a term without an answer, each once, in the order they are written. Only asked when there
 * was none: it costs more than the answer.
 */
export const missingFeatures = (
  term: Term,
  slots: Slots,
  slotOf: (name: FeatureName) => number,
  itemSlot: number,
): FeatureName[] => {
  const isMissing = (part: Term) => compileTerm(part, slotOf, itemSlot)(slots) === undefined
  const walk = (part: Term): FeatureName[] => {
    if (!isMissing(part)) return []
    if (part.kind === 'feature') return [part.name]
    if (part.kind === 'quantifier') {
      if (isMissing(part.list)) return walk(part.list)
      const items = compileTerm(part.list, slotOf, itemSlot)(slots) as readonly unknown[]
      return items.flatMap((item) => {
        slots[itemSlot] = item
        return walk(part.body)
      })
    }
    if (part.kind === 'if') {
      const condition = compileTerm(part.condition, slotOf, itemSlot)(slots)
      if (condition !== undefined) return walk(condition ? part.yes : part.no)
      return walk(part.condition)
    }
    return partsOf(part).flatMap(walk)
  }
  return [...new Set(walk(term))]
}
