import { html, raw } from 'hono/html'
import type { MailboxEntry } from '#app/ports/mail.ts'
import type { SmsMessage } from '#app/ports/sms.ts'
import type { Markup, Say, Shown } from './frame.ts'

export type ShopPart = {
  /** Title of the procedure that its site asks for. */
  program: string
  sellerId: string
  shopName: string
  representative: string
  idNumber: string
  site: string
  /** Null while the marketplace does not answer. */
  taken: string[] | null
  status: string | null
  /** A case is under way, so none can be opened. */
  hasOpenCase: boolean
}

export const shopsPart = (say: Say, shops: readonly ShopPart[]): Markup => html`
  <section id="shops" data-live aria-labelledby="shops-title">
    <h2 id="shops-title">${say('sellers.title')}</h2>
    <p class="why">${say('sellers.why')}</p>
    ${shops.some((shop) => shop.taken === null) ? html`<p class="note">${say('sellers.marketplaceAway')}</p>` : ''}
    <div class="cards">${shops.map((shop) => shopCard(say, shop))}</div>
  </section>`

const toneOf: Record<string, string> = {
  restored: 'good',
  passed: 'good',
  'in-review': 'needs',
  'awaiting-seller': 'needs',
}

const shopCard = (say: Say, shop: ShopPart): Markup => html`
  <article class="card shop" id="shop-${shop.sellerId}">
    <div>
      <h3>${shop.shopName}</h3>
      <span class="soft code">${shop.sellerId}</span>
    </div>
    <dl>
      <dt>${say('sellers.representative')}</dt>
      <dd>${shop.representative}</dd>
      <dt>${say('sellers.number')}</dt>
      <dd class="code">${shop.idNumber}</dd>
      <dt>${say('sellers.program')}</dt>
      <dd>${shop.program}</dd>
      <dt>${say('sellers.case')}</dt>
      <dd>
        ${
          shop.status
            ? html`<span class="chip ${toneOf[shop.status] ?? ''}">${say(`status.${shop.status}`)}</span>`
            : say('sellers.noCase')
        }
      </dd>
    </dl>
    <div class="chips">
      ${
        shop.taken && shop.taken.length > 0
          ? [
              html`<span class="soft">${say('sellers.taken')}</span>`,
              ...shop.taken.map((one) => html`<span class="chip blocked">${say(`common:capability.${one}`)}</span>`),
            ]
          : shop.taken && html`<span class="chip good">${say('sellers.nothingTaken')}</span>`
      }
    </div>
    <div class="acts">
      ${
        shop.hasOpenCase
          ? ''
          : html`<form method="post" action="/demo/signals" class="acts">
            <input type="hidden" name="sellerId" value="${shop.sellerId}" />
            <button class="${shop.status ? '' : 'main'}">${say('sellers.happens')}</button>
          </form>
          <form method="post" action="/demo/cases" class="acts">
            <input type="hidden" name="sellerId" value="${shop.sellerId}" />
            <label class="check"><input type="checkbox" name="late" value="1" /> ${say('sellers.late')}</label>
            <button>${say('sellers.open')}</button>
          </form>`
      }
      ${
        shop.status
          ? html`<form method="post" action="/demo/enter" class="acts">
            <input type="hidden" name="sellerId" value="${shop.sellerId}" />
            <button class="main">${say('sellers.enter')}</button>
          </form>
          <form method="post" action="/demo/flip" class="acts">
            <input type="hidden" name="sellerId" value="${shop.sellerId}" />
            <button class="small">${say('sellers.flip')}</button>
          </form>`
          : ''
      }
    </div>
  </article>`

export type YouPart = { values: Record<string, string>; wrong: Record<string, string> }

const youFields = [
  { name: 'name', type: 'text', hint: 'name', autocomplete: 'name' },
  { name: 'idNumber', type: 'text', hint: 'number', autocomplete: 'off' },
  { name: 'idValidTo', type: 'date', hint: 'validTo', autocomplete: 'off' },
  { name: 'email', type: 'email', hint: 'email', autocomplete: 'email' },
] as const

export const youPart = (say: Say, you: YouPart): Markup => html`
  <section id="you" aria-labelledby="you-title">
    <h2 id="you-title">${say('you.title')}</h2>
    <p class="why">${say('you.why')}</p>
    <form method="post" action="/demo/sellers#you" class="stack card">
      ${youFields.map(
        ({ name, type, hint, autocomplete }) => html`
        <label>
          ${say(`you.${hint}`)}
          <input name="${name}" type="${type}" value="${you.values[name] ?? ''}" autocomplete="${autocomplete}" maxlength="254"
            ${you.wrong[name] ? raw(`aria-invalid="true" aria-describedby="wrong-${name}"`) : ''} />
          ${you.wrong[name] ? html`<span class="wrong" id="wrong-${name}">${say(you.wrong[name])}</span>` : ''}
        </label>`,
      )}
      <button class="main">${say('you.add')}</button>
    </form>
  </section>`

export type StaffPart = {
  role: string
  name: string
  email: string
  password: string
  code: string
  untilMs: number
  leftSeconds: number
}

export const staffPart = (say: Say, staff: readonly StaffPart[]): Markup => html`
  <section id="staff-section" aria-labelledby="staff-title">
    <h2 id="staff-title">${say('staff.title')}</h2>
    <p class="why">${say('staff.why')}</p>
    <div class="scroll" id="staff" data-live>
      <table>
        <thead>
          <tr>${['person', 'email', 'password', 'code'].map((head) => html`<th scope="col">${say(`staff.${head}`)}</th>`)}</tr>
        </thead>
        <tbody>
          ${staff.map(
            (one) => html`
          <tr>
            <th scope="row">${say(`staff.role.${one.role}`)}<br /><span class="soft">${one.name}</span></th>
            <td>${copied(say, one.email)}</td>
            <td>${copied(say, one.password)}</td>
            <td>
              <span class="digits">${one.code}</span>
              <div class="soft" data-left="${say('staff.left', { seconds: 0 })}" data-until="${one.untilMs}">
                <meter min="0" max="30" value="${one.leftSeconds}" aria-hidden="true"></meter>
                <span>${say('staff.left', { seconds: one.leftSeconds })}</span>
              </div>
            </td>
          </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p></p>
    <a class="button main" href="/desk">${say('staff.open')}</a>
  </section>`

const copied = (say: Say, text: string): Markup => html`<span class="secret">
  <code>${text}</code>
  <button type="button" class="small" data-copy="${text}" data-said="${say('copied')}">${say('copy')}</button>
</span>`

type Message = { first: Markup | string; to: string; at: string }

/** Mails or text messages, newest first; `null` where they go elsewhere than into this installation's folder. */
const messagesPart = (say: Say, name: 'mail' | 'sms', heads: string[], messages: Message[] | null): Markup => html`
  <section aria-labelledby="${name}-title">
    <h2 id="${name}-title">${say(`${name}.title`)}</h2>
    <p class="why">${say(messages ? `${name}.why` : `${name}.elsewhere`)}</p>
    <div id="${name}" data-live>
      ${messages && messages.length === 0 ? html`<p class="card soft">${say(`${name}.none`)}</p>` : ''}
      ${
        messages && messages.length > 0
          ? html`<div class="scroll"><table>
            <thead><tr>${heads.map((head) => html`<th scope="col">${say(`${name}.${head}`)}</th>`)}</tr></thead>
            <tbody>${messages.map(
              ({ first, to, at }) => html`<tr>
                <td class="grow">${first}</td>
                <td>${to}</td>
                <td><time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time></td>
              </tr>`,
            )}</tbody>
          </table></div>`
          : ''
      }
    </div>
  </section>`

export const mailPart = ({ say }: Shown, mails: readonly MailboxEntry[] | null): Markup => {
  const shown = mails?.slice(0, 30).map(({ file, subject, to, at }) => ({
    first: html`<a href="/demo/mail/${file}">${subject}</a>`,
    to,
    at,
  }))
  return messagesPart(say, 'mail', ['subject', 'to', 'at'], shown ?? null)
}

export const smsPart = ({ say }: Shown, messages: readonly (SmsMessage & { at: string })[] | null): Markup => {
  const shown = messages?.slice(0, 10).map(({ text, to, at }) => ({ first: text, to, at }))
  return messagesPart(say, 'sms', ['text', 'to', 'at'], shown ?? null)
}

export const apiPart = (say: Say, publicUrl: string, apiKey: string): Markup => {
  const example = `curl -X POST ${publicUrl}/v1/cases \\
  -H 'Authorization: Bearer ${apiKey}' \\
  -H 'Content-Type: application/json' \\
  -d '{"sellerId":"kapok-home","program":"aliexpress"}'`
  return html`
  <section aria-labelledby="api-title">
    <h2 id="api-title">${say('api.title')}</h2>
    <p class="why">${say('api.why')}</p>
    <div class="card">
      <h3>${say('api.key')}</h3>
      ${copied(say, apiKey)}
      <h3>${say('api.example')}</h3>
      <pre tabindex="0">${example}</pre>
      <p></p>
      <button type="button" class="small" data-copy="${example}" data-said="${say('copied')}">${say('copy')}</button>
    </div>
  </section>`
}
