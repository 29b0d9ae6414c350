/** One delivery try of one webhook, signed after Standard Webhooks. When to try again: `#domain/webhook-retry.ts`. */

export type WebhookCall = {
  /** The endpoint as registered by the marketplace. */
  url: string
  /** `whsec_…`: the endpoint's own secret. */
  secret: string
  /** `webhook-id`, the same on every try of one event, so that the receiver can drop repeats. */
  id: string
  /** The time of this try, milliseconds since the epoch. */
  atMs: number
  /** The JSON text, byte for byte what is signed. */
  body: string
}

export type WebhookFailure =
  /** The URL is malformed, or not HTTPS where that is demanded. */
  | 'bad-url'
  /** The name resolves to a private, loopback, link-local or otherwise special address. */
  | 'address-refused'
  | 'unresolvable'
  | 'unreachable'
  | 'timeout'
  /** Redirects are never followed: they would lead a checked address to an unchecked one. */
  | 'redirect'
  /** Any answer but 2xx. */
  | 'status'

export type WebhookResult =
  | { state: 'delivered'; status: number; tookMs: number }
  /** `gone`: the receiver answered 410 and wants no more. */
  | { state: 'failed'; why: WebhookFailure; status: number | null; gone: boolean; tookMs: number }

export type Webhooks = { deliver(call: WebhookCall): Promise<WebhookResult> }
