import { type Bounds, boundsOf } from './bounds.ts'
import { compileTerm } from './compile-term.ts'
import { choicesOf, rangeOf } from './feature-ranges.ts'
import { type FeatureName, featureTypes } from './features.ts'
import { featuresIn, partsOf, type Term, typeOfTerm } from './term.ts'

const mostCases = 4_096

/**
 * [TR4] Whether a rule is provably the same for everybody. A rule's answer changes only where a feature passes a number or text
 * that it is compared with, so one value from each stretch between them stands for all of the stretch; what is not such a
 * comparison (sums of two features, parts of texts) is taken as open, true and false alike. When every case of all of these
 * together is true, the rule is; the proof is whole, but not everything that is so can be proven like this. Null: not proven.
 */
export const alwaysSame = (term: Term): 'always-true' | 'never-true' | null => {
  const own = boundsOf(term)
  if (own.kind === 'truth' && !(own.canBeTrue && own.canBeFalse)) return own.canBeTrue ? 'always-true' : 'never-true'
  const atoms = atomsOf(term)
  const axes = [...axesOf(term, atoms), ...openAxes(atoms)]
  const cases = axes.reduce((total, axis) => total * axis.values.length, 1)
  if (cases > mostCases) return null
  return sameInAll(term, atoms, axes, cases)
}

type Axis = { key: string; values: readonly unknown[] }

/** Comparisons of one feature with what is written down, and other conditions, which stay open. */
type Atom = { term: Term; feature: FeatureName | null; key: string }

const isLogic = (term: Term): boolean =>
  term.kind === 'and' ||
  term.kind === 'or' ||
  term.kind === 'not' ||
  (term.kind === 'if' && typeOfTerm(term) === 'bool') ||
  (term.kind === 'constant' && term.type === 'bool')

const atomsOf = (term: Term): Atom[] =>
  isLogic(term) ? partsOf(term).flatMap(atomsOf) : [{ term, feature: featureOfAtom(term), key: JSON.stringify(term) }]

const featureOfAtom = (term: Term): FeatureName | null => {
  if (term.kind === 'feature' || term.kind === 'known') return term.name
  if (term.kind === 'compare') {
    if (term.left.kind === 'feature' && term.right.kind === 'constant') return term.left.name
    if (term.right.kind === 'feature' && term.left.kind === 'constant') return term.right.name
  }
  if (term.kind === 'in' && term.item.kind === 'feature' && term.list.kind === 'list' && term.list.values.length <= 20)
    return term.item.name
  return null
}

const writtenIn = (term: Term): (string | number)[] => {
  const parts = term.kind === 'compare' ? [term.left, term.right] : term.kind === 'in' ? [term.list] : []
  return parts.flatMap((part) => {
    if (part.kind === 'list') return [...part.values]
    return part.kind === 'constant' && typeof part.value !== 'boolean' ? [part.value] : []
  })
}

/** For each feature: one value of every stretch, and "missing" where the rule asks whether it is known. */
const axesOf = (term: Term, atoms: Atom[]): Axis[] =>
  featuresIn(term).flatMap((name) => {
    const own = atoms.filter((atom) => atom.feature === name)
    if (own.length === 0) return []
    const values = stretches(name, [...new Set(own.flatMap((atom) => writtenIn(atom.term)))])
    const isAskedFor = own.some((atom) => atom.term.kind === 'known')
    return [{ key: name, values: isAskedFor ? [...values, undefined] : values }]
  })

const stretches = (name: FeatureName, written: (string | number)[]): unknown[] => {
  const type = featureTypes[name]
  if (type === 'bool') return [true, false]
  if (type === 'string') return choicesOf(name)?.slice() ?? [...written, otherThan(written)]
  if (type === 'list<string>') return [[]]
  const { min, max } = rangeOf(name, type)
  const points = [...new Set([min, ...(written as number[]), max])].sort((a, b) => a - b)
  const between =
    type === 'int'
      ? points.flatMap((point) => [point - 1, point + 1])
      : points.slice(1).map((point, index) => ((points[index] ?? point) + point) / 2)
  return [...new Set([...points, ...between])].filter((value) => value >= min && value <= max)
}

/** A text that is none of those. */
const otherThan = (written: readonly unknown[]): string => {
  let other = 'other'
  while (written.includes(other)) other += '-'
  return other
}

const openAxes = (atoms: Atom[]): Axis[] => {
  const open = new Map<string, Axis>()
  for (const { term, feature, key } of atoms) {
    if (feature !== null) continue
    const bounds = boundsOf(term)
    open.set(key, { key, values: truthsOf(bounds) })
  }
  return [...open.values()]
}

const truthsOf = (bounds: Bounds): boolean[] => {
  if (bounds.kind !== 'truth') return [true, false]
  return [true, false].filter((truth) => (truth ? bounds.canBeTrue : bounds.canBeFalse))
}

const sameInAll = (term: Term, atoms: Atom[], axes: Axis[], cases: number): 'always-true' | 'never-true' | null => {
  const places = new Map(axes.map(({ key }, place) => [key, place]))
  const place = (key: string) => places.get(key) ?? -1
  // Open conditions become features of their own, which the axes give their truth.
  const run = compileTerm(withOpenAtoms(term, new Map(atoms.map((atom) => [atom.term, atom]))), place, axes.length)
  let canBeTrue = false
  let canBeFalse = false
  for (let no = 0; no < cases && !(canBeTrue && canBeFalse); no++) {
    let rest = no
    const slots = axes.map(({ values }) => {
      const value = values[rest % values.length]
      rest = Math.floor(rest / values.length)
      return value
    })
    const answer = run(slots)
    canBeTrue ||= answer === true
    canBeFalse ||= answer === false
  }
  if (canBeTrue && canBeFalse) return null
  return canBeTrue ? 'always-true' : 'never-true'
}

const withOpenAtoms = (term: Term, atoms: ReadonlyMap<Term, Atom>): Term => {
  const atom = atoms.get(term)
  if (atom) return atom.feature === null ? { kind: 'feature', name: atom.key as FeatureName } : term
  if (term.kind === 'and' || term.kind === 'or')
    return { ...term, left: withOpenAtoms(term.left, atoms), right: withOpenAtoms(term.right, atoms) }
  if (term.kind === 'not') return { ...term, of: withOpenAtoms(term.of, atoms) }
  if (term.kind === 'if') {
    const { condition, yes, no } = term
    return {
      kind: 'if',
      condition: withOpenAtoms(condition, atoms),
      yes: withOpenAtoms(yes, atoms),
      no: withOpenAtoms(no, atoms),
    }
  }
  return term
}
