import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCondition, anyFeatureValues, expressionLists } from '#test/world/rule-expressions.ts'
import { alwaysSame } from './always.ts'
import { compileTerm } from './compile-term.ts'
import { expressionReader } from './expression.ts'
import { featuresIn, type Term } from './term.ts'

const read = expressionReader(expressionLists)
const termOf = (source: string): Term => {
  const expression = read(source)
  if (!expression.ok) throw new Error(`${source}: ${expression.problem.message}`)
  return expression.value
}

describe('[TR4] what is proven of a rule', () => {
  test.each([
    ['true of all below the least', 'listings.count_24h >= 0', 'always-true'],
    ['an or with true', 'shop.age_days > 5 || true', 'always-true'],
    ['two halves that make a whole', 'shop.age_days < 5 || shop.age_days >= 3', 'always-true'],
    ['whole numbers without a gap', 'login.ips_7d <= 3 || login.ips_7d >= 4', 'always-true'],
    ['either way', 'login.proxy ? shop.age_days >= 0 : !login.proxy', 'always-true'],
    ['known or not', '!known(login.proxy) || known(login.proxy)', 'always-true'],
    ['all of nothing', 'shop.categories.all(c, c == c || true)', 'always-true'],
    [
      'a condition that nobody can tell, either way',
      'shop.site.contains("x") || !shop.site.contains("x")',
      'always-true',
    ],
    ['below the least', 'orders.count_24h < 0', 'never-true'],
    ['above the most', 'shop.phone_real_name_level > 2', 'never-true'],
    ['a word that is none', 'shop.kind == "compny"', 'never-true'],
    ['a member that is none', '"oprator" in change.members_30d', 'never-true'],
    ['apart', 'shop.age_days > 5 && shop.age_days < 3', 'never-true'],
    ['whole numbers within a gap', 'login.ips_7d > 3 && login.ips_7d < 4', 'never-true'],
    ['two sites at once', 'shop.site == "ES" && shop.site == "FR"', 'never-true'],
    ['a sum that is never reached', 'listings.new_category_share_7d * 2.0 + 1.0 > 3.0', 'never-true'],
    ['a rest that is none', 'login.ips_7d % 3 == 3', 'never-true'],
    ['shorter than nothing', 'size(shop.categories) < 0', 'never-true'],
  ])('%s', (_what, source, same) => {
    expect(alwaysSame(termOf(source))).toBe(same)
  })

  test.each([
    'shop.age_days < 30',
    'listings.count_24h > 0',
    'shop.phone_real_name_level >= 2',
    'shop.kind == "company"',
    'shop.licence_days_left < 0',
    'listings.new_category_share_7d >= 1.0',
    'login.ips_7d * 2 == 4',
    'known(login.proxy)',
    'shop.categories.exists(c, c in lists.sensitive)',
    // Never true, but not by what a rule says of one feature: replay shows it.
    'login.ips_7d > login.devices_30d && login.ips_7d < login.devices_30d',
  ])('nothing of %s', (source) => {
    expect(alwaysSame(termOf(source))).toBeNull()
  })

  test('what is proven is so for any values', () => {
    let proven = 0
    fc.assert(
      fc.property(anyCondition, fc.array(anyFeatureValues, { minLength: 10, maxLength: 10 }), (source, samples) => {
        const expression = read(source)
        if (!expression.ok) return
        const same = alwaysSame(expression.value)
        if (same === null) return
        proven++
        const names = featuresIn(expression.value)
        const run = compileTerm(expression.value, (name) => names.indexOf(name), names.length)
        for (const sample of samples) {
          const answer = run([...names.map((name) => sample[name]), undefined])
          expect([source, [same === 'always-true', undefined]]).toEqual([source, expect.arrayContaining([answer])])
        }
      }),
      { numRuns: 1_500 },
    )
    expect(proven).toBeGreaterThan(50)
  })
})
