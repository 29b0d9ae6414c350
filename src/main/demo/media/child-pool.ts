import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** How often an order is given before its failure is taken for good. */
const triesPerOrder = 3
/** An order takes seconds, on a machine full of other work a minute; a child that takes longer has hung. */
const orderLimitMs = 180_000

type Order = { order: unknown; tries: number }

/**
 * Gives orders to a script that reads JSON lines and answers each with a line, over `workers` processes; an order goes
 * to whichever is free. A process that dies (the native rasteriser and codecs now and then do) is replaced and its order
 * given again; so is one that hangs. Resolves when all are answered; rejects with the end of what the script printed to standard error
 * when an order failed each time.
 */
export const runOrders = async (
  script: string,
  argument: string,
  orders: readonly unknown[],
  workers: number,
): Promise<void> => {
  const waiting: Order[] = orders.map((order) => ({ order, tries: 0 }))
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const { left, complaint } = await serve(script, argument, waiting)
      if (!left) return
      if (left.tries >= triesPerOrder) throw new Error(`The media generator stopped: ${complaint}`)
      waiting.unshift(left)
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, orders.length) }, work))
}

/** Works off `waiting` with one process; answers the order it died over, or null when nothing was left to do. */
const serve = (
  script: string,
  argument: string,
  waiting: Order[],
): Promise<{ left: Order | null; complaint: string }> =>
  new Promise((resolve, reject) => {
    // The codec library that came with the package, never one that happens to be on the machine.
    const env = { ...process.env, NODE_WEBCODECS_FORCE: 'static' }
    const child = spawn(process.execPath, ['--no-warnings', script, argument], { stdio: ['pipe', 'pipe', 'pipe'], env })
    let complaint = ''
    child.stderr.on('data', (data: Buffer) => {
      complaint = (complaint + data.toString()).slice(-2000)
    })
    // A child that died has closed its input; its end is told by `close`.
    child.stdin.on('error', () => {})
    let current: Order | null = null
    const limit = setTimeout(() => child.kill('SIGKILL'), orderLimitMs)
    const give = () => {
      limit.refresh()
      current = waiting.shift() ?? null
      if (!current) return child.stdin.end()
      current.tries++
      child.stdin.write(`${JSON.stringify(current.order)}\n`)
    }
    createInterface({ input: child.stdout }).on('line', give)
    child.on('error', reject)
    // How a process left that has answered everything matters to nobody.
    child.on('close', (code, signal) => {
      clearTimeout(limit)
      resolve({ left: current, complaint: `${signal ?? code} ${complaint}` })
    })
    give()
  })
