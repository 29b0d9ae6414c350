import { expect, test } from 'vitest'
import { creditCodeChecks } from '#domain/credit-code.ts'
import { isResidentNumber } from '#domain/resident-number.ts'
import { inventedCard, inventedIdNumber, inventedLicence, inventedRegistration } from './invented-identity.ts'

test('[CK1] invented numbers have a right check character and a county that is not assigned', () => {
  // Worked through by hand from the rule of GB 11643-1999.
  expect(inventedIdNumber('1988-05-14', 217)).toBe('11019919880514217X')
  for (let sequence = 1; sequence < 400; sequence += 37) {
    const number = inventedIdNumber('1990-03-07', sequence)
    expect(isResidentNumber(number)).toBe(true)
    expect(number.startsWith('110199')).toBe(true)
    // ISO 7064 MOD 11-2 over all 18 places leaves 1.
    const sum = [...number].reduce((total, digit, i) => total + (digit === 'X' ? 10 : Number(digit)) * 2 ** (17 - i), 0)
    expect(sum % 11).toBe(1)
  }
})

test('an honest registration says what the card says', () => {
  const card = inventedCard('b')
  const { legalRepresentative } = inventedRegistration(card)
  expect(legalRepresentative).toMatchObject({ name: card.name, idNumber: card.idNumber, idValidTo: card.validTo })
})

test('[CK2] the invented licence has a code that checks and says what is on file', () => {
  const card = inventedCard('a')
  const [licence, registration] = [inventedLicence(card), inventedRegistration(card)]
  expect(creditCodeChecks(licence.creditCode)).toBe(true)
  expect(licence).toMatchObject({
    creditCode: registration.creditCode,
    name: registration.companyName,
    legalRepresentative: registration.legalRepresentative.name,
    term: { from: registration.licence?.validFrom, to: registration.licence?.validTo },
    address: registration.address,
    scope: registration.licence?.scope,
  })
})
