import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export type OwnServer = { url: string; stop(): Promise<void> }

const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url))
const readyWithinMs = 120_000
const stopWithinMs = 15_000

/** A server of the product as `serve` starts it, in a process of its own, on a free port with its data in `folder`. */
export const startOwnServer = async (folder: string): Promise<OwnServer> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    MODELS_DIR: process.env.MODELS_DIR,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: path.join(folder, 'data'),
    DEMO: '1',
    LOG_LEVEL: 'warn',
    // Two sellers at once, so that neither waits for the other's inspection.
    WORKERS: '2',
  }
  const child = spawn(process.execPath, ['--no-warnings', cli, 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (data: Buffer) => {
    complaint = (complaint + data.toString()).slice(-2000)
  })
  const closed = once(child, 'close').then(() => {
    throw new Error(`the server stopped: ${complaint}`)
  })
  closed.catch(() => {})
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
    await closed.catch(() => {})
    clearTimeout(late)
  }
  try {
    await Promise.race([ready(url), closed])
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

const ready = async (url: string): Promise<void> => {
  const endsAt = performance.now() + readyWithinMs
  for (;;) {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => null)
    if (response?.ok) return
    if (performance.now() > endsAt) throw new Error('the server was not ready in time')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (!address || typeof address !== 'object') throw new Error('no free port')
  return address.port
}
