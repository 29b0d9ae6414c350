import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { performance } from 'node:perf_hooks'
import { Webhook } from 'standardwebhooks'
import type { Keys } from '#app/ports/keys.ts'
import type { WebhookCall, WebhookFailure, Webhooks } from '#app/ports/webhooks.ts'
import { hasCode } from '../durable-files.ts'
import { isPublicAddress } from './public-address.ts'

export type HttpWebhooksOptions = {
  /** Demo, or an operator's marketplace in the same network: allows private addresses and plain HTTP. */
  allowPrivate: boolean
  /** For one try, from resolving the name to the end of the answer. */
  timeoutMs?: number
  /** Signs beside the endpoint's secret (`v1a`), so that a receiver can check with the public JWKS alone. */
  keys?: Pick<Keys, 'signWebhook'>
}

const timeoutMsDefault = 15_000
/** An answer is read this far out of politeness, then the connection is closed: only its status matters. */
const answerBytesMax = 16_384

/** Webhooks over HTTPS to addresses that were checked: the name is resolved once and that very address is connected to. */
export function createHttpWebhooks(options: HttpWebhooksOptions): Webhooks {
  return {
    async deliver(call) {
      const startedMs = performance.now()
      const failed = (why: WebhookFailure, status: number | null = null) =>
        ({ state: 'failed', why, status, gone: status === 410, tookMs: performance.now() - startedMs }) as const
      const url = parseEndpoint(call.url, options.allowPrivate)
      if (!url) return failed('bad-url')

      const signal = AbortSignal.timeout(options.timeoutMs ?? timeoutMsDefault)
      try {
        const addresses = await resolve(url.hostname, signal)
        if (!options.allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
          return failed('address-refused')
        }
        const headers = await signedHeaders(call, options.keys)
        const status = await post(url, addresses, headers, call.body, signal)
        if (status >= 200 && status < 300) return { state: 'delivered', status, tookMs: performance.now() - startedMs }
        return failed(status >= 300 && status < 400 ? 'redirect' : 'status', status)
      } catch (error) {
        if (signal.aborted) return failed('timeout')
        if (hasCode(error, 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA')) return failed('unresolvable')
        if (isNetworkError(error)) return failed('unreachable')
        throw error
      }
    },
  }
}

/** Null for what is never called: no HTTPS, or a name and password in the address, which would get into logs. */
export function parseEndpoint(text: string, allowPrivate: boolean): URL | null {
  const url = URL.parse(text)
  if (!url || url.username || url.password) return null
  return url.protocol === 'https:' || (allowPrivate && url.protocol === 'http:') ? url : null
}

async function signedHeaders(call: WebhookCall, keys: HttpWebhooksOptions['keys']): Promise<Record<string, string>> {
  const at = new Date(call.atMs)
  const timestamp = String(Math.floor(call.atMs / 1000))
  const signatures = [new Webhook(call.secret).sign(call.id, at, call.body)]
  if (keys) signatures.push(`v1a,${await keys.signWebhook(`${call.id}.${timestamp}.${call.body}`)}`)
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(call.body)),
    'user-agent': 'countersign-webhooks',
    'webhook-id': call.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}

async function resolve(hostname: string, signal: AbortSignal): Promise<LookupAddress[]> {
  const host = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  // The resolver cannot be interrupted, so only the waiting for it ends.
  return Promise.race([lookup(host, { all: true, verbatim: true }), rejectedBy(signal)])
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

/** The status, once the answer has ended or has said enough. */
function post(
  url: URL,
  addresses: LookupAddress[],
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const pinned: LookupFunction = (_, { all }, done) => {
    const [first] = addresses
    if (!first) done(new Error('a name without an address'), '')
    else if (all) done(null, addresses)
    else done(null, first.address, first.family)
  }
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers, lookup: pinned, agent: false, signal }, (incoming) => {
      const status = incoming.statusCode ?? 0
      let readBytes = 0
      incoming.on('data', (part: Buffer) => {
        readBytes += part.length
        if (readBytes > answerBytesMax) incoming.destroy()
      })
      // The status stands, however the rest of the answer ends.
      incoming.on('error', () => resolve(status))
      incoming.on('close', () => resolve(status))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** What sockets and TLS report has a code; a bug of ours has none. */
const isNetworkError = (error: unknown): boolean => error instanceof Error && 'code' in error
