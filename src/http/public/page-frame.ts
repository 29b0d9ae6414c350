import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { SayToBuyer } from '#locales/buyer-words.ts'
import { type Language, languages } from '#locales/catalogue.ts'
import { ownNames, tagOf } from '#locales/locale.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** Words of a page in its language. A key without a namespace is one of `public`. */
export type Say = (key: string, values?: Record<string, string | number>) => string

/** The page somebody asked for. `chosen` is the language in the address, which links on the page keep. */
export type Shown = { language: Language; chosen: Language | null; path: string; query: string; say: Say }

/** Everything the public pages are written with; `main` opens it. */
export type PublicWords = {
  say(language: Language, key: string, values?: Record<string, string | number>): string
  /** [RE3] In the languages of buyers. */
  sayToBuyer: SayToBuyer
  /** The kit's colours as custom properties, the one file that holds them. */
  colours: string
}

const layout = `
*{box-sizing:border-box}
html{background:var(--canvas);color:var(--ink);font:16px/1.5 var(--font-ui);-webkit-text-size-adjust:100%}
:lang(zh-CN),:lang(th){line-height:1.65}
body{margin:0;min-height:100dvh;display:flex;flex-direction:column}
.wide{max-width:52rem;width:100%;margin:0 auto;padding-inline:24px}
header{border-bottom:1px solid var(--line);background:var(--surface)}
header .wide{display:flex;gap:4px 20px;align-items:center;flex-wrap:wrap;padding-block:10px}
header svg{width:28px;height:28px;flex:none}
.mark{display:flex;gap:10px;align-items:center;font-weight:700;margin-right:auto}
nav{display:flex;gap:4px 4px;flex-wrap:wrap;margin-left:-10px}
nav a{padding:6px 10px;border-radius:8px;min-height:36px;text-decoration:none}
nav a:hover{text-decoration:underline}
nav a[aria-current]{background:var(--accent-wash);font-weight:600}
.languages{position:relative}
.languages summary{padding:6px 10px;border-radius:8px;min-height:36px;cursor:pointer}
.languages ul{position:absolute;right:0;z-index:1;margin:4px 0 0;padding:4px;background:var(--surface);border:1px solid var(--line);border-radius:8px;white-space:nowrap}
.languages li{margin:0}
.languages a{display:block;padding:8px 12px;min-height:40px}
main{padding-block:32px 56px;flex:1}
footer{border-top:1px solid var(--line);color:var(--ink-soft);padding-block:16px;font-size:15px}
h1{font-size:28px;line-height:1.25;margin:0 0 8px;text-wrap:balance}
h2{font-size:19px;line-height:1.35;margin:36px 0 8px}
h3{font-size:16px;margin:0 0 4px}
p{margin:0 0 12px;max-width:65ch;text-wrap:pretty}
.soft{color:var(--ink-soft)}
a{color:var(--accent);text-underline-offset:3px}
a:hover{color:var(--accent-strong)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
code{font-family:var(--font-code);font-size:14px;overflow-wrap:anywhere}
ol,ul{margin:0 0 12px;padding-left:1.5em;max-width:65ch}
li{margin:6px 0}
.plain{list-style:none;padding:0;max-width:none}
.card{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:20px;margin:16px 0}
.card>:last-child{margin-bottom:0}
.grid{display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr))}
.grid .card{margin:0}
.good{border-color:var(--good-line);background:var(--good-wash)}.good h2{color:var(--good)}
.needs{border-color:var(--needs-line);background:var(--needs-wash)}.needs h2{color:var(--needs)}
.blocked{border-color:var(--blocked-line);background:var(--blocked-wash)}.blocked h2{color:var(--blocked)}
.card h2{margin-top:0}
.host{font-size:18px;font-weight:600}
form{display:flex;flex-wrap:wrap;gap:8px;align-items:end;margin:20px 0}
label{flex:1 1 20rem;font-weight:600}
input{display:block;width:100%;font:inherit;font-weight:400;min-height:44px;padding:8px 12px;margin-top:4px;border-radius:8px;border:1px solid var(--line-strong);background:var(--surface);color:var(--ink)}
button{font:inherit;font-weight:600;min-height:44px;padding:8px 20px;border-radius:8px;border:1px solid var(--accent);background:var(--accent);color:var(--on-accent);cursor:pointer}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:12px;background:var(--surface)}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:10px 14px;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child>*{border-bottom:0}
thead th{color:var(--ink-soft);font-size:14px}
tbody th{font-weight:400}
td code{overflow-wrap:normal}
tr:target{background:var(--accent-wash)}
@media(max-width:40rem){.wide{padding-inline:16px}h1{font-size:24px}.languages ul{position:static}}
`

/** The style of all public pages and the policy that lets in this style and nothing else: no script, no third party. */
export const publicStyle = (colours: string): { css: string; policy: string } => {
  const css = colours.replace(/\/\*[\s\S]*?\*\//g, '') + layout
  const hash = createHash('sha256').update(css).digest('base64')
  return {
    css,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  }
}

export const mark = raw(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="var(--accent)"/><path d="M8.5 16.5 14 22 24 10.5" fill="none" stroke="var(--on-accent)" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/><path d="M8.5 24.5h15" stroke="var(--on-accent)" stroke-opacity="0.55" stroke-width="2" stroke-linecap="round"/></svg>',
)

/** An address on a public page, in the language that was chosen, if one was. */
export const linkTo = ({ chosen }: Shown, path: string): string => (chosen ? `${path}?lang=${chosen}` : path)

/** The same page in another language. */
const inLanguage = (path: string, query: string, language: Language): string => {
  const search = new URLSearchParams(query)
  search.set('lang', language)
  return `${path}?${search}`
}

const rooms = ['help', 'check', 'docs'] as const

export const frame = (shown: Shown, css: string, title: string, body: Markup): Markup => {
  const { language, path, query, say } = shown
  return html`<!doctype html>
<html lang="${tagOf(language)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} – Countersign</title>
    <style>${raw(css)}</style>
  </head>
  <body>
    <header>
      <div class="wide">
        <span class="mark">${mark}Countersign</span>
        <nav>
          ${rooms.map((room) => html`<a href="${linkTo(shown, `/${room}`)}"${path === `/${room}` ? raw(' aria-current="page"') : ''}>${say(`nav.${room}`)}</a>`)}
        </nav>
        <details class="languages">
          <summary>${ownNames[language]}</summary>
          <ul class="plain">
            ${languages.filter((other) => other !== language).map((other) => html`<li><a href="${inLanguage(path, query, other)}" lang="${tagOf(other)}" hreflang="${tagOf(other)}">${ownNames[other]}</a></li>`)}
          </ul>
        </details>
      </div>
    </header>
    <main class="wide">${body}</main>
    <footer><div class="wide">${say('foot')}</div></footer>
  </body>
</html>`
}
