import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { projectRoot } from '#test/architecture/source-files.ts'

/** How a child of the runners ended. `output` holds what it wrote when it was asked to be quiet. */
export type ChildEnd = { code: number; output: string; timedOut: boolean; elapsedMs: number }

/**
 * Runs Node on a script of the project, within a time. When the time is over the child and all it started are ended, so
 * that no run can hang a machine. A Ctrl-C ends them too.
 */
export async function runNode(
  args: readonly string[],
  options: { timeoutMs: number; quiet?: boolean; env?: NodeJS.ProcessEnv },
): Promise<ChildEnd> {
  const startedAt = performance.now()
  const stream = options.quiet ? 'pipe' : 'inherit'
  // A group of its own: tests start servers and browsers, and these must end with it.
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', stream, stream],
    detached: true,
  })
  let output = ''
  for (const pipe of [child.stdout, child.stderr]) pipe?.setEncoding('utf8').on('data', (text) => (output += text))

  const endGroup = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal)
    } catch {
      // All of the group have ended already.
    }
  }
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    endGroup('SIGKILL')
  }, options.timeoutMs)
  const onSignal = (signal: NodeJS.Signals) => endGroup(signal)
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return { code: code ?? 1, output, timedOut, elapsedMs: performance.now() - startedAt }
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    // What the child left running would hold ports and cores for the next run.
    endGroup('SIGKILL')
  }
}
