import { describe, expect, test } from 'vitest'
import { programAliexpress } from '#test/world/a-program.ts'
import { failureCatalogue, isReasonCode, reasonCodes } from './failure-catalogue.ts'

describe('[FA1] the catalogue of reasons', () => {
  test('names are stable and readable: lower-case words, each once', () => {
    for (const code of reasonCodes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(new Set(reasonCodes).size).toBe(reasonCodes.length)
    expect(isReasonCode('card-glare')).toBe(true)
    expect(isReasonCode('VER-403')).toBe(false)
    expect(isReasonCode('toString')).toBe(false)
  })

  test('a reason that is ours is never a reviewer’s reason against the seller', () => {
    for (const code of ['not-built-yet', 'model-missing', 'worker-behind'] as const) {
      expect(failureCatalogue[code]).toMatchObject({ retry: 'not-yours', forReviewers: false })
    }
  })

  test('[SU2] what is wrong with a licence is not answered with advice on identity cards', () => {
    const ofPapers = reasonCodes.filter((code) => /^(licence|document)-/.test(code))
    expect(ofPapers.length).toBeGreaterThan(10)
    for (const code of ofPapers) expect(['paper', 'registration'], code).toContain(failureCatalogue[code].hint)
  })

  test('the top reasons of the original are among those a reviewer may give', () => {
    for (const code of ['card-glare', 'digits-out-of-step', 'another-person-in-view', 'not-real-premises'] as const)
      expect(failureCatalogue[code].forReviewers).toBe(true)
  })

  test('the original’s codes map onto reasons that exist', () => {
    const codes = Object.entries(programAliexpress().originalCodes)
    expect(codes).toContainEqual(['not-live', 'LIVE-007'])
    expect(codes).toContainEqual(['person-document-mismatch', 'VER-403'])
  })
})
