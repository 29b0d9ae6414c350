import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { LedgerEntry, SellerLine } from './ledger.ts'

export type MarketplaceTable = { sellers: SellerLine[]; entries: LedgerEntry[] }

export type RunningMarketplace = {
  /** What its sellers may not do now, by its own table; null while it is starting. */
  table(): Promise<MarketplaceTable | null>
  /** Takes or gives back one function by hand, as a back office would that nobody asked. False while it is starting. */
  flip(sellerId: string, capability: string): Promise<boolean>
  /** Null while there is none. */
  processId(): number | null
  stop(): Promise<void>
}

export type MarketplaceSettings = {
  baseUrl: string
  apiKey: string
  stateFile: string
  hookName: string
  shops: boolean
  onTrouble: (text: string) => void
}

const script = fileURLToPath(new URL('./marketplace.ts', import.meta.url))
const readySchema = z.object({ port: z.number().int() })
const restartAfterMs = 2000

/** Starts the simulated marketplace and starts it again when it dies. Resolves when it is ready for the first time. */
export const runMarketplace = async (settings: MarketplaceSettings): Promise<RunningMarketplace> => {
  let child: ChildProcess | null = null
  let port: number | null = null
  let stopped = false
  let again: NodeJS.Timeout | null = null

  const start = (): Promise<void> => {
    const env = {
      PATH: process.env.PATH,
      BASE_URL: settings.baseUrl,
      API_KEY: settings.apiKey,
      STATE_FILE: settings.stateFile,
      HOOK_NAME: settings.hookName,
      SHOPS: settings.shops ? '1' : '0',
    }
    const started = spawn(process.execPath, ['--no-warnings', script], { env, stdio: ['pipe', 'pipe', 'pipe'] })
    child = started
    let complaint = ''
    started.stderr.on('data', (data: Buffer) => {
      complaint = (complaint + data.toString()).slice(-1000)
    })
    started.stdin.on('error', () => {})
    return new Promise((resolve) => {
      createInterface({ input: started.stdout }).on('line', (line) => {
        port = readySchema.parse(JSON.parse(line)).port
        resolve()
      })
      started.once('error', (error) => settings.onTrouble(error.message))
      started.once('close', (code) => {
        port = null
        resolve()
        if (stopped) return
        settings.onTrouble(`the simulated marketplace stopped (${code}) and is started again: ${complaint}`)
        again = setTimeout(() => void start(), restartAfterMs)
      })
    })
  }
  await start()

  return {
    async table() {
      if (port === null) return null
      try {
        const response = await fetch(`http://127.0.0.1:${port}/sellers.json`, { signal: AbortSignal.timeout(2000) })
        return (await response.json()) as MarketplaceTable
      } catch {
        return null
      }
    },
    async flip(sellerId, capability) {
      if (port === null) return false
      const body = JSON.stringify({ sellerId, capability })
      const response = await fetch(`http://127.0.0.1:${port}/flip`, {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(2000),
      }).catch(() => null)
      return response?.ok ?? false
    },
    processId: () => (port === null ? null : (child?.pid ?? null)),
    async stop() {
      stopped = true
      if (again) clearTimeout(again)
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      const late = setTimeout(() => child?.kill('SIGKILL'), 3000)
      await closed
      clearTimeout(late)
    },
  }
}
