import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import type { App } from '#app/app.ts'
import { openCase } from '#app/cases/open-case.ts'
import { listCases } from '#app/cases/read-case.ts'
import type { Mailbox } from '#app/ports/mail.ts'
import type { SmsBox } from '#app/ports/sms.ts'
import { registerSeller } from '#app/sellers/register-seller.ts'
import { issueSellerLink } from '#app/sellers/seller-access.ts'
import { takeBatch } from '#app/signals/signal-intake.ts'
import type { StaffLanguage } from '#domain/language.ts'
import type { Env } from '#http/doors.ts'
import { isStaffLanguage } from '#locales/catalogue.ts'
import { loadTranslate } from '#locales/translate.ts'
import type { DemoInstallation } from '../installation/set-up.ts'
import { totpCode, totpLeftMs } from '../installation/totp.ts'
import type { RunningMarketplace } from '../market/run-marketplace.ts'
import { programOfSite } from '../market/shops.ts'
import { quietWeek, takenOver } from '../market/what-happened.ts'
import { frame, type Shown, type Theme, themes } from './frame.ts'
import { demoCss, demoMark, demoScript } from './look.ts'
import { mailBody, mailBodyHeaders, mailPage, readMail } from './mail-page.ts'
import { apiPart, mailPart, shopsPart, smsPart, staffPart, type YouPart, youPart } from './parts.ts'
import { readShops } from './read-shops.ts'
import { yourShop } from './your-shop.ts'

export type DemoParts = {
  app: App
  installation: DemoInstallation
  mailbox: Mailbox | null
  smsBox: SmsBox | null
  marketplace: () => RunningMarketplace | null
}

const toldHoursAgo = 80
const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  // With no-referrer a form would be sent with the origin "null", and could not be told from another site's.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'private, no-store',
}

/**
 * The demo's own page, which shows passwords and keys: it exists only with DEMO=1, answers only under the product's own
 * address or this machine's name for itself (a page elsewhere that points its name here sees nothing), and changes
 * things only for its own forms.
 */
export const openDemoPages = async (parts: DemoParts): Promise<(api: OpenAPIHono<Env>) => void> => {
  const { app, installation, mailbox, smsBox } = parts
  const caller = { tenantId: installation.tenantId }
  const translate = await loadTranslate(['demo', 'common', 'refusal'])
  const css = await demoCss()
  const mark = await demoMark()

  const shownFor = (c: Context): Shown => {
    const language = languageOf(c)
    const chosen = getCookie(c, 'countersign_demo_theme')
    const theme = themes.find((one) => one === chosen) ?? 'system'
    const say: Shown['say'] = (key, values) => translate(language, key.includes(':') ? key : `demo:${key}`, values)
    return { language, theme, say }
  }

  const overview = async (c: Context, you: YouPart, refusal: string | null, status: 200 | 409 | 422 = 200) => {
    const shown = shownFor(c)
    const { say } = shown
    const nowMs = Date.now()
    const leftMs = totpLeftMs(nowMs)
    const staff = installation.staff.map(({ totpSecret, ...one }) => ({
      ...one,
      code: totpCode(totpSecret, nowMs),
      untilMs: nowMs + leftMs,
      leftSeconds: Math.ceil(leftMs / 1000),
    }))
    const shops = await readShops(app, caller.tenantId, (await parts.marketplace()?.table()) ?? null, shown.language)
    const ways = { seller: '/s', desk: '/desk', api: '/openapi.json', check: '/check' }
    const body = html`
    <h1>${say('title')}</h1>
    <p>${say('intro')}</p>
    ${refusal ? html`<p class="note blocked" role="alert"><strong>${say('refused')}.</strong> ${refusal}</p>` : ''}
    <nav aria-label="${say('ways.title')}"><ul class="ways">
      ${Object.entries(ways).map(([name, href]) => html`<li><a class="button" href="${href}">${say(`ways.${name}`)}</a></li>`)}
    </ul></nav>
    ${shopsPart(say, shops)}
    ${staffPart(say, staff)}
    ${mailPart(shown, (await mailbox?.list()) ?? null)}
    ${smsPart(shown, (await smsBox?.list()) ?? null)}
    ${youPart(say, you)}
    ${apiPart(say, app.settings.publicUrl, installation.apiKey.secret)}`
    return c.html(frame(shown, say('title'), body), status, pageHeaders)
  }
  const untouched: YouPart = { values: {}, wrong: {} }
  const refused = (c: Context, code: string) => overview(c, untouched, translate(languageOf(c), `refusal:${code}`), 409)

  return (api) => {
    api.use('/demo/*', async (c, next) => {
      if (!isOwnHost(c, app)) return c.text(shownFor(c).say('elsewhere', { address: app.settings.publicUrl }), 421)
      if (c.req.method === 'POST' && !isOwnForm(c)) return c.notFound()
      return next()
    })
    api.use('/demo/*', bodyLimit({ maxSize: 16 * 1024 }))

    api.get('/demo', (c) => overview(c, untouched, null))
    api.get('/demo/demo.css', (c) => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }))
    api.get('/demo/mark.svg', (c) => c.body(mark, 200, { 'content-type': 'image/svg+xml' }))
    api.get('/demo/demo.js', (c) => c.body(demoScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }))

    api.post('/demo/look', async (c) => {
      const { language, theme } = await c.req.parseBody<Record<string, string>>()
      const kept = { path: '/demo', sameSite: 'Strict', httpOnly: true, maxAge: 31_536_000 } as const
      if (language && isStaffLanguage(language)) setCookie(c, 'countersign_demo_language', language, kept)
      if (themes.includes(theme as Theme)) setCookie(c, 'countersign_demo_theme', theme as Theme, kept)
      return c.redirect('/demo', 303)
    })

    api.post('/demo/cases', async (c) => {
      const { sellerId, late } = await c.req.parseBody<Record<string, string>>()
      const noticedAtMs = late ? app.clock.nowMs() - toldHoursAgo * 3_600_000 : null
      const seller = await app.database.kysely
        .selectFrom('seller')
        .select('site')
        .where('tenant_id', '=', caller.tenantId)
        .where('id', '=', sellerId ?? '')
        .executeTakeFirst()
      const opened = await openCase(
        app,
        caller,
        { kind: 'api', keyId: installation.apiKey.id },
        {
          sellerId: sellerId ?? '',
          program: programOfSite(app.programs, seller?.site ?? ''),
          way: 'api',
          note: null,
          noticedAtMs,
        },
      )
      return opened.ok ? c.redirect(`/demo#shop-${sellerId}`, 303) : refused(c, opened.refusal.code)
    })

    api.post('/demo/signals', async (c) => {
      const { sellerId = '' } = await c.req.parseBody<Record<string, string>>()
      const nowMs = app.clock.nowMs()
      const prefix = `${sellerId}-${nowMs.toString(36)}`
      const happened = [...quietWeek(sellerId, prefix, nowMs), ...takenOver(sellerId, prefix, nowMs)]
      const sent = happened.map(({ atMs, ...signal }) => ({ json: { ...signal, at: new Date(atMs).toISOString() } }))
      const taken = await takeBatch(app, caller, sent)
      if (!taken.ok) return refused(c, taken.refusal.code)
      const wrong = taken.value.find((one) => one.result === 'refused')
      return wrong ? refused(c, 'not-found') : c.redirect(`/demo#shop-${sellerId}`, 303)
    })

    api.post('/demo/flip', async (c) => {
      const { sellerId = '' } = await c.req.parseBody<Record<string, string>>()
      const flipped = await parts.marketplace()?.flip(sellerId, 'withdrawal')
      return flipped ? c.redirect(`/demo#shop-${sellerId}`, 303) : refused(c, 'not-found')
    })

    api.post('/demo/enter', async (c) => {
      const { sellerId } = await c.req.parseBody<Record<string, string>>()
      const newest = (await listCases(app, caller.tenantId, { seller: sellerId ?? '', limit: 1 })).cases[0]
      const link = newest ? await issueSellerLink(app, caller, newest.id) : null
      if (!link?.ok) return refused(c, link?.refusal.code ?? 'not-found')
      // Under the name by which this page was reached, so that a form of ours may lead there.
      const { pathname, hash } = new URL(link.value.url)
      return c.redirect(`${pathname}${hash}`, 303)
    })

    api.post('/demo/sellers', async (c) => {
      const form = await c.req.parseBody<Record<string, string>>()
      const made = yourShop(form, app.ids.next('you').replaceAll('_', '-'))
      if (!made.ok) return overview(c, made, null, 422)
      await registerSeller(app, caller, made.registration)
      return c.redirect(`/demo#shop-${made.registration.sellerId}`, 303)
    })

    api.get('/demo/mail/:file', async (c) => {
      const { file } = c.req.param()
      const bytes = (await mailbox?.read(file)) ?? null
      const mail = bytes && (await readMail(bytes))
      return c.html(mailPage(shownFor(c), file, mail), mail ? 200 : 404, pageHeaders)
    })
    api.get('/demo/mail/:file/body', async (c) => {
      const bytes = (await mailbox?.read(c.req.param('file'))) ?? null
      return bytes ? c.body(mailBody(await readMail(bytes)), 200, mailBodyHeaders) : c.notFound()
    })
  }
}

const languageOf = (c: Context): StaffLanguage => {
  const chosen = getCookie(c, 'countersign_demo_language')
  if (chosen && isStaffLanguage(chosen)) return chosen
  return /^\s*zh\b/i.test(c.req.header('accept-language') ?? '') ? 'zh' : 'en'
}

const ownNames = new Set(['localhost', '127.0.0.1', '[::1]'])

const isOwnHost = (c: Context, app: App): boolean => {
  const { host, hostname } = new URL(c.req.url)
  return host === new URL(app.settings.publicUrl).host || ownNames.has(hostname)
}

const isOwnForm = (c: Context): boolean => c.req.header('origin') === new URL(c.req.url).origin
