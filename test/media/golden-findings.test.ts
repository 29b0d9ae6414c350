import { expect, test } from 'vitest'
import { differences, type Golden, type GoldenFinding, goldenOf } from './golden-findings.ts'

const finding = (changes: Partial<GoldenFinding> = {}): GoldenFinding => ({
  outcome: 'pass',
  reason: null,
  value: 0.9,
  limit: 0.42,
  unit: 'cosine',
  ...changes,
})
const golden = (changes: Partial<GoldenFinding> = {}): Golden => ({ 'face.portrait-match': finding(changes) })

test('golden findings: noise is no change', () => {
  expect(differences(golden(), golden({ value: 0.85 }))).toEqual([])
})

test.each([
  { outcome: 'unsure', reason: 'face-close-to-limit' },
  { value: 0.5 },
  { value: null },
  { limit: 0.5 },
  { unit: 'share' },
] satisfies Partial<GoldenFinding>[])('golden findings: %o is a change', (change) => {
  expect(differences(golden(), golden(change))).toHaveLength(1)
})

test('golden findings: a check that is new, or gone, is a change', () => {
  expect(differences(golden(), {})).toEqual(['face.portrait-match: was pass, 0.9 of 0.42 cosine; is nothing'])
  expect(differences({}, golden())).toHaveLength(1)
})

test("golden findings: the value that an operator's model gives is not kept", () => {
  const checks = ['voice.same-speaker', 'face.portrait-match'] as const
  expect(goldenOf(checks.map((check) => ({ ...finding({ value: 0.39 }), check })))).toMatchObject({
    'voice.same-speaker': { value: null },
    'face.portrait-match': { value: 0.39 },
  })
})
