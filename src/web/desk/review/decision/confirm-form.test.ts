import { expect, test } from 'vitest'
import { aFinding } from '#test/world/a-call-room.ts'
import { emptyConfirmForm, filledIn, noEnd, readOtherwise } from './confirm-form.ts'

const read = (field: string, text: string | null) => [{ field, read: text, registered: null, score01: 1 }]

test('[RE4] what was read is offered where it differs from what is on file and can be written there', () => {
  const findings = [
    aFinding('id-card.validity', { fields: read('validTo', '2040-01-01') }),
    aFinding('licence.validity', { fields: read('validTo', '长期') }),
    aFinding('id-card.name', { fields: read('name', '张样本') }),
  ]
  expect(readOtherwise(findings, 'idValidTo', '2035-01-01')).toBe('2040-01-01')
  expect(readOtherwise(findings, 'idValidTo', '2040-01-01')).toBeNull()
  expect(readOtherwise(findings, 'licenceValidTo', '2035-01-01'), 'no end').toBe(noEnd)
  expect(readOtherwise(findings, 'licenceValidTo', null), 'none on file either').toBeNull()
  expect(readOtherwise(findings, 'legalRepresentative', '张样本')).toBeNull()
  expect(readOtherwise(findings, 'address', null), 'a card shows where a person lives, not the company').toBeNull()
})

test('[RE4] a card or licence without an end is sent as such, and an empty field not at all', () => {
  const form = {
    ...emptyConfirmForm,
    idValidTo: noEnd,
    licenceValidTo: ' 2040-01-01 ',
    companyName: ' ',
    address: noEnd,
  }
  expect(filledIn(form)).toEqual({ idValidTo: null, licenceValidTo: '2040-01-01', address: noEnd })
})
