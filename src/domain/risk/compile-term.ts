import type { FeatureName } from './features.ts'
import type { ArithmeticOperator, CompareOperator, Term, TextOperator } from './term.ts'

/** Values of the features by place, and behind them the item a quantifier looks at. Undefined is missing. */
export type Slots = unknown[]
/** Answers undefined where the answer hangs on something missing. */
export type Evaluate = (slots: Slots) => unknown

/**
 * A term as a closure; no code is made of text. Missing values follow CEL's own rule for errors: `&&`, `||`, exists and all
 * answer whenever the parts that are known decide alone, in whatever order they are written, and everything else is missing
 * when a part of it is. So an answer never hangs on what nobody told. `slotOf` gives each feature its place; the item stands
 * at `itemSlot`.
 */
export const compileTerm = (term: Term, slotOf: (name: FeatureName) => number, itemSlot: number): Evaluate => {
  const compile = (part: Term): Evaluate => compileTerm(part, slotOf, itemSlot)
  switch (term.kind) {
    case 'constant': {
      const { value } = term
      return () => value
    }
    case 'list': {
      const { values } = term
      return () => values
    }
    case 'feature': {
      const slot = slotOf(term.name)
      return (slots) => slots[slot]
    }
    case 'item':
      return (slots) => slots[itemSlot]
    case 'known': {
      const slot = slotOf(term.name)
      return (slots) => slots[slot] !== undefined
    }
    case 'and':
      return both(compile(term.left), compile(term.right))
    case 'or':
      return either(compile(term.left), compile(term.right))
    case 'not':
      return mapped(compile(term.of), (value) => !value)
    case 'negate':
      return mapped(compile(term.of), (value) => -(value as number))
    case 'to-double':
      return compile(term.of)
    case 'compare':
      return comparison(term.op, term.left, term.right, compile)
    case 'arithmetic':
      return paired(compile(term.left), compile(term.right), arithmetic[term.type][term.op])
    case 'if':
      return conditional(compile(term.condition), compile(term.yes), compile(term.no))
    case 'in':
      return membership(term.item, term.list, compile)
    case 'size':
      return mapped(compile(term.of), (value) =>
        typeof value === 'string' ? [...value].length : (value as readonly unknown[]).length,
      )
    case 'text':
      return paired(compile(term.of), compile(term.part), textOperations[term.op])
    case 'quantifier':
      return quantified(term.op === 'exists', compile(term.list), compile(term.body), itemSlot)
  }
}

const both =
  (left: Evaluate, right: Evaluate): Evaluate =>
  (slots) => {
    const first = left(slots)
    if (first === false) return false
    const second = right(slots)
    if (second === false) return false
    return first === undefined || second === undefined ? undefined : true
  }

const either =
  (left: Evaluate, right: Evaluate): Evaluate =>
  (slots) => {
    const first = left(slots)
    if (first === true) return true
    const second = right(slots)
    if (second === true) return true
    return first === undefined || second === undefined ? undefined : false
  }

const mapped =
  (of: Evaluate, change: (value: unknown) => unknown): Evaluate =>
  (slots) => {
    const value = of(slots)
    return value === undefined ? undefined : change(value)
  }

const paired =
  (left: Evaluate, right: Evaluate, operate: (left: never, right: never) => unknown): Evaluate =>
  (slots) => {
    const first = left(slots)
    const second = right(slots)
    return first === undefined || second === undefined ? undefined : operate(first as never, second as never)
  }

const conditional =
  (condition: Evaluate, yes: Evaluate, no: Evaluate): Evaluate =>
  (slots) => {
    const holds = condition(slots)
    if (holds === undefined) return undefined
    return holds ? yes(slots) : no(slots)
  }

type Compare = (left: number, right: number) => boolean
const comparisons: Record<CompareOperator, Compare> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
}

const comparison = (op: CompareOperator, left: Term, right: Term, compile: (part: Term) => Evaluate): Evaluate =>
  right.kind === 'constant'
    ? comparedWith[op](compile(left), right.value as number)
    : paired(compile(left), compile(right), comparisons[op])

/** Most comparisons are with a number or text that is written down: each operator has its own closure for these. */
const comparedWith: Record<CompareOperator, (of: Evaluate, limit: number) => Evaluate> = {
  '<': (of, limit) => (slots) => {
    const value = of(slots)
    return value === undefined ? undefined : (value as number) < limit
  },
  '<=': (of, limit) => (slots) => {
    const value = of(slots)
    return value === undefined ? undefined : (value as number) <= limit
  },
  '>': (of, limit) => (slots) => {
    const value = of(slots)
    return value === undefined ? undefined : (value as number) > limit
  },
  '>=': (of, limit) => (slots) => {
    const value = of(slots)
    return value === undefined ? undefined : (value as number) >= limit
  },
  '==': (of, limit) => (slots) => {
    const value = of(slots)
    return value === undefined ? undefined : value === limit
  },
  '!=': (of, limit) => (slots) => {
    const value = of(slots)
    return value === undefined ? undefined : value !== limit
  },
}

type Operate = (left: number, right: number) => number
const sums = {
  '+': (left: number, right: number) => left + right,
  '-': (left: number, right: number) => left - right,
  '*': (left: number, right: number) => left * right,
  '%': (left: number, right: number) => left % right,
}
const arithmetic: Record<'int' | 'double', Record<ArithmeticOperator, Operate>> = {
  /** Whole numbers divide towards zero, as in CEL. */
  int: { ...sums, '/': (left, right) => Math.trunc(left / right) },
  double: { ...sums, '/': (left, right) => left / right },
}

const textOperations: Record<TextOperator, (of: string, part: string) => boolean> = {
  startsWith: (of, part) => of.startsWith(part),
  endsWith: (of, part) => of.endsWith(part),
  contains: (of, part) => of.includes(part),
}

const membership = (item: Term, list: Term, compile: (part: Term) => Evaluate): Evaluate => {
  if (list.kind !== 'list')
    return paired(compile(item), compile(list), (value: unknown, of: readonly unknown[]) => of.includes(value))
  const values = new Set<unknown>(list.values)
  return mapped(compile(item), (value) => values.has(value))
}

const quantified =
  (isExists: boolean, list: Evaluate, body: Evaluate, itemSlot: number): Evaluate =>
  (slots) => {
    const items = list(slots)
    if (items === undefined) return undefined
    let isUnsure = false
    for (const item of items as readonly unknown[]) {
      slots[itemSlot] = item
      const holds = body(slots)
      if (holds === isExists) return isExists
      if (holds === undefined) isUnsure = true
    }
    return isUnsure ? undefined : !isExists
  }
