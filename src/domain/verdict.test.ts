import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SubCheckId, subCheckIds } from './checks.ts'
import type { Finding, Outcome } from './finding.ts'
import type { CheckGrade, InspectionSettings } from './inspection-settings.ts'
import { verdictOf } from './verdict.ts'

type Answer = Pick<Finding, 'check' | 'outcome'>

const settingsOf = (grades: Partial<Record<SubCheckId, CheckGrade>>): InspectionSettings => ({
  sampleFps: 5,
  checks: Object.fromEntries(Object.entries(grades).map(([check, grade]) => [check, { grade, limits: {} }])),
})

describe('[CK11] the verdict', () => {
  const settings = settingsOf({ 'id-card.name': 'gate', 'face.portrait-match': 'gate', 'digits.pace': 'signal' })

  test('[CK11] passes when every gate was answered and passed', () => {
    const findings: Answer[] = [
      { check: 'id-card.name', outcome: 'pass' },
      { check: 'face.portrait-match', outcome: 'pass' },
      { check: 'digits.pace', outcome: 'fail' },
    ]
    expect(verdictOf(findings, settings)).toEqual({ outcome: 'passed', failedGates: [], unsureGates: [] })
  })

  test('[CK11] a gate nobody answered is unsure, not passed', () => {
    expect(verdictOf([{ check: 'id-card.name', outcome: 'pass' }], settings)).toEqual({
      outcome: 'unsure',
      failedGates: [],
      unsureGates: ['face.portrait-match'],
    })
  })

  test('[CK11] no findings, no gates, or gates that do not apply never pass', () => {
    expect(verdictOf([], settings).outcome).toBe('unsure')
    expect(
      verdictOf([{ check: 'digits.pace', outcome: 'pass' }], settingsOf({ 'digits.pace': 'signal' })).outcome,
    ).toBe('unsure')
    const notApplicable: Answer[] = [{ check: 'id-card.name', outcome: 'not-applicable' }]
    expect(verdictOf(notApplicable, settingsOf({ 'id-card.name': 'gate' })).outcome).toBe('unsure')
  })

  const outcome = fc.constantFrom<Outcome>('pass', 'fail', 'unsure', 'not-applicable')
  const grade = fc.constantFrom<CheckGrade>('gate', 'signal', 'sampled')
  const answers = fc.array(fc.record({ check: fc.constantFrom(...subCheckIds), outcome }))
  const grades = fc.dictionary(fc.constantFrom(...subCheckIds), grade) as fc.Arbitrary<
    Partial<Record<SubCheckId, CheckGrade>>
  >

  test('[CK11] over all findings: a failed gate fails, and a pass has every gate answered, none failed or unsure', () => {
    fc.assert(
      fc.property(answers, grades, (findings, program) => {
        const verdict = verdictOf(findings, settingsOf(program))
        const isGate = (check: SubCheckId) => program[check] === 'gate'
        const failed = findings.some((f) => isGate(f.check) && f.outcome === 'fail')
        expect(verdict.outcome === 'failed').toBe(failed)
        if (verdict.outcome !== 'passed') return
        for (const gate of subCheckIds.filter(isGate)) {
          const outcomes = findings.filter((f) => f.check === gate).map((f) => f.outcome)
          expect(outcomes.length).toBeGreaterThan(0)
          expect(outcomes).not.toContain('unsure')
        }
        expect(findings.some((f) => isGate(f.check) && f.outcome === 'pass')).toBe(true)
      }),
    )
  })

  test('[CK11] findings of checks that are no gates change nothing', () => {
    fc.assert(
      fc.property(answers, grades, (findings, program) => {
        const gatesOnly = findings.filter((f) => program[f.check] === 'gate')
        expect(verdictOf(findings, settingsOf(program))).toEqual(verdictOf(gatesOnly, settingsOf(program)))
      }),
    )
  })
})
