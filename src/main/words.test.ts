import { describe, expect, test } from 'vitest'
import type { NoticeFacts } from '#app/ports/words.ts'
import { readingLanguages } from '#domain/language.ts'
import { openWords } from './words.ts'

const words = await openWords()
const atMs = Date.UTC(2026, 10, 24, 7, 5)
const bangkok = 'Asia/Bangkok'

const facts = (language: string, kind: string): NoticeFacts => ({
  kind,
  variant: null,
  banReason: null,
  fromSite: 'th',
  because: ['one', 'two'],
  marketplace: 'Lazada',
  legalBasis: '5.2',
  shopName: 'LZ-1',
  caseUrl: 'https://shop.example/s/case',
  checkUrl: 'https://shop.example/check?id=1',
  deadline: words.instant(language, atMs, bangkok),
  lockedUntil: words.instant(language, atMs, bangkok),
  reviewDue: words.instant(language, atMs, bangkok),
  call: words.callTime(language, atMs, { seller: bangkok, site: 'Asia/Jakarta' }),
  heldUntil: words.instant(language, atMs, bangkok),
  meetingId: '12345678',
  documents: ['identity-card', 'licence'],
  reasons: ['card-glare', 'too-dark'],
  capabilities: ['orders', 'funds'],
  opening: kind === 'case-opened' ? { byCall: true, isOverdue: false, goesWithDeadline: [] } : null,
})

const kinds = ['case-opened', 'attempt-failed', 'offline-refused', 'in-review', 'passed', 'deadline-missed']
const ofCalls = ['account-locked', 'call-booked', 'call-moved', 'call-cancelled', 'call-reminder', 'call-missed']
const ofWaiting = ['call-offered', 'call-offer-over']

const foreign = readingLanguages.filter((language) => language !== 'en')

describe.each(foreign)('a mail in %s', (language) => {
  test.each([...kinds, ...ofCalls, ...ofWaiting])('[BK3] [NO5] has no English left in it: %s', (kind) => {
    const { subject, text, html } = words.mail(language, facts(language, kind))
    for (const part of [subject, text, html.replace(/<style[\s\S]*?<\/style>|<[^>]*>/g, ' ')])
      expect(part).not.toMatch(/\b(the|you|your|and|with|this|from|free|until|verification)\b/i)
    expect(text).toContain('https://shop.example/check?id=1')
    expect(html).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : language}">`)
  })

  test('[NO2] its times count hours to 24 and no Buddhist years', () => {
    const { call } = facts(language, 'call-booked')
    expect(call).toMatch(/14[:.]05/)
    expect(call).not.toMatch(/2569|[๐-๙]/)
    // Both zones are seven hours ahead: one clock is enough.
    expect(call?.match(/14[:.]05/g)).toHaveLength(1)
  })
})

test('[DV6] a text message with a code is one message in every language', () => {
  for (const language of readingLanguages) {
    const text = words.phoneCode(language, { code: '123456', marketplace: 'AliExpress', minutes: 10 })
    expect(text).toContain('123456')
    // GSM 03.38 packs 160 characters into a message; whatever needs others goes as UCS-2, of which 70 fit.
    const isPlain = /^[\x20-\x5f\x61-\x7e]*$/.test(text)
    expect({ language, length: text.length, fits: text.length <= (isPlain ? 160 : 70) }).toMatchObject({ fits: true })
  }
})

test('an unknown language is told in English', () => {
  expect(words.notice('fr', facts('fr', 'passed'))).toEqual(words.notice('en', facts('en', 'passed')))
})

describe('[NO1] the notice of opening says what is true of its program', () => {
  const told = (opening: NoticeFacts['opening'], capabilities: string[] = [], variant: string | null = null) =>
    words.notice('en', { ...facts('en', 'case-opened'), opening, capabilities, variant }).body
  const alone = { byCall: false, isOverdue: false, goesWithDeadline: ['product_listing', 'withdrawal'] }

  test('alone before the camera: how long it takes, and what goes with the deadline', () => {
    for (const variant of [null, 'signals']) {
      const body = told(alone, [], variant)
      expect(body).toContain('It takes 3 to 5 minutes. Please finish by Tue 24 Nov, 14:05 (Indochina Time); after that')
      expect(body).toContain('paused until you pass: New listings and Withdrawals.')
    }
  })

  test('by call: no minutes are promised, and what is gone at once is named', () => {
    const body = told({ byCall: true, isOverdue: false, goesWithDeadline: [] }, ['orders'])
    expect(body).toContain('It is a video call with a person, at a time you choose. Please finish by')
    expect(body).toContain('Until you pass, these are paused: Orders.')
    expect(body).not.toMatch(/minutes|after that/)
  })

  test('a deadline that is over is not asked for', () => {
    expect(told({ ...alone, isOverdue: true }, ['withdrawal'])).toMatch(
      /It was due by .*, so these are paused until you pass: Withdrawals\. You can do it now\./,
    )
    expect(told({ ...alone, isOverdue: true })).not.toContain('Please finish')
  })

  test('every way of saying it exists in every language, with nothing left to fill in', () => {
    for (const language of readingLanguages)
      for (const byCall of [true, false])
        for (const isOverdue of [true, false])
          for (const goesWithDeadline of [[], ['orders']])
            for (const capabilities of [[], ['funds']]) {
              const opening = { byCall, isOverdue, goesWithDeadline }
              const { body } = words.notice(language, { ...facts(language, 'case-opened'), opening, capabilities })
              expect(body).not.toMatch(/opening-|\{\{/)
            }
  })
})
