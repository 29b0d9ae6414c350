import { type ChildProcess, spawn } from 'node:child_process'

/** Starts a TypeScript file under this Node and collects the lines that it writes. */
export function startProcess(
  file: string,
  args: string[],
  options: { nodeArgs?: string[]; env?: NodeJS.ProcessEnv } = {},
) {
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    for (const check of waiting) check()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    child: child as ChildProcess,
    lines,
    closed,
    /** Everything it wrote to standard error. */
    errors: () => errors,
    /** Resolves when it has written that many lines; rejects when it ends before. */
    untilLines: (count: number) =>
      new Promise<void>((resolve, reject) => {
        const check = () => {
          if (lines.length < count) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        void closed.then(() => reject(new Error(`the process ended after ${lines.length} lines: ${errors}`)))
        check()
      }),
    /** `kill -9`; resolves when it is gone and all that it had written was read. */
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
