import type { ASTNode } from '@marcbachmann/cel-js'
import { type FeatureName, featureTypes } from './features.ts'
import { ruleLimits } from './rule-limits.ts'
import type { RuleProblemCode } from './rule-set.ts'
import type { ArithmeticOperator, CompareOperator, Term, TermType, TextOperator } from './term.ts'
import { typeOfTerm } from './term.ts'

/** Thrown here and caught where expressions are read. */
export class Refused extends Error {
  readonly code: RuleProblemCode
  readonly at: { from: number; to: number }
  constructor(code: RuleProblemCode, message: string, { start, end }: ASTNode) {
    super(message)
    this.code = code
    this.at = { from: start, to: end }
  }
}

type Lists = Readonly<Record<string, readonly string[]>>
/** `item` is the name that the quantifier around a part gives its items; there is one at most. */
type Scope = { lists: Lists; item: { name: string; type: 'string' | 'int' | 'double' } | null }

/**
 * The term of a checked expression. What is listed here is the language: every other part of CEL is refused by name, whatever
 * cel-js comes to understand in later versions. Throws `Refused`.
 */
export const termOf = (ast: ASTNode, lists: Lists): Term => build(ast, { lists, item: null })

const build = (ast: ASTNode, scope: Scope): Term => {
  switch (ast.op) {
    case 'value':
      return constantOf(ast)
    case 'id':
      if (ast.args === scope.item?.name) return { kind: 'item', type: scope.item.type }
      throw new Refused('not-allowed', `${ast.args} is a group of features, not a feature`, ast)
    case '.':
      return memberOf(ast, scope)
    case 'list':
      return listOf(ast)
    case '&&':
    case '||': {
      const [left, right] = ast.args
      return { kind: ast.op === '&&' ? 'and' : 'or', left: build(left, scope), right: build(right, scope) }
    }
    case '!_':
      return { kind: 'not', of: build(ast.args, scope) }
    case '-_':
      return negated(build(ast.args, scope), ast)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(ast.op, build(ast.args[0], scope), build(ast.args[1], scope), ast)
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(ast.op, build(ast.args[0], scope), build(ast.args[1], scope), ast)
    case 'in':
      return membership(build(ast.args[0], scope), build(ast.args[1], scope), ast)
    case '?:': {
      const [condition, yes, no] = ast.args
      return { kind: 'if', condition: build(condition, scope), yes: build(yes, scope), no: build(no, scope) }
    }
    case 'call':
      return call(ast.args[0], ast.args[1], ast, scope)
    case 'rcall':
      return methodCall(ast.args[0], ast.args[1], ast.args[2], ast, scope)
    default:
      throw new Refused('not-allowed', `${ast.op} is not part of the language of rules`, ast)
  }
}

const constantOf = (ast: ASTNode): Term => {
  const value = ast.args
  if (typeof value === 'boolean') return { kind: 'constant', type: 'bool', value }
  if (typeof value === 'string') return { kind: 'constant', type: 'string', value }
  if (typeof value === 'number') return { kind: 'constant', type: 'double', value: bounded(value, 'double', ast) }
  if (typeof value === 'bigint') return { kind: 'constant', type: 'int', value: bounded(Number(value), 'int', ast) }
  throw new Refused('not-allowed', 'only true, false, numbers and texts can be written down', ast)
}

const bounded = (value: number, type: 'int' | 'double', ast: ASTNode): number => {
  const most = type === 'int' ? ruleLimits.wholeNumber : ruleLimits.double
  if (Math.abs(value) <= most) return value
  throw new Refused('too-large', `the number is beyond ${most}`, ast)
}

const memberOf = (ast: ASTNode & { op: '.' }, { lists }: Scope): Term => {
  const [group, member] = ast.args
  if (group.op !== 'id') throw new Refused('not-allowed', `.${member} is asked of what has no members`, ast)
  if (group.args === 'lists') {
    const values = lists[member]
    if (values) return { kind: 'list', type: 'string', values }
    throw new Refused('unknown-name', `there is no list ${member}`, ast)
  }
  return { kind: 'feature', name: featureAt(ast) }
}

const featureAt = (ast: ASTNode): FeatureName => {
  if (ast.op === '.' && ast.args[0].op === 'id') {
    const name = `${ast.args[0].args}.${ast.args[1]}`
    if (Object.hasOwn(featureTypes, name)) return name as FeatureName
  }
  throw new Refused('unknown-name', 'this is no feature', ast)
}

const listOf = (ast: ASTNode & { op: 'list' }): Term => {
  const values = ast.args.map((part) => {
    const constant = part.op === '-_' ? negated(constantOf(part.args), part) : constantOf(part)
    if (constant.kind !== 'constant' || typeof constant.value === 'boolean')
      throw new Refused('not-allowed', 'a list holds numbers or texts that are written down', part)
    return constant
  })
  const [first] = values
  if (first === undefined || first.type === 'bool')
    throw new Refused('not-allowed', 'an empty list holds nothing that could be asked for', ast)
  return { kind: 'list', type: first.type, values: values.map(({ value }) => value as string | number) }
}

const negated = (of: Term, ast: ASTNode): Term => {
  if (of.kind !== 'constant' || typeof of.value !== 'number') return { kind: 'negate', of }
  // A number from one place on is one term, so that it may stand in a list and as a divisor.
  return { ...of, value: bounded(0 - of.value, of.type === 'int' ? 'int' : 'double', ast) }
}

const isNumber = (type: TermType): type is 'int' | 'double' => type === 'int' || type === 'double'

const comparison = (op: CompareOperator, left: Term, right: Term, ast: ASTNode): Term => {
  const types = [typeOfTerm(left), typeOfTerm(right)]
  if (types.some((type) => type.startsWith('list')))
    throw new Refused('not-allowed', 'lists are not compared; ask for size(…), in, exists or all', ast)
  if (op !== '==' && op !== '!=' && !types.every(isNumber))
    throw new Refused('not-allowed', `${op} compares numbers only`, ast)
  return { kind: 'compare', op, left, right }
}

const arithmetic = (op: ArithmeticOperator, left: Term, right: Term, ast: ASTNode): Term => {
  const type = typeOfTerm(left)
  if (!isNumber(type)) throw new Refused('not-allowed', `${op} is for numbers only`, ast)
  if ((op === '/' || op === '%') && !(right.kind === 'constant' && right.value !== 0))
    throw new Refused(
      'may-divide-by-zero',
      `what is divided by must be a number other than 0 that is written down; instead of a ${op} b > 3.0 write a > 3.0 * b`,
      ast,
    )
  return { kind: 'arithmetic', op, type, left, right }
}

const membership = (item: Term, list: Term, ast: ASTNode): Term => {
  if (typeOfTerm(list).startsWith('list')) return { kind: 'in', item, list }
  throw new Refused('not-allowed', 'in asks a list', ast)
}

const call = (name: string, args: readonly ASTNode[], ast: ASTNode, scope: Scope): Term => {
  const [argument] = args
  if (name === 'known' && argument) return { kind: 'known', name: featureAt(argument) }
  if (name === 'size' && argument) return { kind: 'size', of: build(argument, scope) }
  if (name === 'double' && argument) return toDouble(build(argument, scope), ast)
  if (name === 'has') throw new Refused('not-allowed', 'whether a feature has a value is asked by known(…)', ast)
  throw new Refused('not-allowed', `${name}(…) is not part of the language of rules`, ast)
}

const toDouble = (of: Term, ast: ASTNode): Term => {
  if (isNumber(typeOfTerm(of))) return { kind: 'to-double', of }
  throw new Refused('not-allowed', 'double(…) is of numbers only', ast)
}

const textOperators: readonly string[] = ['startsWith', 'endsWith', 'contains'] satisfies TextOperator[]

const methodCall = (name: string, receiver: ASTNode, args: readonly ASTNode[], ast: ASTNode, scope: Scope): Term => {
  const [first, second] = args
  if (name === 'size') return { kind: 'size', of: build(receiver, scope) }
  if (textOperators.includes(name) && first)
    return { kind: 'text', op: name as TextOperator, of: build(receiver, scope), part: build(first, scope) }
  if ((name === 'exists' || name === 'all') && first && second) return quantifier(name, receiver, first, second, scope)
  const why = name === 'matches' ? ': a pattern can take for ever; ask startsWith, endsWith or contains' : ''
  throw new Refused('not-allowed', `.${name}(…) is not part of the language of rules${why}`, ast)
}

const quantifier = (op: 'exists' | 'all', receiver: ASTNode, variable: ASTNode, body: ASTNode, scope: Scope): Term => {
  if (scope.item !== null) throw new Refused('not-allowed', `${op} does not stand within another one`, receiver)
  const list = build(receiver, scope)
  const type = itemTypeOf(typeOfTerm(list))
  if (type === null) throw new Refused('not-allowed', `${op} asks a list`, receiver)
  const name = String(variable.args)
  if (reserved.has(name)) throw new Refused('not-allowed', `${name} is a name of its own already`, variable)
  return { kind: 'quantifier', op, list, body: build(body, { ...scope, item: { name, type } }) }
}

const reserved = new Set([...Object.keys(featureTypes).map((name) => name.split('.')[0]), 'lists'])

const itemTypeOf = (type: TermType): 'string' | 'int' | 'double' | null => {
  if (type === 'list<string>') return 'string'
  if (type === 'list<int>') return 'int'
  return type === 'list<double>' ? 'double' : null
}
