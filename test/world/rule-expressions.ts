import fc from 'fast-check'
import type { FeatureValues } from '#domain/risk/rule-set.ts'

export const expressionLists = { sensitive: ['beauty', 'adult', '电子烟'] }

const { truth } = fc.letrec<{ truth: string; whole: string; broken: string; word: string; list: string }>((tie) => ({
  whole: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('login.ips_7d', 'shop.licence_days_left', 'size(shop.categories)', 'size(lists.sensitive)'),
    fc.integer({ min: -20, max: 20 }).map((value) => `(${value})`),
    fc
      .tuple(tie('whole'), fc.constantFrom('+', '-', '*'), tie('whole'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    fc
      .tuple(tie('whole'), fc.constantFrom('/', '%'), fc.constantFrom('3', '-7'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    tie('whole').map((of) => `(-${of})`),
    tie('word').map((of) => `size(${of})`),
  ),
  broken: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('shop.age_days', 'login.speed_kmh', '2.5', '(-0.5)'),
    fc
      .tuple(tie('broken'), fc.constantFrom('+', '-', '*'), tie('broken'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    tie('broken').map((of) => `(${of} / 4.0)`),
    tie('whole').map((of) => `double(${of})`),
  ),
  word: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('shop.kind', 'shop.site', '"beauty"', '"B"', '""', '"电子烟"'),
    fc.tuple(tie('truth'), tie('word'), tie('word')).map(([when, yes, no]) => `(${when} ? ${yes} : ${no})`),
  ),
  list: fc.constantFrom('shop.categories', 'lists.sensitive', '["beauty", "B"]', 'change.members_30d'),
  truth: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(
      'login.proxy',
      'login.device_is_new',
      'true',
      'false',
      'known(login.proxy)',
      'known(shop.age_days)',
    ),
    fc
      .tuple(tie('whole'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('whole'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    fc
      .tuple(tie('broken'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('broken'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    fc
      .tuple(tie('broken'), fc.constantFrom('<', '<=', '>', '>='), tie('whole'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    fc
      .tuple(tie('word'), fc.constantFrom('==', '!='), tie('word'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    fc
      .tuple(tie('word'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('word'))
      .map(([of, op, part]) => `${of}.${op}(${part})`),
    fc.tuple(tie('word'), tie('list')).map(([item, list]) => `(${item} in ${list})`),
    tie('whole').map((item) => `(${item} in [1, 2, -3])`),
    fc
      .tuple(tie('list'), fc.constantFrom('exists', 'all'), tie('word'), tie('truth'))
      .map(([list, op, word, truth]) => `${list}.${op}(item, item == ${word} || ${truth})`),
    fc
      .tuple(tie('truth'), fc.constantFrom('&&', '||'), tie('truth'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    fc.tuple(tie('truth'), tie('truth'), tie('truth')).map(([when, yes, no]) => `(${when} ? ${yes} : ${no})`),
    tie('truth').map((of) => `(!${of})`),
  ),
}))
/** Conditions of every kind that rules may ask; some grow too large to be allowed. */
export const anyCondition = truth

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 })

/** Values of the features that those conditions read; now and then one is missing. */
export const anyFeatureValues = fc.record({
  'login.proxy': maybe(fc.boolean()),
  'login.device_is_new': maybe(fc.boolean()),
  'login.ips_7d': maybe(fc.nat(30)),
  'login.speed_kmh': maybe(fc.double({ min: 0, max: 2_000, noNaN: true })),
  'shop.age_days': maybe(fc.double({ min: 0, max: 400, noNaN: true })),
  'shop.licence_days_left': maybe(fc.integer({ min: -30, max: 400 })),
  'shop.kind': maybe(fc.constantFrom('company', 'sole-trader')),
  'shop.site': maybe(fc.constantFrom('ES', 'B', '')),
  'shop.categories': maybe(fc.array(fc.constantFrom('beauty', 'B', 'toys'), { maxLength: 3 })),
  'change.members_30d': maybe(fc.subarray(['phone', 'operator'])),
}) as fc.Arbitrary<FeatureValues>
