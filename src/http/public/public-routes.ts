import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { compress } from 'hono/compress'
import type { App } from '#app/app.ts'
import { checkNotice } from '#app/notices/check-notice.ts'
import { badgeAsked } from '#app/restrictions/public-badge.ts'
import { findFailureHelp, listFailureHelp } from '#app/runs/failure-help.ts'
import { isLanguage, type Language } from '#locales/catalogue.ts'
import { tagOf } from '#locales/locale.ts'
import type { Env } from '../doors.ts'
import { marketplaceDocument } from '../openapi.ts'
import { otherProblems, statusOf } from '../problem.ts'
import { checkPage } from './check-page.ts'
import { docsPage, type Operation, operationsOf } from './docs-page.ts'
import { helpList, helpPage, problemList } from './help-pages.ts'
import { frame, type Markup, type PublicWords, publicStyle, type Shown } from './page-frame.ts'
import { preferred } from './preferred-language.ts'

const askedMaxLength = 500

/**
 * Pages for anybody, without script and without a sign-in: they work in a mail program's browser, on a phone, and while
 * a shop is blocked.
 */
export const publicRoutes = (api: OpenAPIHono<Env>, app: App, words: PublicWords): void => {
  const { css, policy } = publicStyle(words.colours)
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
    vary: 'accept-language',
  }
  const shownFor = (c: Context): Shown => {
    const asked = c.req.query('lang') ?? ''
    const chosen = isLanguage(asked) ? asked : null
    const language = chosen ?? preferredLanguage(c.req.header('accept-language') ?? '')
    const { pathname, search } = new URL(c.req.url)
    const say: Shown['say'] = (key, values) => words.say(language, key.includes(':') ? key : `public:${key}`, values)
    return { language, chosen, path: pathname, query: search, say }
  }
  const send = (c: Context, shown: Shown, title: string, body: Markup, status: 200 | 404 = 200) =>
    c.html(frame(shown, css, shown.say(title), body), status, { ...headers, 'content-language': tagOf(shown.language) })

  for (const path of ['/help', '/help/*', '/check', '/docs']) api.use(path, compress())

  api.get('/help', (c) => {
    const shown = shownFor(c)
    return send(c, shown, 'help.title', helpList(shown, listFailureHelp(app), null))
  })

  api.get('/help/problems', (c) => {
    const shown = shownFor(c)
    const refusals = Object.entries(statusOf).map(([code, status]) => ({ code, status, isRefusal: true }))
    const others = Object.entries(otherProblems).map(([code, status]) => ({ code, status, isRefusal: false }))
    const problems = [...refusals, ...others].sort((one, other) => (one.code < other.code ? -1 : 1))
    return send(c, shown, 'problems.title', problemList(shown, problems))
  })

  api.get('/help/:code', (c) => {
    const shown = shownFor(c)
    const asked = c.req.param('code').slice(0, askedMaxLength)
    const help = findFailureHelp(app, asked)
    if (!help) return send(c, shown, 'help.unknown', helpList(shown, listFailureHelp(app), asked), 404)
    if (help.code !== asked) return c.redirect(`/help/${help.code}${shown.query}`)
    return send(c, shown, `failure:${help.code}.title`, helpPage(shown, help))
  })

  api.get('/check', async (c) => {
    const shown = shownFor(c)
    const asked = c.req.query('id')?.trim().slice(0, askedMaxLength) ?? ''
    const badge = badgeAsked(app, asked)
    if (badge) return c.redirect(`/badge/${badge}`)
    const checked = asked ? await checkNotice(app, asked) : null
    const at = checked?.answer === 'sent' ? app.words.instant(shown.language, checked.atMs, checked.zone) : null
    const answered = checked && { asked, checked, at }
    return send(c, shown, 'check.title', checkPage(shown, app.settings.publicUrl, answered))
  })

  let operations: Operation[] | null = null
  api.get('/docs', (c) => {
    const shown = shownFor(c)
    // Routes are registered once, so the document does not change while the server runs.
    operations ??= operationsOf(marketplaceDocument(api))
    return send(c, shown, 'docs.title', docsPage(shown, operations))
  })
}

/** English where the reader's browser says nothing. */
export const preferredLanguage = (header: string): Language => preferred(header, isLanguage) ?? 'en'
