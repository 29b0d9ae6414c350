import { Webhook } from 'standardwebhooks'
import type { Clock } from '#app/ports/clock.ts'
import type { Sms, SmsDelivery } from '#app/ports/sms.ts'
import { isPhoneNumber } from './phone-number.ts'

export type WebhookSmsOptions = {
  /** `whsec_…`, as Standard Webhooks writes it. */
  secret: string
  clock: Clock
  /** For one message, to the end of the answer. Somebody waits for it at a page. */
  timeoutMs?: number
}

const timeoutMsDefault = 10_000
const answerCharsMax = 4096

/**
 * Text messages through whatever the operator has: `POST url` with `{ id, to, text }`, signed as Standard Webhooks says
 * (`webhook-id`, `webhook-timestamp`, `webhook-signature`). 2xx is accepted, with the transport's own `id` if the answer
 * names one; other 4xx answers than 408, 425 and 429 are a number that cannot be reached; anything else may work later. The same `id` again is
 * the same message. Redirects are not followed: a signed message goes where the operator said.
 */
export const openWebhookSms = (
  url: string,
  { secret, clock, timeoutMs = timeoutMsDefault }: WebhookSmsOptions,
): Sms => {
  const signer = new Webhook(secret)
  return {
    async send(message) {
      if (!isPhoneNumber(message.to)) return { state: 'bounced', code: 'bad-number' }
      const body = JSON.stringify({ id: message.id, to: message.to, text: message.text })
      const at = new Date(clock.nowMs())
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'content-type': 'application/json',
            'webhook-id': message.id,
            'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
            'webhook-signature': signer.sign(message.id, at, body),
          },
          body,
        })
        return deliveryOf(response.status, await response.text(), message.id)
      } catch (error) {
        return {
          state: 'deferred',
          code: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable',
        }
      }
    },
  }
}

const worthAnotherTry: ReadonlySet<number> = new Set([408, 425, 429])

const deliveryOf = (status: number, answer: string, id: string): SmsDelivery => {
  if (status >= 200 && status < 300) return { state: 'accepted', transportId: transportIdIn(answer) ?? id }
  const code = `status-${status}`
  return status >= 400 && status < 500 && !worthAnotherTry.has(status)
    ? { state: 'bounced', code }
    : { state: 'deferred', code }
}

const transportIdIn = (answer: string): string | null => {
  if (answer.length > answerCharsMax) return null
  try {
    const { id } = JSON.parse(answer) as { id?: unknown }
    return typeof id === 'string' && id !== '' ? id.slice(0, 200) : null
  } catch {
    return null
  }
}
