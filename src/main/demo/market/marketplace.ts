import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import path from 'node:path'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { restrictionViewSchema } from '#contracts/seller-api.ts'
import { applyChange, emptyLedger, type Ledger, noteWebhook, sellerLines, wasSeen } from './ledger.ts'
import { ApiRefused, openPublicApi } from './public-api.ts'
import { demoShops, slowShops } from './shops.ts'

/**
 * A marketplace as an outsider would build one: a process of its own that is told an address and an API key, and knows
 * nothing but the public interface. It registers shops and a webhook, takes capabilities away from its own sellers and
 * gives them back as it is told, and acknowledges each change. `GET /sellers.json` on its port shows its own table.
 *
 * Environment: BASE_URL, API_KEY, STATE_FILE, HOOK_NAME (tells its endpoint from another marketplace's), SHOPS ('1'
 * registers the demo's shops). Prints one line of JSON, `{ "port": … }`, when it is ready.
 */
const env = z
  .object({ BASE_URL: z.url(), API_KEY: z.string(), STATE_FILE: z.string(), HOOK_NAME: z.string(), SHOPS: z.string() })
  .parse(process.env)
const api = openPublicApi(env.BASE_URL, env.API_KEY)
const hookPath = `/hooks/${env.HOOK_NAME}`
const bodyMaxBytes = 256 * 1024

const slow: readonly string[] = Object.values(slowShops)

const hookSchema = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({
    sellerId: z.string(),
    caseId: z.string().optional(),
    restrictionId: z.string().optional(),
    capability: restrictionViewSchema.shape.capability.optional(),
  }),
})

const readLedger = async (): Promise<Ledger> => {
  try {
    return JSON.parse(await readFile(env.STATE_FILE, 'utf8')) as Ledger
  } catch {
    // A first start, or a file that a crash cut short: what the sellers may do is asked for below in any case.
    return emptyLedger()
  }
}

let ledger = await readLedger()
const save = async (): Promise<void> => {
  await mkdir(path.dirname(env.STATE_FILE), { recursive: true })
  const partial = `${env.STATE_FILE}.partial-${process.pid}`
  await writeFile(partial, JSON.stringify(ledger))
  await rename(partial, env.STATE_FILE)
}

/** One change after the other, so that two webhooks never write over each other. */
let last: Promise<unknown> = Promise.resolve()
const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
  const done = last.then(task)
  last = done.catch(() => {})
  return done
}

const carryOut = async (
  restrictionId: string,
  sellerId: string,
  capability: z.infer<typeof restrictionViewSchema>['capability'],
  change: 'applied' | 'lifted',
): Promise<void> => {
  if (change === 'lifted' && slow.includes(sellerId)) return
  ledger = applyChange(ledger, { sellerId, capability, change })
  await save()
  await api.acknowledge(restrictionId, change).catch((error: unknown) => {
    // Told of an older state than the case is in by now: the newer webhook is on its way.
    if (!(error instanceof ApiRefused && error.status === 409)) throw error
  })
}

const receive = async (id: string, verified: unknown): Promise<void> => {
  if (wasSeen(ledger, id)) return
  const { type, timestamp, data } = hookSchema.parse(verified)
  const change = type === 'restriction.applied' ? 'applied' : type === 'restriction.lifted' ? 'lifted' : null
  if (change && data.restrictionId && data.capability)
    await carryOut(data.restrictionId, data.sellerId, data.capability, change)
  if (type === 'registration.confirmed' && data.caseId) await api.acknowledgeRegistration(data.caseId)
  ledger = noteWebhook(ledger, id, {
    at: timestamp,
    type,
    sellerId: data.sellerId,
    capability: data.capability ?? null,
  })
  await save()
}

/** While it was away a marketplace misses nothing that it can ask for. */
const catchUp = async (): Promise<void> => {
  const known = new Set([
    ...Object.keys(ledger.sellers),
    ...(await api.listCases('?limit=200')).cases.map((one) => one.sellerId),
  ])
  for (const sellerId of known) {
    const { restrictions } = await api.restrictions(sellerId)
    ledger = { ...ledger, sellers: { ...ledger.sellers, [sellerId]: ledger.sellers[sellerId] ?? [] } }
    for (const { id, capability, state } of [...restrictions].reverse())
      await carryOut(id, sellerId, capability, state === 'applying' || state === 'applied' ? 'applied' : 'lifted')
  }
}

const reportEveryMs = 30_000
const reportsAtOnce = 500

/** [RE2] What is really so, by its own table: what its back office forgot is found by it. */
const report = async (): Promise<void> => {
  const asOf = new Date().toISOString()
  const lines = sellerLines(ledger).slice(-reportsAtOnce)
  if (lines.length > 0)
    await api.report(lines.map(({ sellerId, taken }) => ({ sellerId, asOf, restricted: [...taken] })))
}

const flipSchema = z.object({ sellerId: z.string(), capability: restrictionViewSchema.shape.capability })

/** As a person in the back office would, whom nobody asked. */
const flip = async (asked: unknown): Promise<void> => {
  const { sellerId, capability } = flipSchema.parse(asked)
  const isTaken = ledger.sellers[sellerId]?.includes(capability) ?? false
  ledger = applyChange(ledger, { sellerId, capability, change: isTaken ? 'lifted' : 'applied' })
  await save()
}

const bodyOf = async (request: IncomingMessage): Promise<string | null> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > bodyMaxBytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

let secret: Webhook | null = null
const server = createServer((request, response) => {
  const handle = async (): Promise<void> => {
    if (request.method === 'GET' && request.url === '/sellers.json')
      return answer(response, 200, { sellers: sellerLines(ledger), entries: ledger.entries })
    if (request.method === 'POST' && request.url === '/flip') {
      const asked: unknown = JSON.parse((await bodyOf(request)) ?? 'null')
      await inTurn(() => flip(asked))
      return answer(response, 200, {})
    }
    if (request.method !== 'POST' || request.url !== hookPath) return answer(response, 404, {})
    const body = await bodyOf(request)
    const id = request.headers['webhook-id']
    if (body === null || typeof id !== 'string' || !secret) return answer(response, 503, {})
    let verified: unknown
    try {
      verified = secret.verify(body, request.headers as Record<string, string>)
    } catch {
      return answer(response, 401, {})
    }
    await inTurn(() => receive(id, verified))
    return answer(response, 200, {})
  }
  handle().catch(() => answer(response, 500, {}))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
const port = address && typeof address === 'object' ? address.port : 0

if (env.SHOPS === '1')
  for (const shop of demoShops)
    if (!ledger.sellers[shop.sellerId]) {
      await api.putSeller(shop)
      ledger = { ...ledger, sellers: { ...ledger.sellers, [shop.sellerId]: [] } }
    }
for (const { id, url } of (await api.webhooks()).webhooks)
  if (new URL(url).pathname === hookPath) await api.removeWebhook(id)
const endpoint = await api.addWebhook(`http://127.0.0.1:${port}${hookPath}`, ['*'])
secret = new Webhook(endpoint.secret)
await inTurn(catchUp)
await save()
process.stdout.write(`${JSON.stringify({ port })}\n`)
// One that fails is made good by the next.
setInterval(() => void inTurn(report).catch(() => {}), reportEveryMs).unref()

/** Asked to stop, it takes its endpoint back, so that nobody goes on calling a port that is closed. */
const stop = async (): Promise<void> => {
  server.close()
  await api.removeWebhook(endpoint.id).catch(() => {})
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The parent is gone, however it went: nobody would look at this marketplace any more.
process.stdin.on('end', stop).resume()
