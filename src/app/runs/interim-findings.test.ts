import { expect, test } from 'vitest'
import type { Finding } from '#domain/finding.ts'
import { openInterimFindings } from './interim-findings.ts'

const finding = (check: string, stepId: string | null, value: number): Finding =>
  ({ check, stepId, value, outcome: 'pass' }) as unknown as Finding

test('[LC4] the last word of a check replaces the one before it, whatever step either spoke of', () => {
  const findings = openInterimFindings()
  findings.note(finding('id.number', 'id-front', 1))
  findings.note(finding('face.live', null, 2))
  findings.note(finding('id.number', null, 3))
  expect(findings.news()).toEqual([finding('id.number', null, 3), finding('face.live', null, 2)])
})

test('nothing is news before the first finding, and what is said again unchanged is none', () => {
  const findings = openInterimFindings()
  expect(findings.news()).toBeNull()
  findings.note(finding('id.number', 'id-front', 1))
  expect(findings.news()).toHaveLength(1)
  findings.note(finding('id.number', 'id-front', 1))
  expect(findings.news()).toBeNull()
  findings.note(finding('id.number', 'id-front', 2))
  expect(findings.news()).toHaveLength(1)
})
