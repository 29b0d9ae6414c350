import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCondition, anyFeatureValues, expressionLists as lists } from '#test/world/rule-expressions.ts'
import { compileTerm } from './compile-term.ts'
import { environmentFor, expressionReader } from './expression.ts'
import { featureNames, featureTypes } from './features.ts'
import type { FeatureValues } from './rule-set.ts'
import { featuresIn } from './term.ts'

const read = expressionReader(lists)

/** The answer of our closure: true, false, or undefined when it hangs on what is missing. */
const ours = (source: string, values: FeatureValues): unknown => {
  const expression = read(source)
  if (!expression.ok) throw new Error(`${source}: ${expression.problem.message}`)
  const names = featuresIn(expression.value)
  const run = compileTerm(expression.value, (name) => names.indexOf(name), names.length)
  return run([...names.map((name) => values[name]), undefined])
}

const environment = environmentFor(Object.keys(lists))
/** The answer of cel-js itself; its error is our "missing". */
const theirs = (source: string, values: FeatureValues): unknown => {
  const context: Record<string, Record<string, unknown>> = { lists }
  for (const name of featureNames) {
    const [group = '', member = ''] = name.split('.')
    const value = values[name]
    const inCel = featureTypes[name] === 'int' && value !== undefined ? BigInt(value as number) : value
    context[group] = { ...context[group], ...(value === undefined ? {} : { [member]: inCel }) }
  }
  try {
    return environment.parse(source)(context)
  } catch {
    return undefined
  }
}

describe('[TR4] what may be asked', () => {
  test.each([
    'shop.age_days < 30',
    'shop.kind == "sole-trader" && shop.site in ["ID", "PH"]',
    'shop.categories.exists(c, c in lists.sensitive)',
    'known(login.proxy) && login.proxy',
    'login.speed_kmh / 2.0 > 300',
    'orders.largest_24h > 3.0 * double(orders.count_24h)',
    'size(shop.contradictions) >= 2 ? !login.proxy : login.ips_7d % 3 == -1 + 2',
    'shop.site.startsWith("E") || "phone" in change.members_30d',
  ])('%s', (source) => {
    expect(read(source).ok).toBe(true)
  })
})

describe('[TR4] what is refused, and by which name', () => {
  test.each([
    ['', 'syntax'],
    ['shop.age_days >', 'syntax'],
    ['while (true) {}', 'syntax'],
    ['login.proxy; process.exit()', 'syntax'],
    ['"a" + 1 == "a1"', 'type'],
    ['shop.age_days', 'type'],
    ['shop.age_days == 3', 'type'],
    ['shop.agedays < 3', 'unknown-name'],
    ['constructor == "a"', 'unknown-name'],
    ['shop.constructor == "a"', 'unknown-name'],
    ['shop.categories.exists(c, c in lists.nowhere)', 'unknown-name'],
    ['known(shop)', 'unknown-name'],
    ['shop == shop', 'type'],
    ['shop.site.matches("^(a+)+$")', 'not-allowed'],
    ['shop.categories.map(c, c).size() > 1', 'not-allowed'],
    ['shop.categories.exists(c, shop.categories.exists(d, c == d))', 'not-allowed'],
    ['shop.categories.exists(shop, shop == "a")', 'not-allowed'],
    ['cel.bind(x, login.proxy, x)', 'not-allowed'],
    ['has(login.proxy)', 'not-allowed'],
    ['{"a": login.proxy}["a"]', 'not-allowed'],
    ['shop["site"] == "ES"', 'not-allowed'],
    ['shop.categories[0] == "a"', 'not-allowed'],
    ['shop.site < "ES"', 'not-allowed'],
    ['"a" + shop.site == "aES"', 'not-allowed'],
    ['shop.categories == ["a"]', 'not-allowed'],
    ['timestamp("2026-01-01T00:00:00Z") == timestamp("2026-01-01T00:00:00Z")', 'not-allowed'],
    ['null == null', 'not-allowed'],
    ['1u < 2u', 'not-allowed'],
    ['login.ips_7d / login.devices_30d > 2', 'may-divide-by-zero'],
    ['login.ips_7d / 0 > 2', 'may-divide-by-zero'],
    ['login.ips_7d % (1 - 1) == 0', 'may-divide-by-zero'],
    ['login.speed_kmh / 0.0 > 2', 'may-divide-by-zero'],
    ['login.ips_7d < 9007199254740993', 'too-large'],
  ])('%s: %s', (source, code) => {
    const answer = read(source)
    expect(answer.ok ? 'allowed' : answer.problem.code).toBe(code)
  })

  test.each([
    ['400 brackets', `${'('.repeat(400)}login.proxy${')'.repeat(400)}`],
    ['900 negations', `${'!'.repeat(900)}login.proxy`],
    ['250 parts', `login.proxy ${'|| true '.repeat(110)}`],
    ['a list of 150', `login.ips_7d in [${Array.from({ length: 150 }, (_, n) => n).join(',')}]`],
    ['1,000 letters and more', `"${'a'.repeat(1_000)}" == shop.site`],
    ['steps without end', `shop.categories.all(c, ${Array(8).fill('c in shop.contradictions').join(' || ')})`],
  ])('%s: too-large', (_what, source) => {
    const answer = read(source)
    expect(answer.ok ? 'allowed' : answer.problem.code).toBe('too-large')
  })

  test('a division is refused with the way to write it', () => {
    const answer = read('orders.largest_24h / orders.ratio_to_usual > 3.0')
    expect(answer.ok ? '' : answer.problem.message).toContain('a > 3.0 * b')
  })

  test.each([
    ['login.proxy && shop.nothing > 2', 'nothing'],
    ['login.proxy && shop.site.matches("a")', 'shop.site.matches("a")'],
    ['login.ips_7d > 3 || login.ips_7d / 0 > 1', 'login.ips_7d / 0'],
    ['login.proxy && "a" + 1 == "a1"', '"a" + 1'],
    ['login.proxy && #', '#'],
  ])('%s: the place is said', (source, part) => {
    const answer = read(source)
    const { from, to } = (answer.ok ? undefined : answer.problem.at) ?? { from: 0, to: 0 }
    expect(source.slice(from, to)).toBe(part)
  })

  test('no text of any kind makes it throw', () => {
    const pieces = fc.constantFrom(
      'shop',
      '.',
      'site',
      '(',
      ')',
      '&&',
      '!',
      '"',
      "'",
      '[',
      ']',
      '1',
      ' ',
      '{',
      '?',
      ':',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((parts) => parts.join('')),
    )
    fc.assert(fc.property(text, (source) => typeof read(source).ok === 'boolean'))
  })
})

describe('[TR4] a closure answers what cel-js answers', () => {
  test('for any expression and any values, missing ones included', () => {
    let answered = 0
    fc.assert(
      fc.property(anyCondition, fc.array(anyFeatureValues, { minLength: 4, maxLength: 4 }), (source, samples) => {
        const expression = read(source)
        if (!expression.ok) {
          // Long ones grow beyond the bounds, which is another rule.
          expect(['too-large', 'not-allowed']).toContain(expression.problem.code)
          return
        }
        for (const sample of samples) {
          answered++
          expect([source, ours(source, sample)]).toEqual([source, theirs(source, sample)])
        }
      }),
      { numRuns: 1_500 },
    )
    expect(answered).toBeGreaterThan(2_000)
  })
})
