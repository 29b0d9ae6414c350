import { describe, expect, test } from 'vitest'
import { groupOf, startWalk, stepWalk } from './group.ts'
import { defaultLinkRules, type LinkHolder, type LinkKind, type SharedValue } from './link.ts'
import type { LinkRuling } from './ruling.ts'
import { isOfPair, joinedTo } from './ruling.ts'
import { tiesOf } from './tie.ts'

/** `value('n1', 'a:person', 'b:card-shown', 'c:person:past')` */
const value = (valueHash: string, ...holders: string[]): SharedValue => ({
  valueHash,
  holders: holders.map((holder): LinkHolder => {
    const [sellerId = '', kind = 'person', past] = holder.split(':')
    return { sellerId, kind: kind as LinkKind, isPast: past === 'past', sinceMs: 1 }
  }),
})
const rules = { ...defaultLinkRules, hubAbove: 3 }
const strengths = (values: SharedValue[], rulings: LinkRuling[] = [], of = 'a') =>
  tiesOf(new Set([of]), values, rules, rulings).map(({ a, b, kind, strength }) => `${a}-${b} ${kind} ${strength}`)
/** The whole group of a shop, in a world of these values. */
const group = (from: string, values: SharedValue[], rulings: LinkRuling[] = [], most?: number) => {
  let walk = startWalk(from)
  while (walk.edge.length > 0) walk = stepWalk(walk, tiesOf(new Set(walk.edge), values, rules, rulings), rulings, most)
  return groupOf(walk)
}
const ids = (found: ReturnType<typeof group>) => found.shops.map(({ sellerId }) => sellerId).sort()

describe('[TR3] what joins two shops', () => {
  test('a person, a licence, a phone and a bank account join; a device only hints', () => {
    expect(strengths([value('1', 'a:phone', 'b:phone'), value('2', 'a:device', 'c:device')])).toEqual([
      'a-b phone certain',
      'a-c device hint',
    ])
  })

  test('what more shops share than the program allows joins nobody and is shown', () => {
    const office = ['a', 'b', 'c', 'd'].map((shop) => `${shop}:phone`)
    expect(strengths([value('1', ...office)])).toEqual([
      'a-b phone shared-by-many',
      'a-c phone shared-by-many',
      'a-d phone shared-by-many',
    ])
    expect(ids(group('a', [value('1', ...office.slice(0, 3))]))).toEqual(['b', 'c'])
    expect(ids(group('a', [value('1', ...office)]))).toEqual([])
  })

  test('[SC3] a card that was shown in another account is the weaker of the two, whichever side it is seen from', () => {
    const number = value('1', 'a:person', 'a:card-shown', 'b:card-shown')
    expect(strengths([number])).toEqual(['a-b card-shown hint'])
    expect(strengths([number], [], 'b')).toEqual(['a-b card-shown hint'])
    expect(strengths([value('1', 'a:person', 'a:card-shown', 'b:person')])).toEqual(['a-b person certain'])
  })

  test('what another registration has replaced joins no longer', () => {
    expect(strengths([value('1', 'a:phone:past', 'b:phone')])).toEqual(['a-b phone past'])
    expect(strengths([value('1', 'a:person:past', 'a:card-shown', 'b:person')])).toEqual(['a-b card-shown hint'])
  })

  test('kinds that the program does not name are not looked at', () => {
    const without = { ...rules, kinds: ['person'], hints: [] } as typeof rules
    expect(tiesOf(new Set(['a']), [value('1', 'a:phone', 'b:phone')], without, [])).toEqual([])
  })
})

describe('[TR3] who belongs together', () => {
  const chain = [
    value('1', 'a:phone', 'b:phone'),
    value('2', 'b:person', 'c:person'),
    value('3', 'c:device', 'd:device'),
  ]

  test('whoever is joined, and whoever is joined to those, but by no hint', () => {
    expect(group('a', chain)).toEqual({
      shops: [
        { sellerId: 'b', distance: 1, via: 'a' },
        { sellerId: 'c', distance: 2, via: 'b' },
      ],
      isCut: false,
    })
  })

  test('a split stops it, by whatever way the shop could be reached', () => {
    expect(ids(group('a', chain, [{ type: 'split', a: 'c', b: 'a' }]))).toEqual(['b'])
    expect(ids(group('b', chain, [{ type: 'split', a: 'c', b: 'a' }]))).toEqual(['a', 'c'])
    expect(ids(group('a', chain, [{ type: 'split', a: 'a', b: 'b' }]))).toEqual([])
  })

  test('a merge joins what shares nothing, and split goes before merge', () => {
    const merge: LinkRuling = { type: 'merge', a: 'd', b: 'c' }
    expect(ids(group('a', chain, [merge]))).toEqual(['b', 'c', 'd'])
    expect(ids(group('a', chain, [merge, { type: 'split', a: 'c', b: 'd' }]))).toEqual(['b', 'c'])
  })

  test('a value that was ruled to join nobody is shown and joins nobody', () => {
    const rulings: LinkRuling[] = [{ type: 'joins-nobody', valueHash: '1' }]
    expect(strengths(chain, rulings)).toEqual(['a-b phone ruled-out'])
    expect(ids(group('a', chain, rulings))).toEqual([])
  })

  test('a group without end is cut and says so', () => {
    const long = Array.from({ length: 9 }, (_, no) => value(`v${no}`, `s${no}:person`, `s${no + 1}:person`))
    expect(group('s0', long, [], 4)).toMatchObject({ isCut: true, shops: { length: 4 } })
    expect(group('s0', long, [], 9)).toMatchObject({ isCut: false, shops: { length: 9 } })
  })

  test('a pair is the same pair whichever of the two is named first', () => {
    expect(isOfPair({ type: 'merge', a: 'x', b: 'y' }, 'y', 'x')).toBe(true)
    expect(isOfPair({ type: 'joins-nobody', valueHash: 'x' }, 'y', 'x')).toBe(false)
    expect(joinedTo('x', [], [{ type: 'merge', a: 'y', b: 'x' }])).toEqual(['y'])
  })
})
