import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { PublicBadge } from '#app/restrictions/public-badge.ts'
import {
  type BuyerLanguage,
  buyerLanguageNames,
  buyerLanguages,
  buyerLocales,
  type SayToBuyer,
} from '#locales/buyer-words.ts'
import { type BadgeStanding, type BadgeTheme, badgePicture, type Palette } from './badge-picture.ts'
import { type Markup, mark, publicStyle } from './page-frame.ts'

/** How a badge is asked for: by a shop's page that names itself, in a language, on a light or a dark page. */
export type AskedBadge = { language: BuyerLanguage; theme: BadgeTheme; shop: string | null }

export type BadgeWords = { say: SayToBuyer; colour: Palette; pages: PageStyle; embed: PageStyle }
type PageStyle = { css: string; policy: string }

const embedLayout = `
*{box-sizing:border-box}
html,body{margin:0;background:transparent}
a{display:inline-block;line-height:0;border-radius:10px}
a:focus-visible{outline:3px solid var(--focus);outline-offset:-3px}
`
/** Latin letters in a Latin font: Chinese ones, which come first elsewhere, have an apostrophe as wide as a character. */
const pageLayout = `
html:not(:lang(zh)){font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",sans-serif}
.facts{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:8px 20px;margin:0}
.facts dt{color:var(--ink-soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
.shop{font-weight:700}
.verdict{padding:24px}
.verdict h1{margin-bottom:8px}
.good h1{color:var(--good)}
.blocked h1{color:var(--blocked)}
.languages-row{display:flex;flex-wrap:wrap;gap:4px}
.languages-row a{padding:6px 10px;min-height:36px;border-radius:8px}
.languages-row a[aria-current]{background:var(--accent-wash);font-weight:600;text-decoration:none}
.links{display:flex;flex-wrap:wrap;gap:4px 20px}
.links a{display:inline-block;padding:6px 0;min-height:36px}
@media(max-width:30rem){.facts{grid-template-columns:1fr;gap:2px}.facts dd{margin-bottom:8px}}
`

const hashed = (css: string): string => `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`

/** Everything badges are drawn and written with. No page of them runs a script; only the embedded one may be framed. */
export const openBadgeWords = (say: SayToBuyer, colours: string, colour: Palette): BadgeWords => {
  const pageCss = publicStyle(colours).css + pageLayout
  const embedCss = colours.replace(/\/\*[\s\S]*?\*\//g, '') + embedLayout
  const nothing = "default-src 'none'; form-action 'none'; base-uri 'none'"
  return {
    say,
    colour,
    pages: { css: pageCss, policy: `${nothing}; ${hashed(pageCss)}; frame-ancestors 'none'` },
    embed: { css: embedCss, policy: `${nothing}; ${hashed(embedCss)}; frame-ancestors *` },
  }
}

/** What a badge is worth where it is shown: a shop that names itself and is another one has none. */
export const standingFor = ({ statement }: PublicBadge, { shop }: AskedBadge): BadgeStanding =>
  shop !== null && shop !== statement.seller ? 'other-shop' : statement.status

const nameOf = ({ marketplace, statement }: PublicBadge, language: BuyerLanguage): string =>
  marketplace[language] ?? marketplace.en ?? statement.marketplace

const valuesOf = (badge: PublicBadge, language: BuyerLanguage) => ({
  seller: badge.statement.seller,
  marketplace: nameOf(badge, language),
  site: badge.siteIn(buyerLocales[language]),
  host: new URL(badge.statement.issuer).host,
})

export const pictureOf = (badge: PublicBadge, asked: AskedBadge, { say, colour }: BadgeWords): Markup => {
  const { language, theme } = asked
  const standing = standingFor(badge, asked)
  const values = valuesOf(badge, language)
  const says = say(language, `picture.${standing}`)
  const title = say(language, 'picture.title', { ...values, says })
  return badgePicture({ standing, theme, says, about: `${values.marketplace} · ${values.seller}`, title }, colour)
}

const languageQuery = (language: BuyerLanguage, { shop }: AskedBadge): string =>
  `?${new URLSearchParams({ lang: language, ...(shop === null ? {} : { shop }) })}`

/** [RE3] What a shop's page shows in a frame of its own: the picture, which leads to what it says. */
export const badgeEmbed = (badge: PublicBadge, asked: AskedBadge, words: BadgeWords): Markup => {
  const { language, theme } = asked
  return html`<!doctype html>
<html lang="${buyerLocales[language]}" data-theme="${theme}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${words.say(language, `picture.${standingFor(badge, asked)}`)}</title>
    <style>${raw(words.embed.css)}</style>
  </head>
  <body><a href="/badge/${badge.statement.id}${languageQuery(language, asked)}" target="_blank" rel="noopener noreferrer">${pictureOf(badge, asked, words)}</a></body>
</html>`
}

/** [RE3] What a buyer reads who follows the badge; null for one that was never given. */
export const badgePage = (badge: PublicBadge | null, asked: AskedBadge, path: string, words: BadgeWords): Markup => {
  const { language } = asked
  const say = (key: string, values?: Record<string, string>) => words.say(language, key, values)
  const standing = badge ? standingFor(badge, asked) : 'unknown'
  return html`<!doctype html>
<html lang="${buyerLocales[language]}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${say(`title.${standing}`)} – Countersign</title>
    <style>${raw(words.pages.css)}</style>
  </head>
  <body>
    <header>
      <div class="wide">
        <span class="mark">${mark}Countersign</span>
        <nav class="languages-row">
          ${buyerLanguages.map((one) => html`<a href="${path}${languageQuery(one, asked)}" lang="${buyerLocales[one]}" hreflang="${buyerLocales[one]}"${one === language ? raw(' aria-current="true"') : ''}>${buyerLanguageNames[one]}</a>`)}
        </nav>
      </div>
    </header>
    <main class="wide">${badge ? found(badge, asked, words) : unknown(say)}</main>
    <footer><div class="wide">${say('privacy')}</div></footer>
  </body>
</html>`
}

type Say = (key: string, values?: Record<string, string>) => string

const unknown = (say: Say): Markup => html`
      <section class="card verdict needs"><h1>${say('title.unknown')}</h1><p>${say('lead.unknown')}</p></section>`

const cardOf: Record<BadgeStanding, string> = { valid: 'good', revoked: '', expired: '', 'other-shop': 'blocked' }

const leadOf = (standing: BadgeStanding, { statement }: PublicBadge): string => {
  if (standing === 'other-shop') return 'other-shop'
  return statement.why ?? statement.how
}

const found = (badge: PublicBadge, asked: AskedBadge, { say: words }: BadgeWords): Markup => {
  const { language } = asked
  const { statement, zone } = badge
  const values = valuesOf(badge, language)
  const say: Say = (key, more) => words(language, key, { ...values, ...more })
  const standing = standingFor(badge, asked)
  const day = (at: string | number) => dayText(language, zone, at)
  const asOf = new Intl.DateTimeFormat(buyerLocales[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(new Date(statement.statedAt))
  return html`
      <section class="card verdict ${cardOf[standing]}" role="status">
        <h1>${say(`title.${standing}`)}</h1>
        <p>${say(`lead.${leadOf(standing, badge)}`)}</p>
      </section>
      <section class="card">
        <h2>${say('facts')}</h2>
        <dl class="facts">
          <dt>${say('seller')}</dt><dd class="shop">${statement.seller}</dd>
          <dt>${say('marketplace')}</dt><dd>${values.marketplace}</dd>
          <dt>${say('site')}</dt><dd>${values.site}</dd>
          <dt>${say('verifiedOn')}</dt><dd>${day(statement.verifiedAt)}</dd>
          ${
            statement.revokedAt === null
              ? html`<dt>${say('validUntil')}</dt><dd>${statement.validUntil === null ? say('noEnd') : lastDay(day, statement.validUntil)}</dd>`
              : html`<dt>${say('wasValidUntil')}</dt><dd>${statement.why === 'document-expired' ? lastDay(day, statement.revokedAt) : day(statement.revokedAt)}</dd>`
          }
          <dt>${say('by')}</dt><dd>${say('byWhom')}</dd>
        </dl>
      </section>
      <div class="grid">
        <section class="card"><h2>${say('says')}</h2><p>${say(`said.${statement.how}`)}</p></section>
        <section class="card"><h2>${say('saysNot')}</h2><p>${say('notSaid')}</p></section>
        <section class="card"><h2>${say('where')}</h2><p>${say('whereBody')}</p></section>
        <section class="card"><h2>${say('proof')}</h2><p>${say('proofBody')}</p>
          <p class="links"><a href="/v1/badges/${statement.id}">${say('statement')}</a><a href="/.well-known/jwks.json">${say('keys')}</a></p>
          <p class="soft">${say('asOf', { at: `${asOf} UTC` })}</p>
        </section>
      </div>`
}

const dayText = (language: BuyerLanguage, zone: string, at: string | number): string =>
  new Intl.DateTimeFormat(buyerLocales[language], { dateStyle: 'long', timeZone: zone }).format(new Date(at))

/** A document is valid for the whole of its last day, so what ends at midnight ended the day before. */
const lastDay = (day: (at: number) => string, end: string): string => day(Date.parse(end) - 1)
