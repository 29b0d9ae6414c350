import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { StaffLanguage } from '#domain/language.ts'

export type Theme = 'system' | 'light' | 'dark'
export const themes: readonly Theme[] = ['system', 'light', 'dark']

/** Words of the page in the language it is shown in; a key without a namespace is one of `demo`. */
export type Say = (key: string, values?: Record<string, string | number>) => string

export type Shown = { language: StaffLanguage; theme: Theme; say: Say }

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

const mark = raw(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="var(--accent)"/><path d="M8.5 16.5 14 22 24 10.5" fill="none" stroke="var(--on-accent)" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/><path d="M8.5 24.5h15" stroke="var(--on-accent)" stroke-opacity="0.55" stroke-width="2" stroke-linecap="round"/></svg>',
)

/** Every page of the demo: head, language and colours, and the body given. */
export const frame = ({ language, theme, say }: Shown, title: string, body: Markup): Markup => html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"${theme === 'system' ? '' : html` data-theme="${theme}"`}>
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="icon" href="/demo/mark.svg" />
    <link rel="stylesheet" href="/demo/demo.css" />
    <script src="/demo/demo.js" type="module"></script>
  </head>
  <body>
    <header class="top">
      <div class="wide">
        ${mark}<strong>Countersign</strong>
        <nav>
          <form method="post" action="/demo/look">
            <input type="hidden" name="language" value="${language === 'zh' ? 'en' : 'zh'}" />
            <button class="plain" lang="${language === 'zh' ? 'en' : 'zh-CN'}">${say('language')}</button>
          </form>
          <form method="post" action="/demo/look">
            <label>
              <span class="soft">${say('theme.label')}</span>
              <select name="theme" data-send>
                ${themes.map((one) => html`<option value="${one}"${one === theme ? raw(' selected') : ''}>${say(`theme.${one}`)}</option>`)}
              </select>
            </label>
            <noscript><button class="small">OK</button></noscript>
          </form>
        </nav>
      </div>
    </header>
    <main class="wide">${body}</main>
    <div id="said" class="hidden" role="status"></div>
  </body>
</html>`
