import type { Registration } from '#domain/registration.ts'

/** What an identity card says about its holder. Dates are ISO `YYYY-MM-DD`. */
export type CardFields = {
  name: string
  sex: '男' | '女'
  ethnicity: string
  birth: string
  address: string
  idNumber: string
  issuer: string
  validFrom: string
  /** null is a card without end (长期). */
  validTo: string | null
}

/** The two men of the footage. */
export type PersonId = 'a' | 'b'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of a citizen number's first 17 digits. Source: GB 11643-1999, ISO 7064 MOD 11-2. */
const citizenCheck = (first17: string): string => {
  const sum = [...first17].reduce((total, digit, i) => total + Number(digit) * weights[i]!, 0)
  return '10X98765432'[sum % 11]!
}

/**
 * A number that is rightly built and belongs to nobody: county 110199 is not assigned. Odd sequence numbers are men.
 */
export const inventedIdNumber = (birth: string, sequence: number): string => {
  const first17 = `110199${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return first17 + citizenCheck(first17)
}

const birthOf: Record<PersonId, string> = { a: '1988-05-14', b: '1979-11-02' }

const holders: Record<PersonId, CardFields> = {
  a: {
    name: '李样本',
    sex: '男',
    ethnicity: '汉',
    birth: birthOf.a,
    address: '示例省样本市测试区虚构路128号6幢302室',
    idNumber: inventedIdNumber(birthOf.a, 217),
    issuer: '样本市公安局测试分局',
    validFrom: '2020-03-18',
    validTo: '2040-03-18',
  },
  b: {
    name: '王示例',
    sex: '男',
    ethnicity: '汉',
    birth: birthOf.b,
    address: '示例省测试市样本区虚构大道57号3幢1101室',
    idNumber: inventedIdNumber(birthOf.b, 139),
    issuer: '测试市公安局样本分局',
    validFrom: '2019-08-06',
    validTo: '2039-08-06',
  },
}

/** The card of one of the two men; `changes` makes an expired card, another number and so on. */
export const inventedCard = (person: PersonId, changes: Partial<CardFields> = {}): CardFields => ({
  ...holders[person],
  ...changes,
})

/** What a business licence (营业执照) says. Dates are ISO `YYYY-MM-DD`. */
export type LicenceFields = {
  creditCode: string
  name: string
  type: string
  legalRepresentative: string
  capital: string
  founded: string
  /** `to: null` is 长期; newer licences print no term at all. */
  term: { from: string; to: string | null } | 'not-printed'
  address: string
  scope: string
  issuer: string
  issuedOn: string
  /** 副本, the duplicate that companies are given beside the original sheet (正本). */
  duplicate: boolean
  sealed: boolean
}

/** A small company that does not exist; its code is rightly built and of county 110199, which is not assigned. */
const company = {
  companyName: '样本市木棉样例贸易有限公司',
  creditCode: '91110199MA00TEXT02',
  licence: { validFrom: '2019-01-12', validTo: null, scope: '日用百货销售；货物进出口。' },
  address: '示例省样本市测试区虚构大道37号样本大厦8层104室',
} as const

/** The licence of the company that the holder of a card is registered with. */
export const inventedLicence = (card: CardFields, changes: Partial<LicenceFields> = {}): LicenceFields => ({
  creditCode: company.creditCode,
  name: company.companyName,
  type: '有限责任公司(自然人独资)',
  legalRepresentative: card.name,
  capital: '壹佰万元整',
  founded: company.licence.validFrom,
  term: { from: company.licence.validFrom, to: company.licence.validTo },
  address: company.address,
  scope: company.licence.scope,
  issuer: '样本市测试区市场监督管理局',
  issuedOn: '2020-01-12',
  duplicate: false,
  sealed: true,
  ...changes,
})

/** What the marketplace has on file for the holder of a card: a small company that does not exist. */
export const inventedRegistration = (card: CardFields, changes: Partial<Registration> = {}): Registration => ({
  sellerId: `seller-${card.idNumber.slice(-4).toLowerCase()}`,
  site: 'ES',
  kind: 'company',
  companyName: company.companyName,
  creditCode: company.creditCode,
  licence: { ...company.licence },
  legalRepresentative: {
    name: card.name,
    formerNames: [],
    idNumber: card.idNumber,
    idValidTo: card.validTo,
  },
  signatories: [],
  phone: '+8613800000000',
  phoneRealNameLevel: 2,
  email: 'seller@example.test',
  language: 'zh',
  mainCategory: 'general',
  categories: ['general'],
  address: company.address,
  bankAccountHash: null,
  ids: {},
  ...changes,
})
