import { compileTerm, type Evaluate, type Slots } from './compile-term.ts'
import type { FeatureName } from './features.ts'
import { partsOf, type Term } from './term.ts'

/** Names the features whose absence left a term without an answer, each once, in the order they are written. */
export type Missing = (slots: Slots) => FeatureName[]
type Find = (slots: Slots, found: Set<FeatureName>) => void

/** Only to be asked when there was no answer: it costs more than the answer. */
export const compileMissing = (term: Term, slotOf: (name: FeatureName) => number, itemSlot: number): Missing => {
  const compiled = (part: Term): Evaluate => compileTerm(part, slotOf, itemSlot)
  const finder = (part: Term): Find => {
    if (part.kind === 'feature') {
      const slot = slotOf(part.name)
      return (slots, found) => {
        if (slots[slot] === undefined) found.add(part.name)
      }
    }
    if (part.kind === 'if')
      return withinIf(compiled(part.condition), finder(part.condition), finder(part.yes), finder(part.no))
    if (part.kind === 'quantifier')
      return withinItems(compiled(part.list), finder(part.list), compiled(part.body), finder(part.body), itemSlot)
    const parts = partsOf(part).map((one) => ({ value: compiled(one), look: finder(one) }))
    return (slots, found) => {
      for (const { value, look } of parts) if (value(slots) === undefined) look(slots, found)
    }
  }
  // Made when it is first needed: of most rules it never is.
  let look: Find | null = null
  return (slots) => {
    const found = new Set<FeatureName>()
    look ??= finder(term)
    look(slots, found)
    return [...found]
  }
}

const withinIf =
  (condition: Evaluate, inCondition: Find, yes: Find, no: Find): Find =>
  (slots, found) => {
    const holds = condition(slots)
    if (holds === undefined) inCondition(slots, found)
    else if (holds) yes(slots, found)
    else no(slots, found)
  }

const withinItems =
  (list: Evaluate, inList: Find, body: Evaluate, inBody: Find, itemSlot: number): Find =>
  (slots, found) => {
    const items = list(slots)
    if (items === undefined) {
      inList(slots, found)
      return
    }
    for (const item of items as readonly unknown[]) {
      slots[itemSlot] = item
      if (body(slots) === undefined) inBody(slots, found)
    }
  }
