import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendNoticeMail } from '#app/notices/notices.ts'
import { reasonCodes } from '#domain/failure-catalogue.ts'
import { operationsOf } from '#http/public/docs-page.ts'
import { preferredLanguage } from '#http/public/public-routes.ts'
import { type Language, languages } from '#locales/catalogue.ts'
import { tagOf } from '#locales/locale.ts'
import { openCaseOf } from '../world/seller-run.ts'
import { openServerWorld, type ServerWorld } from '../world/server-world.ts'

const free: Record<Language, string> = {
  zh: '验证免费',
  en: 'free of charge',
  th: 'ไม่มีค่าใช้จ่าย',
  id: 'gratis',
  vi: 'miễn phí',
  ms: 'percuma',
}

let world: ServerWorld
beforeAll(async () => {
  world = await openServerWorld()
})
afterAll(() => world.close())

const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await world.nobody.raw('GET', path, { headers })
  const { status } = response
  const text = await response.text()
  return { status, text, headers: response.headers, bytes: Buffer.byteLength(text) }
}

const asked = (id: string) => page(`/check?lang=en&id=${encodeURIComponent(id)}`)
const pages = [
  '/help',
  '/help/problems',
  '/check',
  '/check?id=ntc_0',
  '/docs',
  ...reasonCodes.map((code) => `/help/${code}`),
]

describe('public pages', () => {
  it('[SU2] [SC1] stand in every language without a script, small and with nothing from elsewhere', async () => {
    for (const path of pages)
      for (const language of languages) {
        const { status, text, headers, bytes } = await page(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
        const at = `${path} in ${language}`
        expect(status, at).toBe(200)
        expect(headers.get('content-type'), at).toContain('text/html')
        expect(text, at).toContain(`<html lang="${tagOf(language)}">`)
        expect(text, at).not.toMatch(/<script|javascript:|\son\w+=|<link|<img|undefined|\[object/i)
        expect(headers.get('content-security-policy'), at).toMatch(/^default-src 'none'; style-src 'sha256-/)
        expect(headers.get('content-security-policy'), at).not.toContain('unsafe')
        expect(bytes, at).toBeLessThan(50 * 1024)
        expect(text, at).toContain(free[language])
      }
  })

  it('[BK3] [SU2] have no English left in them in any other language', async () => {
    const codes = new RegExp(reasonCodes.join('|'), 'g')
    for (const language of languages.filter((one) => one !== 'en'))
      for (const path of ['/help', '/check', '/check?id=ntc_0', ...reasonCodes.map((code) => `/help/${code}`)]) {
        const { text } = await page(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
        // The languages of the switch go by their own names, and codes are no words.
        const read = text.replace(/<(style|code|details)[\s\S]*?<\/\1>|<[^>]*>/g, ' ').replace(codes, '')
        expect(read, `${path} in ${language}`).not.toMatch(/\b(the|you|your|and|with|this|from|free|until)\b/i)
      }
  })

  it('the style that the policy lets in is the one on the page', async () => {
    const { text, headers } = await page('/check')
    const css = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? ''
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(css))
    expect(headers.get('content-security-policy')).toContain(`'sha256-${Buffer.from(digest).toString('base64')}'`)
    expect(css).toContain('light-dark(')
  })

  it('follow the browser’s language unless the address says which', async () => {
    const zh = { 'accept-language': 'fr-FR,zh-CN;q=0.8,en;q=0.5' }
    expect((await page('/help', zh)).text).toContain('为什么没有通过')
    expect((await page('/help?lang=en', zh)).text).toContain('Why a verification did not pass')
    expect((await page('/help')).text).toContain('Why a verification did not pass')
    expect((await page('/help', zh)).headers.get('vary')).toContain('accept-language')
    expect(preferredLanguage('en;q=0.2, zh;q=0.9')).toBe('zh')
    expect(preferredLanguage('zh;q=0, de')).toBe('en')
    expect(preferredLanguage('')).toBe('en')
  })

  it('[SU2] a failure code says why and what to do first, and a marketplace’s own code leads there', async () => {
    const { text } = await page('/help/card-glare?lang=en')
    const order = [
      'Why',
      'A reflection',
      'Tilt the card',
      'Take the card out',
      'screenshot',
      'without proxy',
      'private window',
      'Ask support',
    ]
    const places = order.map((words) => text.indexOf(words, text.indexOf('<main')))
    expect(
      places.filter((place) => place === -1),
      order.join(),
    ).toEqual([])
    expect(places).toEqual([...places].sort((a, b) => a - b))
    const original = await page('/help/ver-403?lang=zh')
    expect(original.status).toBe(302)
    expect(original.headers.get('location')).toBe('/help/person-document-mismatch?lang=zh')
    expect((await page('/help/person-document-mismatch')).text).toContain('VER-403')
    const ours = await page('/help/worker-behind?lang=en')
    expect(ours.text).toContain('This is not your fault')
    expect(ours.text).not.toContain('screenshot')
  })

  it('the list leads to every code', async () => {
    const { text } = await page('/help?lang=en')
    for (const code of reasonCodes) expect(text).toContain(`href="/help/${code}?lang=en"`)
  })

  it('an unknown code is not found, and what was asked for is only shown as text', async () => {
    const { status, text } = await page(`/help/${encodeURIComponent('<script>alert(1)</script>')}?lang=en`)
    expect(status).toBe(404)
    expect(text).toContain('There is no such code')
    expect(text).not.toContain('<script')
    expect((await page('/help/constructor')).status).toBe(404)
    expect((await page('/help/a/b')).status).toBe(404)
  })

  it('every refusal’s type leads to its line', async () => {
    const refused = await world.nobody.call<{ type: string; code: string }>('GET', '/v1/cases')
    expect(refused.status).toBe(401)
    const [path = '', anchor] = refused.body.type.split('#')
    expect((await page(path)).text).toContain(`id="${anchor}"`)
  })

  it('the way to integrate lists every operation of the interface', async () => {
    const document = await world.nobody.call<object>('GET', '/openapi.json')
    const operations = operationsOf(document.body)
    expect(operations.length).toBeGreaterThan(10)
    const { text } = await page('/docs')
    for (const { path } of operations) expect(text).toContain(path)
    expect(text).toContain('href="/openapi.json"')
  })
})

describe('[SC1] [NO5] is it genuine?', () => {
  it('shows the one address that links begin with', async () => {
    expect((await page('/check')).text).toContain(`${new URL(world.app.settings.publicUrl).origin}/`)
  })

  it('knows the notice by the link in its mail, says when it was sent and nothing about whom', async () => {
    const { marketplace } = await world.tenant('A marketplace that writes')
    const caseId = await openCaseOf(marketplace, 'seller-1')
    const notice = await world.app.database.kysely
      .selectFrom('notice')
      .select('id')
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow()
    await sendNoticeMail(world.app, notice.id)
    const [entry] = (await world.built.mailbox?.list()) ?? []
    const mail = Buffer.from((await world.built.mailbox?.read(entry?.file ?? '')) ?? []).toString('utf8')
    const unfolded = mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=')
    const link = new URL(/https?:\/\/\S*\/check\?id=ntc_[0-9a-z]+/.exec(unfolded)?.[0] ?? '')
    expect(link.searchParams.get('id')).toBe(notice.id)

    for (const way of [notice.id, ` ${notice.id} `, link.href]) {
      const { text } = await asked(way)
      expect(text).toContain('Genuine')
      expect(text).toContain(world.app.words.instant('en', world.nowMs(), 'Asia/Shanghai'))
      expect(text).not.toContain(caseId)
      expect(text).not.toContain('seller-1')
      expect(text).not.toContain('A marketplace that writes')
    }
    const forged = `${notice.id.slice(0, -1)}${notice.id.endsWith('0') ? '1' : '0'}`
    expect((await asked(forged)).text).toContain('We sent no notice')
  })

  it('does not know what others made up', async () => {
    const foreign = ['https://evil.example/check?id=ntc_0', 'evil.example/s/case', 'http://127.0.0.1.evil.example/s']
    for (const link of foreign) expect((await asked(link)).text, link).toContain('does not lead to us')
    expect((await asked(`${world.app.settings.publicUrl}/s/case`)).text).toContain('This link leads to us')
    for (const made of ["ntc_' or 1=1", 'ntc_', '<b>', '验证', 'x'.repeat(5000)])
      expect((await asked(made)).text, made).toContain('We sent no notice')
    expect((await asked('"><b id=x>')).text).not.toContain('<b id=x>')
  })
})
