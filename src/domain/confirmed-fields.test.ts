import { expect, test } from 'vitest'
import { aRegistration } from '#test/world/a-registration.ts'
import { changedValues, withConfirmed } from './confirmed-fields.ts'

test('[RE4] only what differs from what is on file is confirmed', () => {
  const registration = aRegistration({ address: 'old', companyName: 'Name' })
  expect(changedValues(registration, { address: 'new', companyName: 'Name' })).toEqual({ address: 'new' })
})

test('[RE4] a pass cannot give a licence to a registration that has none', () => {
  const registration = aRegistration({ licence: null })
  expect(changedValues(registration, { licenceScope: 'all', address: 'new' })).toEqual({ address: 'new' })
  expect(withConfirmed(registration, { licenceScope: 'all' }).licence).toBeNull()
})

test('[RE4] [EL2] a person who is called otherwise now keeps the former name', () => {
  const { legalRepresentative } = aRegistration()
  const renamed = withConfirmed(aRegistration(), { legalRepresentative: 'A New Name' })
  expect(renamed.legalRepresentative).toEqual({
    ...legalRepresentative,
    name: 'A New Name',
    formerNames: [...legalRepresentative.formerNames, legalRepresentative.name],
  })
  const back = withConfirmed(renamed, { legalRepresentative: legalRepresentative.name })
  expect(back.legalRepresentative.formerNames).toContain('A New Name')
  expect(back.legalRepresentative.formerNames).not.toContain(legalRepresentative.name)
})

test('[RE4] an end that is gone is confirmed as one, and what is not named stays', () => {
  const registration = aRegistration({ licence: { validFrom: '2020-01-01', validTo: '2030-01-01', scope: 'shoes' } })
  const changed = changedValues(registration, { licenceValidTo: null })
  expect(changed).toEqual({ licenceValidTo: null })
  expect(withConfirmed(registration, changed)).toEqual({
    ...registration,
    licence: { validFrom: '2020-01-01', validTo: null, scope: 'shoes' },
  })
})
