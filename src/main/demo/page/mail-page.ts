import { html } from 'hono/html'
import PostalMime from 'postal-mime'
import { frame, type Markup, type Shown } from './frame.ts'

export type ReadMail = { subject: string; to: string; from: string; at: string; body: string }

/** A message as it would be read: its HTML, or its text made into HTML. Throws nothing on odd mail: it is our own. */
export const readMail = async (bytes: Uint8Array): Promise<ReadMail> => {
  const mail = await new PostalMime().parse(new Uint8Array(bytes))
  const text = html`<pre style="white-space:pre-wrap;font:16px/1.6 system-ui,sans-serif">${mail.text ?? ''}</pre>`
  return {
    subject: mail.subject ?? '',
    to: (mail.to ?? []).map((one) => one.address ?? '').join(', '),
    from: mail.from?.address ?? '',
    at: mail.date ?? '',
    body: mail.html ?? String(text),
  }
}

/**
 * What is in a mail may have been written by anybody, so its body is a document of its own in a sandbox: no script, no
 * forms, nothing fetched. Links open outside, as they would from a mail program.
 */
export const mailBodyHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
}

export const mailBody = (mail: ReadMail): string => `<base target="_blank">${mail.body}`

export const mailPage = (shown: Shown, file: string, mail: ReadMail | null): Markup => {
  const { say } = shown
  if (!mail)
    return frame(
      shown,
      say('mail.title'),
      html`<h1>${say('mail.title')}</h1><p>${say('mail.gone')}</p><a href="/demo">${say('mail.back')}</a>`,
    )
  return frame(
    shown,
    mail.subject,
    html`
    <p><a href="/demo#mail">${say('mail.back')}</a></p>
    <h1>${mail.subject}</h1>
    <dl>
      <dt>${say('mail.to')}</dt><dd>${mail.to}</dd>
      <dt>${say('mail.at')}</dt><dd>${mail.at}</dd>
    </dl>
    <iframe title="${say('mail.body')}" src="/demo/mail/${file}/body" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`,
  )
}
