import { createHash } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { readPublicBadge } from '#app/restrictions/public-badge.ts'
import { publicBadgeSchema } from '#contracts/badge.ts'
import { type BuyerLanguage, buyerLanguages, buyerLocales, isBuyerLanguage } from '#locales/buyer-words.ts'
import { jsonAnswer, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound } from '../problem.ts'
import { type AskedBadge, badgeEmbed, badgePage, openBadgeWords, pictureOf } from './badge-pages.ts'
import { paletteOf } from './badge-picture.ts'
import type { Markup, PublicWords } from './page-frame.ts'
import { preferred } from './preferred-language.ts'

const shopMaxLength = 128

/** Any page may ask and show; a minute in caches, so that what falls is seen to fall; nobody is remembered. */
const open = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'public, max-age=60, must-revalidate',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

const asked = z.object({
  lang: z
    .string()
    .max(40)
    .optional()
    .openapi({ description: `Of the picture: ${buyerLanguages.join(', ')}` }),
  theme: z.string().max(40).optional().openapi({ description: 'Of the picture: light or dark' }),
  shop: z
    .string()
    .max(shopMaxLength)
    .optional()
    .openapi({ description: 'The shop whose page shows the picture; one of another shop says so' }),
})

/** [RE3] Badges for whoever was shown one: as data, as a picture, in a frame, and as a page that says what it means. */
export const badgeRoutes = (doors: Doors, app: App, words: PublicWords): void => {
  const badgeWords = openBadgeWords(words.sayToBuyer, words.colours, paletteOf(words.colours))

  doors.route(
    { door: 'public' },
    createRoute({
      method: 'get',
      path: '/v1/badges/{badgeId}',
      summary: 'What a badge says, signed; with .svg after its id, as a picture. For anybody, without a key',
      security: [],
      request: { params: z.object({ badgeId: z.string().max(64) }), query: asked },
      responses: {
        200: {
          description: 'The badge as it stands',
          content: { ...jsonAnswer(publicBadgeSchema, '').content, 'image/svg+xml': { schema: z.string() } },
        },
        304: { description: 'Nothing is new since the answer with this mark' },
        404: usualProblems[404],
      },
    }),
    async (c) => {
      const { badgeId } = c.req.valid('param')
      const isPicture = badgeId.endsWith('.svg')
      const badge = await readPublicBadge(app, isPicture ? badgeId.slice(0, -4) : badgeId)
      if (!badge) {
        c.header('access-control-allow-origin', '*')
        return notFound(c)
      }
      if (isPicture) {
        const picture = String(await pictureOf(badge, askedOf(c), badgeWords))
        return marked(c, picture, {
          ...open,
          'content-type': 'image/svg+xml',
          'content-security-policy': bare,
          vary: 'accept-language',
        })
      }
      return marked(c, JSON.stringify({ ...badge.statement, jws: badge.jws }), {
        ...open,
        'content-type': 'application/json',
      })
    },
  )

  const page = (embedded: boolean) => async (c: Context) => {
    const badge = await readPublicBadge(app, c.req.param('badgeId') ?? '')
    const how = askedOf(c)
    const { policy } = embedded ? badgeWords.embed : badgeWords.pages
    const headers = {
      ...open,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'content-language': buyerLocales[how.language],
      vary: 'accept-language',
    }
    if (embedded && !badge) return c.body(null, 404, headers)
    const body: Markup =
      embedded && badge
        ? badgeEmbed(badge, how, badgeWords)
        : badgePage(badge, how, new URL(c.req.url).pathname, badgeWords)
    return marked(c, String(await body), headers, badge ? 200 : 404)
  }
  doors.api.get('/badge/:badgeId', page(false))
  doors.api.get('/badge/:badgeId/embed', page(true))
}

/** A picture that is opened by itself runs nothing and loads nothing either. */
const bare = "default-src 'none'; sandbox"

const askedOf = (c: Context): AskedBadge => {
  const lang = c.req.query('lang') ?? ''
  const shop = c.req.query('shop')?.slice(0, shopMaxLength) || null
  return {
    language: isBuyerLanguage(lang) ? lang : preferredBuyerLanguage(c.req.header('accept-language') ?? ''),
    theme: c.req.query('theme') === 'dark' ? 'dark' : 'light',
    shop,
  }
}

const preferredBuyerLanguage = (header: string): BuyerLanguage => preferred(header, isBuyerLanguage) ?? 'en'

/** Answers with a mark of the bytes, and without them to whoever has them already (RFC 9110, 8.8.3 and 13.1.2). */
const marked = (c: Context, body: string, headers: Record<string, string>, status: 200 | 404 = 200): Response => {
  const mark = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const known = (c.req.header('if-none-match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  const all = { ...headers, etag: mark }
  return known.includes(mark) ? c.body(null, 304, all) : c.body(body, status, all)
}
