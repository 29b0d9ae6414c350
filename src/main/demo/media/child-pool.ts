import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * Gives orders to a script that reads JSON lines and answers each with a line, over `workers` processes; an order goes
 * to whichever is free. Resolves when all are answered; rejects with the end of what the script printed to standard
 * error when one dies before that.
 */
export const runOrders = async (
  script: string,
  argument: string,
  orders: unknown[],
  workers: number,
): Promise<void> => {
  const waiting = [...orders]
  const work = async (): Promise<void> => {
    const first = waiting.shift()
    if (first === undefined) return
    // The codec library that came with the package, never one that happens to be on the machine.
    const env = { ...process.env, NODE_WEBCODECS_FORCE: 'static' }
    const child = spawn(process.execPath, ['--no-warnings', script, argument], { stdio: ['pipe', 'pipe', 'pipe'], env })
    let complaint = ''
    child.stderr.on('data', (data: Buffer) => {
      complaint = (complaint + data.toString()).slice(-2000)
    })
    // A child that died has closed its input; its exit code tells the story.
    child.stdin.on('error', () => {})
    let open = 1
    child.stdin.write(`${JSON.stringify(first)}\n`)
    const lines = createInterface({ input: child.stdout })
    lines.on('line', () => {
      const next = waiting.shift()
      if (next === undefined) {
        open = 0
        child.stdin.end()
      } else child.stdin.write(`${JSON.stringify(next)}\n`)
    })
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => {
        // The answer came, so the file is whole; how the process left matters to nobody.
        if (open === 0) resolve()
        else reject(new Error(`The media generator stopped (${code}): ${complaint}`))
      })
    })
  }
  await Promise.all(Array.from({ length: Math.min(workers, orders.length) }, work))
}
