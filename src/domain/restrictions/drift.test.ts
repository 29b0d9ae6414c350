import { describe, expect, test } from 'vitest'
import { noonMs } from '#test/world/a-case.ts'
import { type HeldRestriction, heldAgainst } from './drift.ts'

const held = (part: Partial<HeldRestriction>): HeldRestriction => ({
  id: 'case-1.orders',
  capability: 'orders',
  state: 'applied',
  sinceMs: noonMs,
  drift: null,
  ...part,
})
const says = (restricted: HeldRestriction['capability'][], ownReasons: HeldRestriction['capability'][] = []) => ({
  asOfMs: noonMs,
  restricted,
  ownReasons,
})

describe('[RE2] what the marketplace reports is held against what should be', () => {
  test('each function that was ever ours is answered for', () => {
    const both = [held({}), held({ id: 'case-1.funds', capability: 'funds', state: 'lifted' })]
    expect(heldAgainst(both, says(['funds'])).reported).toEqual([
      { restrictionId: 'case-1.orders', really: 'free' },
      { restrictionId: 'case-1.funds', really: 'taken' },
    ])
  })

  test('what was never ours is unknown here, unless the marketplace has reasons of its own', () => {
    expect(heldAgainst([], says(['orders', 'funds'], ['funds']))).toEqual({ reported: [], unknownHere: ['orders'] })
  })

  test('what we gave back and is in force for its own reasons is not left behind', () => {
    const { reported } = heldAgainst([held({ state: 'lifted' })], says(['orders'], ['orders']))
    expect(reported).toEqual([{ restrictionId: 'case-1.orders', really: 'free' }])
  })

  test('what we want taken is taken, whatever for', () => {
    expect(heldAgainst([held({})], says(['orders'], ['orders'])).reported[0]?.really).toBe('taken')
  })

  test('a case that wants it answers for one that gave it back, however late that was', () => {
    const old = held({ id: 'case-0.orders', state: 'lifted', sinceMs: noonMs + 5 })
    expect(heldAgainst([old, held({})], says(['orders'])).reported).toEqual([
      { restrictionId: 'case-1.orders', really: 'taken' },
    ])
  })

  test('an older case whose drift another case took over is as it should be', () => {
    const old = held({ id: 'case-0.orders', state: 'lifted', drift: { kind: 'left-behind', sinceMs: noonMs } })
    expect(heldAgainst([old, held({})], says(['orders'])).reported).toEqual([
      { restrictionId: 'case-0.orders', really: 'free' },
      { restrictionId: 'case-1.orders', really: 'taken' },
    ])
  })
})
