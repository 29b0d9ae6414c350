import { describe, expect, test } from 'vitest'
import { issuerInAddress01 } from '#domain/card-places.ts'
import { isPrintedEthnicity } from '#domain/ethnicities.ts'
import { household as address, back, contextOf, evidenceOf, field, front } from '#test/inspection/hand-made-evidence.ts'
import type { FrameLook } from '../evidence.ts'
import type { CheckContext } from './check.ts'
import { idCardAddress } from './id-card-address.ts'
import { idCardEthnicity } from './id-card-ethnicity.ts'
import { idCardIssuer } from './id-card-issuer.ts'

const answer = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason ?? ''}`.trim()
const twice = (changes: Parameters<typeof front>[1]) => [front(0, changes), front(300, changes)]
const backWith = (issuer: string): FrameLook => {
  const look = back(6000)
  if (look.card) look.card.fields.issuer = field(issuer)
  return look
}
const registeredAs = (kind: 'company' | 'sole-trader', onFile: string): CheckContext => {
  const context = contextOf()
  return { ...context, registration: { ...context.registration, kind, address: onFile } }
}

describe('[CK1] id-card.ethnicity', () => {
  test('[CK1] a group that cards name passes, anything else is for a person', () => {
    const finding = idCardEthnicity(evidenceOf(twice({ ethnicity: '壮' })), contextOf())
    expect(finding).toMatchObject({ outcome: 'pass', value: 1 })
    expect(finding.fields).toEqual([{ field: 'ethnicity', read: '壮', registered: null, score01: expect.any(Number) }])
    expect(answer(idCardEthnicity(evidenceOf(twice({ ethnicity: '汉三' })), contextOf()))).toBe(
      'unsure card-unreadable',
    )
    expect(answer(idCardEthnicity(evidenceOf(twice({ ethnicity: undefined })), contextOf()))).toBe(
      'unsure card-unreadable',
    )
    expect(answer(idCardEthnicity(evidenceOf([]), contextOf()))).toBe('unsure no-evidence')
  })

  test('[CK1] the list has the 56 groups and the two other words', () => {
    expect(['汉', '维吾尔', '基诺', '穿青人', '其他'].every(isPrintedEthnicity)).toBe(true)
    expect(['样', '汉汉', ''].some(isPrintedEthnicity)).toBe(false)
  })
})

describe('[CK1] id-card.address', () => {
  test('[CK1] a company’s place of business is not compared with a household', () => {
    const finding = idCardAddress(evidenceOf(twice({ address })), registeredAs('company', '别的地方1号'))
    expect(finding).toMatchObject({ outcome: 'not-applicable', reason: null })
    expect(finding.fields[0]).toMatchObject({ field: 'address', read: address, registered: null })
  })

  test('[CK1] a person’s is: a misread character passes, another address is for a reviewer and never fails', () => {
    const sole = (onFile: string) => idCardAddress(evidenceOf(twice({ address })), registeredAs('sole-trader', onFile))
    expect(answer(sole(address.replace('虚', '虑')))).toBe('pass')
    expect(answer(sole('示例省别的市甲区乙路7号'))).toBe('unsure address-differs')
    expect(sole('')).toMatchObject({ outcome: 'not-applicable' })
  })
})

describe('[CK1] id-card.issuer', () => {
  const judged = (issuer: string) => idCardIssuer(evidenceOf([...twice({ address }), backWith(issuer)]), contextOf())

  test('[CK1] an office of the address’s place passes, another place is for a reviewer', () => {
    expect(judged('样本市公安局测试分局')).toMatchObject({ outcome: 'pass', value: 1 })
    expect(answer(judged('别的市公安局'))).toBe('unsure issuer-differs')
    expect(answer(idCardIssuer(evidenceOf(twice({ address })), contextOf()))).toBe('unsure no-evidence')
  })

  test('[CK1] districts are found without their last character, offices without a place say nothing', () => {
    expect(issuerInAddress01('北京市公安局西城分局', '北京市西城区某街1号')).toBe(1)
    expect(issuerInAddress01('南山县公安局', '北京市西城区某街1号')).toBe(0)
    expect(issuerInAddress01('公安局', '北京市')).toBeNull()
  })
})
