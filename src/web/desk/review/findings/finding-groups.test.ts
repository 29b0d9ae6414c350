import { expect, test } from 'vitest'
import { aFinding } from '#test/world/a-call-room.ts'
import { findingGroups, spansToShow, stepToFinding, suggestedReasons } from './finding-groups.ts'

const findings = [
  aFinding('id-card.name', { outcome: 'pass' }),
  aFinding('face.portrait-match', {
    outcome: 'unsure',
    reason: 'face-close-to-limit',
    span: { startMs: 1000, endMs: 5000 },
  }),
  aFinding('pan.turn', { outcome: 'unsure', reason: 'not-built-yet' }),
  aFinding('environment.light', {
    grade: 'signal',
    outcome: 'fail',
    reason: 'too-dark',
    span: { startMs: 0, endMs: 900 },
  }),
  aFinding('id-card.glare', { outcome: 'fail', reason: 'card-glare', span: { startMs: 2000, endMs: 3000 } }),
  aFinding('mrz.check-digits', { outcome: 'not-applicable' }),
  aFinding('environment.premises', { grade: 'sampled', outcome: 'unsure', reason: 'not-built-yet' }),
  aFinding('id-card.number', { outcome: 'pass', span: { startMs: 100, endMs: 400 } }),
]

test('[CK11] every finding stands in exactly one group, what speaks against the run first', () => {
  const groups = findingGroups(findings)
  expect(groups.map(({ name, findings: held }) => [name, held.map(({ check }) => check)])).toEqual([
    ['fail', ['id-card.glare']],
    ['unsure', ['face.portrait-match']],
    ['not-judged', ['pan.turn', 'environment.premises']],
    ['signals', ['environment.light']],
    ['pass', ['id-card.name', 'id-card.number']],
    ['not-applicable', ['mrz.check-digits']],
  ])
  expect(groups.flatMap((group) => group.findings)).toHaveLength(findings.length)
})

test('the time line shows what failed or is unsure, and what is being looked at', () => {
  const shown = (selected: string | null) => spansToShow(findings, selected).map((one) => one.finding.check)
  expect(shown(null)).toEqual(['face.portrait-match', 'environment.light', 'id-card.glare'])
  expect(shown('id-card.number')).toContain('id-card.number')
})

test('keys step through the groups in the order they are shown', () => {
  const walk = ['id-card.glare', 'face.portrait-match', 'pan.turn', 'environment.premises', 'environment.light']
  let at: string | null = null
  for (const check of walk) {
    at = stepToFinding(findings, at, 1)?.check ?? null
    expect(at).toBe(check)
  }
  expect(stepToFinding(findings, 'id-card.glare', -1)?.check).toBe('id-card.glare')
  expect(stepToFinding(findings, null, -1)?.check).toBe('id-card.number')
  expect(stepToFinding([], null, 1)).toBeUndefined()
})

test('[FA3] reasons are suggested from gates, failed ones first, each once and only those a person may give', () => {
  const more = [...findings, aFinding('id-card.found', { outcome: 'fail', reason: 'card-glare' })]
  expect(suggestedReasons(more, ['card-glare', 'face-close-to-limit', 'too-dark'])).toEqual([
    'card-glare',
    'face-close-to-limit',
  ])
  expect(suggestedReasons(more, ['card-glare'])).toEqual(['card-glare'])
})
