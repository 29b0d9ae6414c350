import { describe, expect, test } from 'vitest'
import type { InspectionSettings } from '#domain/inspection-settings.ts'
import type { Registration } from '#domain/registration.ts'
import { contextOf, evidenceOf, field, print, step } from '#test/inspection/hand-made-evidence.ts'
import { companyOnFile, type LicenceChanges, licence, noLicence, sealQuad } from '#test/inspection/hand-made-licence.ts'
import type { FrameLook, LicenceRead, RunEvidence } from '../evidence.ts'
import type { Check, CheckContext } from './check.ts'
import { licenceCreditCode } from './licence-credit-code.ts'
import { licenceFields } from './licence-fields.ts'
import { licenceFound } from './licence-found.ts'
import { licenceOriginal } from './licence-original.ts'
import { licenceSeal } from './licence-seal.ts'
import { licenceValidity } from './licence-validity.ts'

const answer = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason ?? ''}`.trim()
const context = (changes: Partial<Registration> = {}, checks: InspectionSettings['checks'] = {}): CheckContext => {
  const plain = contextOf(checks)
  return { ...plain, registration: { ...plain.registration, ...companyOnFile, ...changes } }
}
const asked = { steps: [step('licence', 0, 10_000)] }
const seen = (looks: FrameLook[], members: Partial<RunEvidence> = {}) => evidenceOf(looks, { ...asked, ...members })
const twice = (changes: LicenceChanges = {}, read: Partial<LicenceRead> = {}, frame: Partial<FrameLook> = {}) =>
  [0, 600].map((atMs) => licence(atMs, changes, read, frame))
const judged = (check: Check, looks: FrameLook[], registration: Partial<Registration> = {}) =>
  answer(check(seen(looks), context(registration)))
const every = { licenceFound, licenceSeal, licenceOriginal, licenceCreditCode, licenceFields, licenceValidity }

test('[CK2] [CK11] a licence read twice, whole and in agreement, passes every check with a proof frame', () => {
  for (const check of Object.values(every)) {
    const finding = check(seen(twice()), context())
    expect([finding.check, answer(finding)]).toEqual([finding.check, 'pass'])
    expect(finding.proofFrames[0]?.marks[0]?.label).toBe('licence')
    expect(finding.stepId).toBe('licence')
  }
})

test('[CK2] [CK11] nothing read passes nothing, a missing model is named', () => {
  for (const check of Object.values(every)) {
    expect(answer(check(seen([]), context()))).toBe('unsure no-evidence')
    expect(answer(check(seen(twice(), { missingModels: ['text-detect'] }), context()))).toBe('unsure model-missing')
  }
})

test('[CP3] [CK2] an individual who was asked for no licence needs none; one who shows it is judged', () => {
  const individual = context({ kind: 'individual' })
  for (const check of Object.values(every)) {
    expect(check(evidenceOf([]), individual).outcome).toBe('not-applicable')
    expect(check(evidenceOf(twice()), individual).outcome).toBe('pass')
  }
})

describe('[CK2] licence.found', () => {
  test('[CK2] a step without print fails, one that was dark or is still going on does not', () => {
    const empty = [0, 600, 1200].map((atMs) => noLicence(atMs))
    expect(judged(licenceFound, empty)).toBe('fail licence-not-found')
    expect(answer(licenceFound(seen(empty, { growing: true }), context()))).toBe('unsure licence-not-found')
    expect(
      judged(
        licenceFound,
        [0, 600, 1200].map((atMs) => noLicence(atMs, { meanLuma: 20 })),
      ),
    ).toBe('unsure too-dark')
    expect(answer(licenceFound(evidenceOf(empty, { stepsKnown: false }), context()))).toBe('unsure no-evidence')
  })

  test('[CK2] [CP2] what is not whole, too far away, blurred or cut is named as that', () => {
    expect(judged(licenceFound, twice({}, { parts: ['title', 'code', 'left-column'] }))).toBe(
      'unsure licence-unreadable',
    )
    expect(judged(licenceFound, twice({}, { widthPx: 500 }))).toBe('unsure licence-too-small')
    expect(judged(licenceFound, twice({}, {}, { print: print({ cutLines: 6 }) }))).toBe('unsure licence-cut')
    const blurred = { textLines: 25, print: print({ sharp01: 0.4 }) }
    expect(judged(licenceFound, [noLicence(0, blurred), noLicence(600, blurred)])).toBe('unsure licence-blurred')
  })
})

describe('[CK2] licence.seal', () => {
  const ring = (ring01: number) => ({ seal: { ring01, quad: sealQuad } })

  test('[CK2] hardly any of a circle on a whole sheet fails, a part of one is for a person', () => {
    expect(judged(licenceSeal, twice({}, ring(0.2)))).toBe('fail licence-seal-not-seen')
    expect(judged(licenceSeal, twice({}, { seal: null }))).toBe('fail licence-seal-not-seen')
    expect(judged(licenceSeal, twice({}, ring(0.6)))).toBe('unsure licence-seal-not-seen')
  })

  test('[CK2] a seal that may be out of the picture, or that a camera without colours cannot show, never fails', () => {
    expect(judged(licenceSeal, twice({}, ring(0.2), { print: print({ cutLines: 1 }) }))).toMatch(/^unsure/)
    expect(judged(licenceSeal, twice({}, { ...ring(0), copy: { ...grey, surroundColour: 0.01 } }))).toMatch(/^unsure/)
    expect(judged(licenceSeal, [...twice({}, ring(0.2)), licence(1200)])).toMatch(/^unsure/)
  })
})

const grey = { ripple01: 0, rippleLevels: 0.8, darkSides: 0, colour: 0, surroundColour: 0.05 }

describe('[CK2] licence.original', () => {
  const copy = (signs: Partial<LicenceRead['copy']>) => ({
    copy: { ...grey, colour: 0.08, ...signs },
  })

  test('[CK2] a grid with a border is a screen, a sheet without colour a copy', () => {
    expect(judged(licenceOriginal, twice({}, copy({ ripple01: 0.9, rippleLevels: 9, darkSides: 2 })))).toBe(
      'fail licence-not-original',
    )
    expect(judged(licenceOriginal, twice({}, copy({ colour: 0.002 })))).toBe('fail licence-not-original')
  })

  test('[CK2] one sign of a screen, or no colours anywhere, is for a person', () => {
    expect(judged(licenceOriginal, twice({}, copy({ ripple01: 0.9, rippleLevels: 9 })))).toBe(
      'unsure licence-not-original',
    )
    expect(judged(licenceOriginal, twice({}, copy({ colour: 0.002, surroundColour: 0.01 })))).toBe(
      'unsure licence-unreadable',
    )
  })

  test('[CK2] the duplicate goes to a person or is refused, as the program says', () => {
    const duplicates = twice({}, { duplicate: sealQuad })
    expect(judged(licenceOriginal, duplicates)).toBe('unsure licence-duplicate')
    const strict = context({}, { 'licence.original': { grade: 'gate', limits: { whenDuplicate: 'refuse' } } })
    expect(answer(licenceOriginal(seen(duplicates), strict))).toBe('fail licence-duplicate')
  })
})

describe('[CK2] licence.credit-code', () => {
  const another = '91110199MAMXR3Q91W'

  test('[CK2] another code that checks fails, one reading of it is not enough', () => {
    expect(judged(licenceCreditCode, twice({ creditCode: another }))).toBe('fail licence-code-differs')
    expect(judged(licenceCreditCode, [licence(0, { creditCode: another })])).toBe('unsure licence-unreadable')
  })

  test('[CK2] a code that does not check fails unless it is nearly the registered one', () => {
    expect(judged(licenceCreditCode, twice({ creditCode: '91110199MAMXR3Q91X' }))).toBe('fail licence-code-invalid')
    expect(judged(licenceCreditCode, twice({ creditCode: '91110199MA00TEXT03' }))).toBe('unsure licence-unreadable')
  })

  test('[CK2] without a code on file there is nothing to compare with', () => {
    expect(judged(licenceCreditCode, twice(), { creditCode: null })).toBe('unsure licence-not-registered')
  })
})

describe('[CK2] licence.fields', () => {
  test('[EL2] another company and another representative fail, and the fields say which', () => {
    const renamed = licenceFields(seen(twice({ companyName: '测试市远岫样例网络科技有限公司' })), context())
    expect(answer(renamed)).toBe('fail licence-name-differs')
    expect(renamed.fields[0]).toMatchObject({
      field: 'companyName',
      read: '测试市远岫样例网络科技有限公司',
      registered: companyOnFile.companyName,
    })
    expect(renamed).toMatchObject({ value: 3, limit: 4, unit: 'count' })
    expect(judged(licenceFields, twice({ representative: '王五' }))).toBe('fail licence-representative-differs')
  })

  test('[CK2] another character, a name cut short and a weak reading are for a person', () => {
    const otherCharacter = '样本市木绵样例贸易有限公司'
    expect(judged(licenceFields, twice({ companyName: otherCharacter }))).toBe('unsure licence-name-differs')
    const oneLess = { companyName: '样本市木样例贸易有限公司', creditCode: '91110199MAMXR3Q91W' }
    expect(judged(licenceFields, twice(oneLess))).toBe('unsure licence-name-differs')
    expect(judged(licenceFields, twice({ representative: '沈测' }))).toBe('unsure licence-representative-differs')
    expect(judged(licenceFields, twice({ companyName: field('另一家完全不同的有限公司', 0.6) }))).toMatch(/^unsure/)
    expect(judged(licenceFields, twice({ companyName: undefined }))).toBe('unsure licence-unreadable')
  })

  test('[CK2] a character that the reader does not know is no difference under the registered code', () => {
    expect(judged(licenceFields, twice({ companyName: '样本市木样例贸易有限公司' }))).toBe('pass')
  })

  test('[CK2] punctuation is no difference; another address or scope never fails', () => {
    const finding = licenceFields(seen(twice()), context())
    expect(finding.fields.find((one) => one.field === 'scope')?.read).toBe(companyOnFile.licence.scope)
    expect(judged(licenceFields, twice({ address: '别的省别的市别的路1号' }))).toBe('unsure licence-details-differ')
    expect(judged(licenceFields, twice({ scope: '食品销售' }))).toBe('unsure licence-details-differ')
  })

  test('[CK2] what nobody has on file is shown and not compared', () => {
    expect(judged(licenceFields, twice(), { address: '', licence: null })).toBe('pass')
    expect(judged(licenceFields, twice(), { companyName: null })).toBe('unsure licence-not-registered')
  })
})

describe('[EL4] licence.validity', () => {
  const until = (validTo: string | null) => ({ licence: { ...companyOnFile.licence, validTo } })
  const ending = (to: string, whenFewer = 'refuse') =>
    licenceValidity(
      seen(twice({ term: `2006-01-12/${to}` })),
      context(until(to), { 'licence.validity': { grade: 'gate', limits: { whenFewer } } }),
    )

  test('[EL4] expired fails and says by how many days; thirty days left are too few', () => {
    expect(ending('2020-12-31')).toMatchObject({ outcome: 'fail', reason: 'licence-expired', value: -2151, limit: 0 })
    expect(ending('2026-12-21')).toMatchObject({
      outcome: 'fail',
      reason: 'licence-expires-soon',
      value: 30,
      limit: 30,
    })
    expect(answer(ending('2026-12-21', 'warn'))).toBe('unsure licence-expires-soon')
    expect(ending('2026-12-22')).toMatchObject({ outcome: 'pass', value: 31, unit: 'days' })
  })

  test('[EL4] a newer form prints no term: without an end only where its neighbours were read', () => {
    expect(licenceValidity(seen(twice({ term: undefined })), context())).toMatchObject({ outcome: 'pass', value: null })
    expect(judged(licenceValidity, twice({ term: undefined, founded: undefined }))).toBe('unsure licence-unreadable')
    expect(judged(licenceValidity, twice({ term: undefined }), until('2030-01-01'))).toBe('unsure licence-unreadable')
  })

  test('[EL4] a term other than the registered one, read once, or impossible is for a person', () => {
    expect(judged(licenceValidity, twice({ term: '2019-01-12/2039-01-11' }))).toBe('unsure licence-details-differ')
    expect(judged(licenceValidity, [licence(0)])).toBe('unsure licence-unreadable')
    expect(judged(licenceValidity, twice({ term: '2039-01-12/2019-01-11' }))).toBe('unsure licence-unreadable')
  })
})
