import { describe, expect, test } from 'vitest'
import { aRegistration } from '#test/world/a-registration.ts'
import { creditCheckCharacter } from '../credit-code.ts'
import { identityCheckCharacter } from '../identity-number.ts'
import type { Registration } from '../registration.ts'
import { type ContradictionName, sellerFactsOf } from './seller-facts.ts'

const registeredAtMs = Date.UTC(2026, 4, 1)
const creditCode = (first17: string) => `${first17}${creditCheckCharacter(first17)}`
const idNumber = (birth: string) => {
  const first17 = `110101${birth}001`
  return `${first17}${identityCheckCharacter(first17)}`
}
/** A company of the mainland with nothing to object to. */
const company = (changes: Partial<Registration> = {}): Registration =>
  aRegistration({
    creditCode: creditCode('91330100MA0000001'),
    companyName: '示例贸易有限公司 (Sample Trading)',
    legalRepresentative: { name: '张样本', formerNames: [], idNumber: idNumber('19900307'), idValidTo: null },
    ...changes,
  })
const facts = (changes: Partial<Registration> = {}) =>
  sellerFactsOf(company(changes), { differsFromRegister: null, registeredAtMs })
const represented = (number: string): Partial<Registration> => ({
  legalRepresentative: { name: '张样本', formerNames: [], idNumber: number, idValidTo: null },
})

describe('[TR2] what rules know of a registration', () => {
  test('names nobody', () => {
    const registration = company({ signatories: [{ name: '李样本', idNumber: idNumber('19850505') }] })
    const text = JSON.stringify(sellerFactsOf(registration, { differsFromRegister: true, registeredAtMs }))
    const { legalRepresentative, companyName, creditCode: code, phone, email, address } = registration
    const personal = [legalRepresentative.name, legalRepresentative.idNumber, companyName, code, phone, email, address]
    expect(personal.filter((value) => value !== null && text.includes(value))).toEqual([])
    expect(text).not.toContain('李样本')
    expect(JSON.parse(text)).toMatchObject({ site: 'cn', hasCompanyName: true, differsFromRegister: true })
  })

  const contradictions: [ContradictionName, Partial<Registration>][] = [
    [
      'identity-number',
      represented(`${idNumber('19900307').slice(0, 17)}?`.replace('?', idNumber('19900307').endsWith('1') ? '2' : '1')),
    ],
    ['identity-number', represented(idNumber('19900231'))],
    ['signatory-identity-number', { signatories: [{ name: '李样本', idNumber: idNumber('19851350') }] }],
    ['representative-age', represented(idNumber('20100502'))],
    ['representative-age', represented(idNumber('19260430'))],
    ['credit-code', { creditCode: '91330100MA00000011' }],
    ['credit-code', { creditCode: '12345' }],
    ['credit-code-kind', { creditCode: creditCode('92330100MA0000001') }],
    ['company-without-name', { companyName: null }],
    ['company-without-licence', { licence: null }],
    ['sole-trader-without-licence', { kind: 'sole-trader', licence: null }],
    ['individual-with-company', { kind: 'individual' }],
    ['licence-term', { licence: { validFrom: '2020-01-01', validTo: '2019-12-31', scope: '' } }],
    ['licence-term', { licence: { validFrom: '2026-06-01', validTo: null, scope: '' } }],
    ['main-category', { mainCategory: 'beauty' }],
  ]
  test.each(contradictions)('finds %s (%#)', (name, changes) => {
    expect(facts(changes).contradictions).toEqual([name])
  })

  test('finds nothing where nothing contradicts, and does not judge papers it cannot check', () => {
    expect(facts().contradictions).toEqual([])
    expect(facts(represented('H01234567')).contradictions).toEqual([])
    expect(facts({ kind: 'sole-trader', creditCode: creditCode('92330100MA0000001') }).contradictions).toEqual([])
    expect(facts(represented(idNumber('20100501'))).contradictions).toEqual([])
  })

  test('knows a mailbox that anybody can open', () => {
    expect(facts({ email: 'shop@QQ.com' }).personalEmail).toBe(true)
    expect(facts({ email: 'shop@vip.163.com' }).personalEmail).toBe(true)
    expect(facts({ email: 'shop@notqq.com' }).personalEmail).toBe(false)
    expect(facts({ email: 'unreadable' }).personalEmail).toBeNull()
  })

  test('tells a domain that has nothing to do with the business only where it can be told', () => {
    const mismatch = (email: string, changes: Partial<Registration> = {}) =>
      facts({ email, ...changes }).emailDomainMismatch
    expect(mismatch('a@trading.ru')).toBe(true)
    expect(mismatch('a@trading.ru', { site: 'RU' })).toBeNull()
    expect(mismatch('a@example.com.cn')).toBe(false)
    expect(mismatch('a@sample-tools.ru')).toBe(false)
    // A name of the company's own choice, a neighbour, an ending sold to everybody, a public mailbox.
    const silent = ['a@xinghe.com', 'a@trading.hk', 'a@trading.io', 'a@qq.com', 'a@mail.ru']
    expect(silent.map((email) => mismatch(email))).toEqual(silent.map(() => null))
    expect(mismatch('a@trading.ru', { creditCode: null })).toBeNull()
  })
})
