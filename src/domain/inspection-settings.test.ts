import { expect, test } from 'vitest'
import { type InspectionSettings, limitsOf, settingProblems } from './inspection-settings.ts'

const settings: InspectionSettings = {
  sampleFps: 5,
  checks: { 'face.portrait-match': { grade: 'gate', limits: { passCos: 0.5 } } },
}

test('[CK11] the program’s limit counts, the default where it says nothing', () => {
  expect(limitsOf(settings, 'face.portrait-match')).toEqual({
    passCos: 0.5,
    failCos: 0.3,
    minPortraitWidthPx: 80,
    minPairs: 3,
  })
  expect(limitsOf(settings, 'id-card.validity').minMonthsLeft).toBe(6)
  expect(settingProblems(settings)).toEqual([])
})

test('[CK11] a limit that no check obeys, of another type or outside its values is refused by name', () => {
  const checks = {
    'face.portrait-match': { grade: 'gate', limits: { passCosine: 0.5 } },
    'id-card.validity': { grade: 'gate', limits: { minMonthsLeft: 'six', whenFewer: 'ask' } },
    'digits.spoken': { grade: 'gate', limits: { recogniser: 'decides' } },
    'face.nose': { grade: 'gate', limits: {} },
  } as InspectionSettings['checks']
  expect(settingProblems({ sampleFps: 0, checks })).toEqual([
    'sampleFps must be between 1 and 15',
    'checks.face.portrait-match.limits.passCosine is no limit of this sub-check',
    'checks.id-card.validity.limits.minMonthsLeft must be a number',
    'checks.id-card.validity.limits.whenFewer must be "refuse" or "warn"',
    'checks.digits.spoken.limits.recogniser must be "settles-unclear" or "shown"',
    'checks.face.nose is no sub-check',
  ])
})
