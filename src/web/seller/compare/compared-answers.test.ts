import { expect, test } from 'vitest'
import { answeredCount, comparisonOf } from './compared-answers.ts'

const fields = [
  { field: 'companyName' as const, value: '示例贸易有限公司' },
  { field: 'licenceValidTo' as const, value: null },
]

test('[EL6] every field has to be answered, and a difference said', () => {
  expect(comparisonOf(fields, { companyName: { same: true, says: '' } })).toBeNull()
  const halfSaid = { companyName: { same: true, says: '' }, licenceValidTo: { same: false, says: '  ' } }
  expect(answeredCount(fields, halfSaid)).toBe(1)
  expect(comparisonOf(fields, halfSaid)).toBeNull()
})

test('[EL6] what was typed before the choice went back is not sent', () => {
  const answers = {
    companyName: { same: true, says: 'typed before' },
    licenceValidTo: { same: false, says: ' 2030-01-01 ' },
  }
  expect(comparisonOf(fields, answers)).toEqual({
    fields: [
      { field: 'companyName', documentSays: null },
      { field: 'licenceValidTo', documentSays: '2030-01-01' },
    ],
  })
})
