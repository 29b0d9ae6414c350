import { html } from 'hono/html'
import type { CheckedNotice } from '#app/notices/check-notice.ts'
import type { Markup, Shown } from './page-frame.ts'

type Answered = { asked: string; checked: CheckedNotice; at: string | null }

/** [SC1] [NO5] Tells whether a message is from us, and how to recognise what is not. */
export const checkPage = (shown: Shown, publicUrl: string, answered: Answered | null): Markup => {
  const { say, chosen } = shown
  const rules = ['free', 'self', 'secret', 'where'] as const
  return html`
    <h1>${say('check.title')}</h1>
    <p>${say('check.intro')}</p>
    ${answered ? answer(shown, answered) : ''}
    <form action="/check">
      ${chosen ? html`<input type="hidden" name="lang" value="${chosen}" />` : ''}
      <label>
        ${say('check.label')}
        <input name="id" value="${answered?.asked ?? ''}" maxlength="500" autocomplete="off" spellcheck="false" required />
      </label>
      <button>${say('check.ask')}</button>
    </form>
    <h2>${say('check.rules')}</h2>
    <section class="card">
      <h3>${say('check.domainTitle')}</h3>
      <p>${say('check.domain')}</p>
      <p><code class="host">${new URL(publicUrl).origin}/</code></p>
    </section>
    <div class="grid">
      ${rules.map((rule) => html`<section class="card"><h3>${say(`check.${rule}Title`)}</h3><p>${say(`check.${rule}`)}</p></section>`)}
    </div>`
}

const tones = { sent: 'good', 'own-address': '', unknown: 'needs', foreign: 'blocked' } as const

const answer = ({ say }: Shown, { checked, at }: Answered): Markup => html`
    <section class="card ${tones[checked.answer]}" role="status">
      <h2>${say(`check.${checked.answer}`)}</h2>
      <p>${
        checked.answer === 'sent'
          ? say('check.sentAt', { at: at ?? '' })
          : say(`check.${checked.answer}Why`, 'host' in checked ? { host: checked.host } : {})
      }</p>
    </section>`
