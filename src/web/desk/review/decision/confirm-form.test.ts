import { expect, test } from 'vitest'
import { aFinding } from '#test/world/a-call-room.ts'
import { readOtherwise } from './confirm-form.ts'

const read = (field: string, text: string | null) => [{ field, read: text, registered: null, score01: 1 }]

test('[RE4] what was read is offered where it differs from what is on file and can be written there', () => {
  const findings = [
    aFinding('id-card.validity', { fields: read('validTo', '2040-01-01') }),
    aFinding('licence.validity', { fields: read('validTo', '长期') }),
    aFinding('id-card.name', { fields: read('name', '张样本') }),
  ]
  expect(readOtherwise(findings, 'idValidTo', '2035-01-01')).toBe('2040-01-01')
  expect(readOtherwise(findings, 'idValidTo', '2040-01-01')).toBeNull()
  expect(readOtherwise(findings, 'licenceValidTo', '2035-01-01'), 'no date').toBeNull()
  expect(readOtherwise(findings, 'legalRepresentative', '张样本')).toBeNull()
  expect(readOtherwise(findings, 'address', null), 'a card shows where a person lives, not the company').toBeNull()
})
