import { setTimeout as sleep } from 'node:timers/promises'
import type { CaseView } from '#main/demo/market/public-api.ts'
import { type BrowserSession, openBrowserSession } from '#main/demo/play/browser-session.ts'
import { openRealServer, type RealServer } from '#test/e2e/world/real-server.ts'
import { type Bench, type Cell, percentile } from './bench-result.ts'

/**
 * How long a seller waits for the account after the decision: cases whose capabilities are restricted at the demo's
 * marketplace, another process, are passed by a person at the desk's door, and the marketplace hears of it by signed
 * webhooks, gives every capability back and says so. Notarised papers are decided, since they need no recording: from the
 * decision on they take the way of every pass.
 */
const oneByOne = 200
const atATime = 8
const together = 200
const noticedHoursAgo = 73
const within = { restrictedMs: 120_000, restoredMs: 60_000 }

export const bench: Bench = {
  name: 'restoration',
  async run() {
    const server = await openRealServer()
    try {
      const lead = await supervisorOf(server)
      const rows: Cell[][] = []
      rows.push(await decided(server, lead, { count: oneByOne, atATime: 1 }))
      rows.push(await decided(server, lead, { count: together, atATime }))
      return {
        title: 'From the decision to the account given back',
        columns: ['what', 'p50', 'p95', 'p99', 'worst', 'count', 'unit'],
        rows,
        notes: [
          'By the times of the case’s own events: passed, and restored, which is when the last capability is acknowledged.',
          'Embedded database, server and marketplace on this machine; each case has the capabilities that the program blocks.',
        ],
      }
    } finally {
      await server.stop()
    }
  },
}

const supervisorOf = async (server: RealServer): Promise<BrowserSession> => {
  const session = openBrowserSession(server.url)
  const { email, password, codeNow } = server.signIn('supervisor')
  await session.post('/api/auth/sign-in/email', { email, password })
  await session.post('/api/auth/two-factor/verify-totp', { code: codeNow() })
  return session
}

const decided = async (
  server: RealServer,
  lead: BrowserSession,
  { count, atATime: lanes }: { count: number; atATime: number },
): Promise<Cell[]> => {
  const waiting: string[] = []
  for (let no = 1; no <= count; no += 1) waiting.push(await restrictedCase(server, `bench-${lanes}-${no}`))
  const waits: number[] = []
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let caseId = waiting.pop(); caseId !== undefined; caseId = waiting.pop()) {
        await lead.post(`/desk/api/cases/${caseId}/offline-decision`, {
          outcome: 'pass',
          reasons: [],
          note: 'the papers are right',
        })
        waits.push(await restoredAfterMs(server, caseId))
      }
    }),
  )
  const at = (p01: number) => percentile(waits, p01) ?? 'none'
  const what = lanes === 1 ? 'one decision after the other' : `${lanes} decisions at a time`
  return [`passed → every capability acknowledged, ${what}`, at(0.5), at(0.95), at(0.99), at(1), waits.length, 'ms']
}

/** A case past its 72 hours, of which the marketplace has said that everything is blocked, in the lane of papers. */
const restrictedCase = async (server: RealServer, sellerId: string): Promise<string> => {
  await server.register(sellerId, 'a')
  const noticedAt = new Date(Date.now() - noticedHoursAgo * 3_600_000).toISOString()
  const { id } = await server.marketplace.openCase({ sellerId, program: 'aliexpress', noticedAt, note: null })
  const session = openBrowserSession(server.url)
  await session.post('/s/api/session', { token: new URL((await server.marketplace.link(id)).url).hash.slice(1) })
  await session.post(`/s/api/cases/${id}/lane`, { lane: 'offline', way: 'mail' })
  await untilCase(
    server,
    id,
    within.restrictedMs,
    ({ restrictions }) => restrictions.length > 0 && restrictions.every(({ state }) => state === 'applied'),
  )
  return id
}

const restoredAfterMs = async (server: RealServer, caseId: string): Promise<number> => {
  await untilCase(server, caseId, within.restoredMs, ({ restrictions }) =>
    restrictions.every(({ state }) => state === 'lifted'),
  )
  const events = await server.events(caseId)
  const atOf = (type: string): number => {
    const found = events.find((event) => event.type === type)
    if (!found) throw new Error(`case ${caseId} knows of no ${type}`)
    return Date.parse(found.at)
  }
  return atOf('case-restored') - atOf('case-passed')
}

const untilCase = async (
  server: RealServer,
  caseId: string,
  withinMs: number,
  isSo: (seen: CaseView) => boolean,
): Promise<void> => {
  const endsAt = Date.now() + withinMs
  for (;;) {
    const seen = await server.marketplace.readCase(caseId)
    if (isSo(seen)) return
    if (Date.now() > endsAt) throw new Error(`case ${caseId} is still ${JSON.stringify(seen.restrictions)}`)
    await sleep(100)
  }
}
