import { createTransport } from 'nodemailer'
import type { Mail, MailDelivery } from '#app/ports/mail.ts'
import { isAddress, toNodemailer } from './compose.ts'

/**
 * Mail over SMTP (`smtp:` with STARTTLS where offered, `smtps:` with TLS from the start). A password is never sent over
 * an unencrypted connection, except to this very machine. Options of nodemailer may be given in the URL's query.
 */
export function openSmtpMail(url: string, options: { from: string; timeoutMs?: number }): Mail {
  const { username, hostname, searchParams } = new URL(url)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const timeoutMs = options.timeoutMs ?? 20_000
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(username && !isLocal && !searchParams.has('requireTLS') ? { requireTLS: true } : {}),
  })

  return {
    async send(message) {
      if (!isAddress(message.to)) return { state: 'bounced', code: 'bad-address' }
      try {
        const sent = await transport.sendMail(toNodemailer(message, options.from))
        return { state: 'accepted', transportId: sent.messageId }
      } catch (error) {
        return failureOf(error)
      }
    },
    close: async () => transport.close(),
  }
}

/**
 * Only a lasting refusal of this recipient or this message (5xx) is a bounce. Refused sign-ins, senders and connections
 * concern the operator's set-up: the mail waits until that is mended. Server texts are left out: they hold addresses.
 */
function failureOf(error: unknown): MailDelivery {
  if (!(error instanceof Error && 'code' in error)) throw error
  const { code, command, responseCode } = error as { code: unknown; command?: unknown; responseCode?: unknown }
  if (typeof responseCode !== 'number') return { state: 'deferred', code: String(code) }
  const concernsThisMail = command === 'RCPT TO' || command === 'DATA'
  return { state: concernsThisMail && responseCode >= 500 ? 'bounced' : 'deferred', code: String(responseCode) }
}
