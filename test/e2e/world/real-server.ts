import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Role } from '#contracts/desk-api.ts'
import type { Registration } from '#domain/registration.ts'
import { findNotes } from '#main/demo/installation/sealed-notes.ts'
import { demoKeySchema, demoStaffSchema } from '#main/demo/installation/set-up.ts'
import { totpCode } from '#main/demo/installation/totp.ts'
import { ownNumbers } from '#main/demo/market/own-numbers.ts'
import { openPublicApi, type PublicApi } from '#main/demo/market/public-api.ts'
import { inventedCard, inventedRegistration, type PersonId } from '#main/demo/media/render/invented-identity.ts'
import { blobsUrlDefault, openBlobs } from '#providers/blobs/open-blobs.ts'
import { keysUrlDefault, openKeys } from '#providers/keys/open-keys.ts'

export type StaffSignIn = { name: string; email: string; password: string; codeNow: () => string }

/**
 * The product as `npm start` runs it, as a process of its own on an empty data folder, with the demo's marketplace as
 * another process beside it. It can be killed and started again on the same port and data.
 */
export type RealServer = {
  url: string
  /** The marketplace's side of the interface. */
  marketplace: PublicApi
  signIn: (role: Role) => StaffSignIn
  /** Registers a shop whose representative is one of the men of the footage. */
  register: (sellerId: string, person: PersonId, changes?: Partial<Registration>) => Promise<void>
  /** The evidence of a case, oldest first. */
  events: (caseId: string) => Promise<{ type: string; at: string }[]>
  /** `kill -9`; resolves when it is gone. */
  kill: () => Promise<void>
  /** Starts it again; resolves when it serves. */
  start: () => Promise<void>
  /** Process id of the server that runs now. */
  pid: () => number
  /** What it wrote, for the message of a failing test. */
  output: () => string
  stop: () => Promise<void>
}

const root = fileURLToPath(new URL('../../../', import.meta.url))
const startsWithinMs = 120_000
const stopsWithinMs = 20_000

const freePort = async (): Promise<number> => {
  const holder = createServer()
  holder.listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const address = holder.address()
  holder.close()
  await once(holder, 'close')
  if (!address || typeof address !== 'object') throw new Error('no port was given')
  return address.port
}

export const openRealServer = async (env: Record<string, string> = {}): Promise<RealServer> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-e2e-'))
  const dataDir = path.join(folder, 'data')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let output = ''

  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, ['--no-warnings', 'src/main/cli.ts', 'serve'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir, DEMO: '1', LOG_LEVEL: 'warn', ...env },
    })
    child = started
    const take = (data: Buffer) => {
      output = (output + data.toString()).slice(-20_000)
    }
    started.stdout.on('data', take)
    started.stderr.on('data', take)
    const endsAt = Date.now() + startsWithinMs
    while (!(await isReady(url))) {
      if (started.exitCode !== null || started.signalCode !== null)
        throw new Error(`the server ended while it started:\n${output}`)
      if (Date.now() > endsAt) throw new Error(`the server did not start in time:\n${output}`)
      await sleep(50)
    }
  }

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'close')
    running.kill(signal)
    const late = setTimeout(() => running.kill('SIGKILL'), stopsWithinMs)
    await gone
    clearTimeout(late)
  }

  await start()
  // Only then does the marketplace beside it hear webhooks.
  while (!output.includes('Countersign serves at')) await sleep(50)
  const { apiKey, staff } = await readInstallation(dataDir)
  const marketplace = openPublicApi(url, apiKey.secret)
  return {
    url,
    marketplace,
    signIn(role) {
      const found = staff.find((one) => one.role === role)
      if (!found) throw new Error(`the demo has no ${role}`)
      return { ...found, codeNow: () => totpCode(found.totpSecret, Date.now()) }
    },
    register: async (sellerId, person, changes = {}) => {
      await marketplace.putSeller(
        inventedRegistration(inventedCard(person), { sellerId, ...ownNumbers(sellerId), ...changes }),
      )
    },
    async events(caseId) {
      const headers = { authorization: `Bearer ${apiKey.secret}` }
      const answered = await fetch(`${url}/v1/cases/${caseId}/events`, { headers })
      if (!answered.ok) throw new Error(`the events were answered ${answered.status}`)
      return ((await answered.json()) as { events: { type: string; at: string }[] }).events
    },
    kill: () => end('SIGKILL'),
    start,
    pid: () => child?.pid ?? 0,
    output: () => output,
    async stop() {
      await end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok
  } catch {
    return false
  }
}

/** What the demo page shows to people: the marketplace's key and the staff's sign-ins. */
const readInstallation = async (dataDir: string) => {
  const keys = await openKeys(keysUrlDefault(dataDir), dataDir)
  const blobs = await openBlobs(blobsUrlDefault(dataDir), keys)
  const notes = await findNotes(blobs, keys)
  if (!notes) throw new Error('the server set up no demo')
  const staff = await Promise.all(
    (['reviewer', 'supervisor', 'compliance', 'admin'] as const).map(async (role) =>
      demoStaffSchema.parse(await notes.read(`staff-${role}`)),
    ),
  )
  return { apiKey: demoKeySchema.parse(await notes.read('api-key')), staff }
}
