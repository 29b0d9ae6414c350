import { describe, expect, test } from 'vitest'
import type { RiskDecision } from './rule-set.ts'
import { outcomeBeyond, type Settled, settle, stillSettled } from './settled.ts'

const thresholds = { open: 60, person: 100 }
const hourMs = 3_600_000
const decision = (weights: Record<string, number>, hard: string[] = []): RiskDecision & { program: string } => {
  const contributions = Object.entries(weights).map(([rule, weight]) => ({ rule, weight, hard: hard.includes(rule) }))
  const score = contributions.reduce((sum, { weight }) => sum + weight, 0)
  const outcome = score >= 100 ? 'open-with-person' : score >= 60 || hard.length > 0 ? 'open' : 'none'
  return { program: 'p', outcome, score, contributions, notAsked: [] }
}
const beyond = (settled: Settled, now: RiskDecision) => outcomeBeyond(settled.p ?? {}, now, thresholds)

describe('[TR4] what a case has settled', () => {
  const standing = { 'new-shop': 30, 'sensitive-category': 40 }

  test('where nothing is settled, the decision stands as it is', () => {
    expect(beyond({}, decision(standing))).toBe('open')
    expect(beyond({}, decision({ 'new-shop': 30 }))).toBe('none')
    expect(beyond({}, decision({ ...standing, proxy: 40 }))).toBe('open-with-person')
  })

  test('the same standing score opens no second case', () => {
    expect(beyond(settle([decision(standing)]), decision(standing))).toBe('none')
  })

  test('something small on top of it opens none either; something that would open one alone does', () => {
    const settled = settle([decision(standing)])
    expect(beyond(settled, decision({ ...standing, 'new-device': 10 }))).toBe('none')
    expect(beyond(settled, decision({ ...standing, 'impossible-travel': 60 }))).toBe('open')
    expect(beyond(settled, decision({ ...standing, 'impossible-travel': 110 }))).toBe('open-with-person')
  })

  test('a hard rule opens a case when it is news, and none when it is settled', () => {
    const settled = settle([decision({ ...standing, forged: 0 }, ['forged'])])
    expect(beyond(settled, decision({ ...standing, forged: 0 }, ['forged']))).toBe('none')
    expect(beyond(settled, decision({ ...standing, stolen: 0 }, ['stolen']))).toBe('open')
  })

  test('what eases the score eases it still', () => {
    const settled = settle([decision(standing)])
    expect(beyond(settled, decision({ ...standing, 'impossible-travel': 70, 'long-known': -20 }))).toBe('none')
  })

  test('a rule that comes and goes within a day is the same finding; after a day without it, it is news', () => {
    const settled = settle([decision({ travel: 70 })])
    const gone = stillSettled(settled, [decision({})], 0)
    const flapped = stillSettled(gone, [decision({ travel: 70 })], 23 * hourMs)
    expect(beyond(flapped, decision({ travel: 70 }))).toBe('none')
    const stillGone = stillSettled(gone, [decision({})], 23 * hourMs)
    const over = stillSettled(stillGone, [decision({ travel: 70 })], 25 * hourMs)
    expect(beyond(over, decision({ travel: 70 }))).toBe('open')
  })

  test('a rule that stands is settled however long nobody asked', () => {
    const later = stillSettled(settle([decision(standing)]), [decision(standing)], 90 * 24 * hourMs)
    expect(beyond(later, decision(standing))).toBe('none')
  })

  test('rules of another program are not touched', () => {
    const settled = settle([decision(standing), { ...decision({ a: 1 }), program: 'q' }])
    expect(stillSettled(settled, [decision({})], 0).q).toEqual({ a: null })
  })
})
