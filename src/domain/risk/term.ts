import { type FeatureName, type FeatureType, featureTypes } from './features.ts'

/**
 * [TR4] A rule's expression after it was checked: what is left of CEL, and nothing else. Whatever works on expressions works on
 * terms, so that what no term says can neither be compiled nor run.
 */
export type Term =
  | { kind: 'constant'; value: boolean | number | string; type: 'bool' | 'int' | 'double' | 'string' }
  | { kind: 'feature'; name: FeatureName }
  /** The item that a quantifier looks at. */
  | { kind: 'item'; type: 'string' | 'int' | 'double' }
  | { kind: 'list'; values: readonly (string | number)[]; type: 'string' | 'int' | 'double' }
  /** True where the feature has a value; never missing itself. */
  | { kind: 'known'; name: FeatureName }
  | { kind: 'and' | 'or'; left: Term; right: Term }
  | { kind: 'not'; of: Term }
  | { kind: 'compare'; op: CompareOperator; left: Term; right: Term }
  | { kind: 'negate'; of: Term }
  | { kind: 'arithmetic'; op: ArithmeticOperator; type: 'int' | 'double'; left: Term; right: Term }
  | { kind: 'to-double'; of: Term }
  | { kind: 'if'; condition: Term; yes: Term; no: Term }
  | { kind: 'in'; item: Term; list: Term }
  | { kind: 'size'; of: Term }
  | { kind: 'text'; op: TextOperator; of: Term; part: Term }
  | { kind: 'quantifier'; op: 'exists' | 'all'; list: Term; body: Term }

export type CompareOperator = '<' | '<=' | '>' | '>=' | '==' | '!='
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'
export type TextOperator = 'startsWith' | 'endsWith' | 'contains'

/** CEL's type of a term. */
export type TermType = FeatureType | 'list<int>' | 'list<double>'

export const typeOfTerm = (term: Term): TermType => {
  switch (term.kind) {
    case 'constant':
    case 'item':
    case 'arithmetic':
      return term.type
    case 'list':
      return `list<${term.type}>`
    case 'feature':
      return featureTypes[term.name]
    case 'negate':
      return typeOfTerm(term.of)
    case 'to-double':
      return 'double'
    case 'size':
      return 'int'
    case 'if':
      return typeOfTerm(term.yes)
    default:
      return 'bool'
  }
}

/** The terms directly within a term, in the order they are written. */
export const partsOf = (term: Term): readonly Term[] => {
  switch (term.kind) {
    case 'and':
    case 'or':
    case 'compare':
    case 'arithmetic':
      return [term.left, term.right]
    case 'not':
    case 'negate':
    case 'to-double':
    case 'size':
      return [term.of]
    case 'if':
      return [term.condition, term.yes, term.no]
    case 'in':
      return [term.item, term.list]
    case 'text':
      return [term.of, term.part]
    case 'quantifier':
      return [term.list, term.body]
    default:
      return []
  }
}

/** Every feature a term names, each once, in the order they are written. */
export const featuresIn = (term: Term): FeatureName[] => {
  const own = term.kind === 'feature' || term.kind === 'known' ? [term.name] : []
  return [...new Set([...own, ...partsOf(term).flatMap(featuresIn)])]
}
