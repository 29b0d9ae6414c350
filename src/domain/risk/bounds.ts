import { choicesOf, rangeOf } from './feature-ranges.ts'
import { featureTypes } from './features.ts'
import { ruleLimits } from './rule-limits.ts'
import type { CompareOperator, Term } from './term.ts'

/** What a term can be at all, whatever the features are; wider than it really is where that is hard to tell, never narrower. */
export type Bounds =
  | { kind: 'truth'; canBeTrue: boolean; canBeFalse: boolean }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'other' }

const truth = (canBeTrue: boolean, canBeFalse: boolean): Bounds => ({ kind: 'truth', canBeTrue, canBeFalse })
const open = truth(true, true)
const other: Bounds = { kind: 'other' }

export const boundsOf = (term: Term): Bounds => {
  switch (term.kind) {
    case 'constant':
      if (typeof term.value === 'boolean') return truth(term.value, !term.value)
      return typeof term.value === 'number' ? exactly(term.value) : other
    case 'feature':
      return boundsOfFeature(term)
    case 'item':
      return term.type === 'string' ? other : widest(term.type)
    case 'list':
      return other
    case 'and':
      return joined(term.left, term.right, (a, b) => truth(a.canBeTrue && b.canBeTrue, a.canBeFalse || b.canBeFalse))
    case 'or':
      return joined(term.left, term.right, (a, b) => truth(a.canBeTrue || b.canBeTrue, a.canBeFalse && b.canBeFalse))
    case 'not': {
      const of = asTruth(boundsOf(term.of))
      return truth(of.canBeFalse, of.canBeTrue)
    }
    case 'compare':
      return compared(term.op, boundsOf(term.left), boundsOf(term.right))
    case 'negate': {
      const of = asNumber(boundsOf(term.of))
      return { kind: 'number', min: -of.max, max: -of.min }
    }
    case 'to-double':
      return boundsOf(term.of)
    case 'arithmetic':
      return sumOf(term)
    case 'if':
      return conditional(term)
    case 'in':
      return membership(term)
    case 'size':
      return sizeOf(term.of)
    case 'quantifier':
      return quantified(term)
    default:
      return open
  }
}

const exactly = (value: number): Bounds => ({ kind: 'number', min: value, max: value })

const widest = (type: 'int' | 'double'): Bounds => {
  const most = type === 'int' ? ruleLimits.wholeNumber : ruleLimits.double
  return { kind: 'number', min: -most, max: most }
}

const asTruth = (bounds: Bounds) => (bounds.kind === 'truth' ? bounds : { canBeTrue: true, canBeFalse: true })
const asNumber = (bounds: Bounds) =>
  bounds.kind === 'number' ? bounds : { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }

const boundsOfFeature = ({ name }: Term & { kind: 'feature' }): Bounds => {
  const type = featureTypes[name]
  if (type === 'bool') return open
  return type === 'int' || type === 'double' ? { kind: 'number', ...rangeOf(name, type) } : other
}

type Truth = { canBeTrue: boolean; canBeFalse: boolean }
const joined = (left: Term, right: Term, join: (left: Truth, right: Truth) => Bounds): Bounds =>
  join(asTruth(boundsOf(left)), asTruth(boundsOf(right)))

const compared = (op: CompareOperator, left: Bounds, right: Bounds): Bounds => {
  if (left.kind !== 'number' || right.kind !== 'number') return open
  const isApart = left.max < right.min || right.max < left.min
  const isOne = left.min === left.max && right.min === right.max && left.min === right.min
  switch (op) {
    case '<':
      return truth(left.min < right.max, left.max >= right.min)
    case '<=':
      return truth(left.min <= right.max, left.max > right.min)
    case '>':
      return truth(left.max > right.min, left.min <= right.max)
    case '>=':
      return truth(left.max >= right.min, left.min < right.max)
    case '==':
      return truth(!isApart, !isOne)
    case '!=':
      return truth(!isOne, !isApart)
  }
}

/** Rounding never turns the order of sums around, so the ends of the ranges bound what lies between. */
const sumOf = (term: Term & { kind: 'arithmetic' }): Bounds => {
  const left = asNumber(boundsOf(term.left))
  const right = asNumber(boundsOf(term.right))
  const spanning = (...ends: number[]): Bounds => ({ kind: 'number', min: Math.min(...ends), max: Math.max(...ends) })
  switch (term.op) {
    case '+':
      return spanning(left.min + right.min, left.max + right.max)
    case '-':
      return spanning(left.min - right.max, left.max - right.min)
    case '*':
      return spanning(left.min * right.min, left.min * right.max, left.max * right.min, left.max * right.max)
    case '/': {
      const ends = [left.min / right.min, left.max / right.min]
      return spanning(...(term.type === 'int' ? ends.map(Math.trunc) : ends))
    }
    case '%': {
      const most = Math.min(Math.abs(right.min) - 1, Math.max(Math.abs(left.min), Math.abs(left.max)))
      return { kind: 'number', min: left.min < 0 ? -most : 0, max: left.max > 0 ? most : 0 }
    }
  }
}

const conditional = (term: Term & { kind: 'if' }): Bounds => {
  const condition = asTruth(boundsOf(term.condition))
  const ways = [
    ...(condition.canBeTrue ? [boundsOf(term.yes)] : []),
    ...(condition.canBeFalse ? [boundsOf(term.no)] : []),
  ]
  const [first = other] = ways
  return ways.slice(1).reduce(wider, first)
}

const wider = (one: Bounds, another: Bounds): Bounds => {
  if (one.kind === 'truth' && another.kind === 'truth')
    return truth(one.canBeTrue || another.canBeTrue, one.canBeFalse || another.canBeFalse)
  if (one.kind === 'number' && another.kind === 'number')
    return { kind: 'number', min: Math.min(one.min, another.min), max: Math.max(one.max, another.max) }
  return other
}

/** A word that a list of known words never holds is a slip of the pen. */
const membership = ({ item, list }: Term & { kind: 'in' }): Bounds => {
  if (list.kind === 'list' && list.values.length === 0) return truth(false, true)
  if (item.kind !== 'constant') return open
  if (list.kind === 'list')
    return truth(list.values.includes(item.value as never), !list.values.includes(item.value as never))
  const choices = list.kind === 'feature' ? choicesOf(list.name) : null
  return truth(choices === null || choices.includes(String(item.value)), true)
}

const sizeOf = (of: Term): Bounds => {
  if (of.kind === 'list') return exactly(of.values.length)
  if (of.kind === 'constant') return exactly([...String(of.value)].length)
  return { kind: 'number', min: 0, max: 1e9 }
}

const quantified = (term: Term & { kind: 'quantifier' }): Bounds => {
  const body = asTruth(boundsOf(term.body))
  const isNeverEmpty = term.list.kind === 'list' && term.list.values.length > 0
  if (term.op === 'exists') return truth(body.canBeTrue, body.canBeFalse || !isNeverEmpty)
  return truth(body.canBeTrue || !isNeverEmpty, body.canBeFalse)
}
