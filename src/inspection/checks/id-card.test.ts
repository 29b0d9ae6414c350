import { describe, expect, test } from 'vitest'
import { back, contextOf, evidenceOf, field, front, holder, look, step } from '#test/inspection/hand-made-evidence.ts'
import type { CardLook } from './card-reads.ts'
import { consensus } from './card-reads.ts'
import { idCardBirthAndSex } from './id-card-birth-and-sex.ts'
import { idCardFound } from './id-card-found.ts'
import { idCardName } from './id-card-name.ts'
import { idCardNumber } from './id-card-number.ts'
import { idCardNumberChecksum } from './id-card-number-checksum.ts'
import { idCardSidesAgree } from './id-card-sides-agree.ts'
import { idCardValidity } from './id-card-validity.ts'

const answer = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason ?? ''}`.trim()
const searched = (atMs: number, textLines: number, meanLuma = 120) =>
  look(atMs, { textLines, meanLuma, lookedFor: { faces: false, likeness: false, card: true } })

describe('[CK1] voting over several pictures', () => {
  const looks = (...numbers: string[]) => numbers.map((number, i) => front(i * 300, { number })) as CardLook[]

  test('[CK1] the reading most pictures agree on wins, and the others are kept', () => {
    const read = consensus(looks(holder.number, holder.number, '110199199402220616'), 'number')
    expect(read).toMatchObject({ text: holder.number, votes: 2, reads: 3 })
    expect(read?.others).toEqual(new Map([['110199199402220616', 1]]))
  })

  test('[CK1] a less certain reading weighs less', () => {
    const unsure = field('110199199402220616', 0.4)
    const read = consensus(
      [front(0, { number: unsure }), front(1, { number: unsure }), front(2)] as CardLook[],
      'number',
    )
    expect(read?.text).toBe(holder.number)
  })

  test('[CK1] a text nobody read as a whole is never made up', () => {
    const read = consensus(looks('110199199402220616', '110199199402221676', '110199199402220671'), 'number')
    expect(['110199199402220616', '110199199402221676', '110199199402220671']).toContain(read?.text)
  })

  test('[CK1] nothing read is no consensus', () => {
    expect(consensus([front(0, { number: undefined })] as CardLook[], 'number')).toBeNull()
  })
})

describe('[CK1] id-card.found', () => {
  const steps = [step('id-front', 0, 5000), step('id-back', 5000, 10_000)]

  test('[CK1] both sides read in two pictures each pass, with the outline marked', () => {
    const finding = idCardFound(evidenceOf([front(100), front(400), back(6000), back(6300)], { steps }), contextOf())
    expect(finding).toMatchObject({ outcome: 'pass', value: 2, limit: 2 })
    expect(finding.proofFrames.map(({ marks }) => marks[0]?.label)).toEqual(['front', 'back'])
  })

  test('[CP2] where only the front is asked for, the front is enough', () => {
    const finding = idCardFound(evidenceOf([front(100), front(400)], { steps: steps.slice(0, 1) }), contextOf())
    expect(finding).toMatchObject({ outcome: 'pass', value: 1, limit: 1 })
    const nowhere = evidenceOf([searched(500, 0), searched(1000, 0), searched(1500, 0)], { steps: steps.slice(0, 1) })
    expect(answer(idCardFound(nowhere, contextOf()))).toBe('fail card-not-found')
  })

  test('[CK1] a back that was clearly not shown fails, an unreadable one is for a person', () => {
    const fronts = [front(100), front(400)]
    const empty = evidenceOf([...fronts, searched(6000, 0), searched(6500, 1), searched(7000, 0)], { steps })
    expect(answer(idCardFound(empty, contextOf()))).toBe('fail card-not-found')
    const blurred = evidenceOf([...fronts, searched(6000, 7), searched(6500, 9), searched(7000, 8)], { steps })
    expect(answer(idCardFound(blurred, contextOf()))).toBe('unsure card-unreadable')
    const dark = evidenceOf([...fronts, searched(6000, 0, 20), searched(6500, 0, 20), searched(7000, 0, 20)], { steps })
    expect(answer(idCardFound(dark, contextOf()))).toBe('unsure too-dark')
  })

  test('[CK1] a card too far away is said to be too small, and never passes', () => {
    const far = [0, 300].map((atMs) => front(atMs, {}, { widthPx: 200 }))
    expect(answer(idCardFound(evidenceOf([...far, back(6000), back(6300)], { steps }), contextOf()))).toBe(
      'unsure card-too-small',
    )
  })

  test('[CK1] without a plan, nothing found is no proof that nothing was shown', () => {
    const evidence = evidenceOf([searched(0, 0), searched(1000, 0), searched(2000, 0)], { stepsKnown: false })
    expect(answer(idCardFound(evidence, contextOf()))).toBe('unsure no-evidence')
  })
})

describe('[CK1] id-card.name', () => {
  test('[CK1] the registered name, read twice, passes with value, limit and the field marked', () => {
    const finding = idCardName(evidenceOf([front(0), front(300)]), contextOf())
    expect(finding).toMatchObject({ outcome: 'pass', reason: null, limit: 0.9, unit: 'score' })
    expect(finding.fields).toEqual([
      { field: 'name', read: '沈测试', registered: '沈测试', score01: expect.any(Number) },
    ])
    expect(finding.proofFrames[0]?.marks.map(({ label }) => label)).toEqual(['card', 'name'])
  })

  test('[CK1] another person’s name fails', () => {
    const other = { name: '陈试远', number: '110199198701067603' }
    expect(answer(idCardName(evidenceOf([front(0, other), front(300, other)]), contextOf()))).toBe('fail name-differs')
  })

  test('[EL2] a former name is for a person, not a silent failure', () => {
    const finding = idCardName(
      evidenceOf([front(0), front(300)]),
      contextOf({}, { name: '沈宁', formerNames: ['沈测试'] }),
    )
    expect(answer(finding)).toBe('unsure name-differs')
  })

  test('[CK1] one differing character while the number agrees is unsure when the reader had doubts', () => {
    const doubtful = field('沈测式', 0.95, { 2: [['试', 0.04]] })
    const looks = [0, 300, 600].map((atMs) => front(atMs, { name: doubtful }))
    expect(answer(idCardName(evidenceOf(looks), contextOf()))).toBe('unsure name-differs')
  })

  test('[CK1] one differing character, clearly read three times, fails', () => {
    const looks = [0, 300, 600].map((atMs) => front(atMs, { name: field('沈测宁', 0.995) }))
    expect(answer(idCardName(evidenceOf(looks), contextOf()))).toBe('fail name-differs')
  })

  test('[CK1] a name with a character the reader may not know is never failed by reading', () => {
    const looks = [0, 300, 600].map((atMs) => front(atMs, { name: field('沈测', 0.995) }))
    expect(answer(idCardName(evidenceOf(looks), contextOf({}, { name: '沈𬀩' })))).toBe('unsure name-differs')
  })

  test('[CK1] a low certainty is unsure, and so is a name that was not read', () => {
    const weak = field('陈试远', 0.6)
    expect(answer(idCardName(evidenceOf([front(0, { name: weak }), front(300, { name: weak })]), contextOf()))).toBe(
      'unsure card-unreadable',
    )
    expect(answer(idCardName(evidenceOf([front(0, { name: undefined })]), contextOf()))).toBe('unsure card-unreadable')
    expect(answer(idCardName(evidenceOf([]), contextOf()))).toBe('unsure no-evidence')
  })
})

describe('[CK1] id-card.number', () => {
  const other = '110199198701067603'

  test('[CK1] the registered number passes even when read once', () => {
    expect(idCardNumber(evidenceOf([front(0)]), contextOf()).outcome).toBe('pass')
  })

  test('[CK1] another number that checks fails; one that does not check is a misreading until a person looked', () => {
    const read = (number: string) =>
      idCardNumber(evidenceOf([front(0, { number }), front(300, { number })]), contextOf())
    expect(answer(read(other))).toBe('fail number-differs')
    expect(answer(read('110199199402220616'))).toBe('unsure card-unreadable')
  })

  test('[CK1] one reading is not enough to fail', () => {
    expect(answer(idCardNumber(evidenceOf([front(0, { number: other })]), contextOf()))).toBe('unsure card-unreadable')
  })

  test('[CK1] a second card shown among readings of the first fails', () => {
    const looks = [front(0), front(300), front(600), front(900, { number: other }), front(1200, { number: other })]
    const finding = idCardNumber(evidenceOf(looks), contextOf())
    expect(answer(finding)).toBe('fail number-differs')
    expect(finding.fields[0]?.read).toBe(other)
  })
})

describe('[CK1] id-card.number-checksum', () => {
  const judged = (number: string, times: number, registered: string = holder.number) =>
    answer(
      idCardNumberChecksum(
        evidenceOf(Array.from({ length: times }, (_, i) => front(i * 300, { number }))),
        contextOf({}, { idNumber: registered }),
      ),
    )

  test('[CK1] a right check digit passes, a wrong one read again and again fails', () => {
    expect(judged(holder.number, 2)).toBe('pass')
    expect(judged('110199198701067604', 3)).toBe('fail card-number-invalid')
  })

  test('[CK1] a wrong one that is nearly the registered number, or was read too seldom, is unsure', () => {
    expect(judged('110199199402220616', 3)).toBe('unsure card-unreadable')
    expect(judged('110199198701067604', 2)).toBe('unsure card-unreadable')
  })
})

describe('[CK1] id-card.birth-and-sex', () => {
  test('[CK1] print and number agree', () => {
    expect(idCardBirthAndSex(evidenceOf([front(0), front(300)]), contextOf())).toMatchObject({
      outcome: 'pass',
      value: 2,
    })
  })

  test('[CK1] a birth date other than the number’s fails when read twice, once is unsure', () => {
    const wrong = { birth: '1984-02-22' }
    expect(answer(idCardBirthAndSex(evidenceOf([front(0, wrong), front(300, wrong)]), contextOf()))).toBe(
      'fail card-number-invalid',
    )
    expect(answer(idCardBirthAndSex(evidenceOf([front(0, wrong)]), contextOf()))).toBe('unsure card-unreadable')
  })

  test('[CK1] a number that does not check says nothing about birth and sex', () => {
    const misread = { number: '110199199402220616' }
    expect(answer(idCardBirthAndSex(evidenceOf([front(0, misread), front(300, misread)]), contextOf()))).toBe(
      'unsure card-unreadable',
    )
  })
})

describe('[EL3] id-card.validity', () => {
  const judged = (validity: string, whenFewer = 'refuse') =>
    idCardValidity(
      evidenceOf([back(0, validity), back(300, validity)]),
      contextOf({ 'id-card.validity': { grade: 'gate', limits: { whenFewer } } }),
    )

  test('[EL3] in date with more than six months left passes; without end passes', () => {
    expect(judged('2023-06-02/2043-06-02')).toMatchObject({ outcome: 'pass', unit: 'days', limit: 183 })
    expect(judged('2023-06-02/')).toMatchObject({ outcome: 'pass', value: null })
  })

  test('[EL3] expired fails and says by how many days', () => {
    expect(judged('2009-05-06/2019-05-06')).toMatchObject({ outcome: 'fail', reason: 'card-expired', value: -2756 })
  })

  test('[EL3] fewer than six months left is refused or goes to a person, as the program says', () => {
    expect(answer(judged('2017-03-01/2027-03-01'))).toBe('fail card-expires-soon')
    expect(answer(judged('2017-03-01/2027-03-01', 'warn'))).toBe('unsure card-expires-soon')
  })

  test('[EL3] a term no office issues, and one read only once, are for a person', () => {
    expect(answer(judged('2023-06-02/2048-06-02'))).toBe('unsure card-unreadable')
    expect(answer(idCardValidity(evidenceOf([back(0)]), contextOf()))).toBe('unsure card-unreadable')
  })
})

describe('[CK1] id-card.sides-agree', () => {
  const judged = (validity: string, number: string = holder.number) =>
    answer(
      idCardSidesAgree(
        evidenceOf([front(0, { number }), front(300, { number }), back(6000, validity), back(6300, validity)]),
        contextOf(),
      ),
    )

  test('[CK1] the term fits the holder’s age at issue, a year of grace on either side of a birthday', () => {
    expect(judged('2023-06-02/2043-06-02')).toBe('pass')
    expect(judged('2019-12-01/2039-12-01')).toBe('pass')
    expect(judged('2015-06-02/2025-06-02')).toBe('pass')
  })

  test('[CK1] another person’s back is told by a term the holder was never given', () => {
    expect(judged('2023-06-02/')).toBe('fail card-sides-disagree')
    expect(judged('2023-06-02/2028-06-02')).toBe('fail card-sides-disagree')
  })

  test('[CK1] one side alone agrees with nothing', () => {
    expect(answer(idCardSidesAgree(evidenceOf([front(0), front(300)]), contextOf()))).toBe('unsure no-evidence')
  })
})

test('[CK11] every card check says so when a model is missing or nothing could be read', () => {
  const checks = [
    idCardFound,
    idCardName,
    idCardNumber,
    idCardNumberChecksum,
    idCardBirthAndSex,
    idCardValidity,
    idCardSidesAgree,
  ]
  for (const check of checks) {
    expect(answer(check(evidenceOf([front(0), back(1)], { missingModels: ['text-detect'] }), contextOf()))).toBe(
      'unsure model-missing',
    )
    expect(answer(check(evidenceOf([], { unreadable: true }), contextOf()))).toBe('unsure recording-unreadable')
  }
})
