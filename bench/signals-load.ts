import { openWire, type Wire } from './signals-wire.ts'

/** Sends signals from a process of its own: `node signals-load.ts URL KEY SHOPS CASE`; told by messages what to do. */
export type LoadOrder =
  | { do: 'singles'; perSecond: number; seconds: number; connections: number }
  | { do: 'batches'; count: number; size: number }
  | { do: 'look'; seconds: number; duringBatches: number }
export type LoadAnswer = { tookMs: number[]; done: number; wrong: number; seconds: number }

const [url = '', key = '', shops = '1', caseId = ''] = process.argv.slice(2)
let no = 0
const run = Date.now().toString(36)

const data = (at: number): object => {
  const kind = at % 20
  if (kind < 12)
    return {
      type: 'login',
      ip: `203.0.113.${at % 7}`,
      device: `device-${at % 3}`,
      userAgent: 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
      place: { country: 'CN', latitudeDeg: 30.3, longitudeDeg: 120.2 },
      network: 'home',
    }
  if (kind < 16) return { type: 'order', amount: 20 + (at % 50), currency: 'USD' }
  if (kind < 19) return { type: 'listings-added', count: 1 + (at % 5), category: 'phone-cases' }
  return { type: 'withdrawal', amount: 100 + (at % 30), currency: 'USD' }
}

const signal = (): object => {
  no += 1
  // Spread over the shops in no order, as what many people do is.
  const shop = (no * 7919) % Number(shops)
  return { id: `${run}-${no}`, sellerId: `shop-${shop}`, at: new Date().toISOString(), data: data(no) }
}

/** At a fixed rate, whatever the answers take; a delay is counted from when it was to be sent. */
const singles = async ({
  perSecond,
  seconds,
  connections,
}: Extract<LoadOrder, { do: 'singles' }>): Promise<LoadAnswer> => {
  const wires = await Promise.all(Array.from({ length: connections }, () => openWire(url, key)))
  const tookMs: number[] = []
  let wrong = 0
  const total = perSecond * seconds
  const beganMs = performance.now()
  let next = 0
  const work = async (wire: Wire): Promise<void> => {
    while (next < total) {
      const dueMs = beganMs + (next * 1000) / perSecond
      next += 1
      const waitMs = dueMs - performance.now()
      if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
      const status = await wire.ask('POST', '/v1/signals', JSON.stringify(signal()))
      tookMs.push(performance.now() - dueMs)
      if (status !== 202) wrong += 1
    }
  }
  await Promise.all(wires.map(work))
  const took = (performance.now() - beganMs) / 1000
  for (const wire of wires) wire.close()
  return { tookMs, done: total, wrong, seconds: took }
}

const batches = async ({ count, size }: Extract<LoadOrder, { do: 'batches' }>): Promise<LoadAnswer> => {
  const wire = await openWire(url, key)
  const bodies = Array.from({ length: count }, () =>
    JSON.stringify({ signals: Array.from({ length: size }, () => signal()) }),
  )
  const tookMs: number[] = []
  let wrong = 0
  const beganMs = performance.now()
  for (const body of bodies) {
    const sentMs = performance.now()
    if ((await wire.ask('POST', '/v1/signals', body)) !== 200) wrong += 1
    tookMs.push(performance.now() - sentMs)
  }
  wire.close()
  return { tookMs, done: count * size, wrong, seconds: (performance.now() - beganMs) / 1000 }
}

/** An innocent question, twenty times a second, alone or while batches are being taken. */
const look = async ({ seconds, duringBatches }: Extract<LoadOrder, { do: 'look' }>): Promise<LoadAnswer> => {
  const wire = await openWire(url, key)
  const tookMs: number[] = []
  let wrong = 0
  let isOver = false
  const busy = duringBatches > 0 ? batches({ do: 'batches', count: duringBatches, size: 10_000 }) : null
  busy?.finally(() => {
    isOver = true
  })
  const beganMs = performance.now()
  while (busy ? !isOver : performance.now() < beganMs + seconds * 1000) {
    const askedMs = performance.now()
    if ((await wire.ask('GET', `/v1/cases/${caseId}`)) !== 200) wrong += 1
    tookMs.push(performance.now() - askedMs)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  wire.close()
  const done = (await busy)?.done ?? 0
  return { tookMs, done, wrong, seconds: (performance.now() - beganMs) / 1000 }
}

process.on('message', async (order: LoadOrder) => {
  const answer =
    order.do === 'singles' ? await singles(order) : order.do === 'batches' ? await batches(order) : await look(order)
  process.send?.(answer)
})
process.on('disconnect', () => process.exit(0))
