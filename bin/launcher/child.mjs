import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * Runs a command to its end. Its output is passed on as it comes, or kept and returned when `quiet`; either way it goes
 * to our error stream and never into the output of the command that the person asked for.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} options
 * @returns {Promise<string>} what it wrote, when quiet
 * @throws when it could not be started or did not end with 0
 */
export function run(file, args, { cwd, env = process.env, quiet = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data))
    const endChild = () => child.kill()
    process.once('exit', endChild)
    child.on('error', (error) => reject(new Error(`Cannot run ${file}: ${error.message}`)))
    child.on('close', (code, signal) => {
      process.off('exit', endChild)
      if (code === 0) resolve(output)
      else
        reject(
          new Error(`${file} ${args.join(' ')} ended with ${signal ?? code}.${output ? `\n${output.trimEnd()}` : ''}`),
        )
    })
  })
}

const parentAtStart = process.ppid

/**
 * Whether this process was started by npm or npx and nobody stands in for it yet. They put a shell in between, which
 * dies of a signal without passing it on, so that a server would outlive the `npm start` that was told to end.
 */
export const needsStandIn = () =>
  process.env.npm_lifecycle_event !== undefined && process.env.COUNTERSIGN_STAND_IN !== String(parentAtStart)

/**
 * Stands in for a child until it ends: signals go to it, so does the end of our own parent, and this process ends the
 * way the child did.
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<never>}
 */
export function standInFor(file, args, env) {
  return new Promise((_resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', env: { ...env, COUNTERSIGN_STAND_IN: String(process.pid) } })
    if (needsStandIn()) {
      const watch = setInterval(() => {
        if (process.ppid === parentAtStart) return
        clearInterval(watch)
        child.kill('SIGTERM')
      }, 250)
    }
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'])) {
      // A terminal sends Ctrl-C to parent and child alike; passing it on would make it two.
      process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)))
    }
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (signal === null) process.exit(code ?? 1)
      // 128 + number is how a shell reports it, for parents that see only the code.
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
      setTimeout(() => process.exit(128 + constants.signals[signal]), 100)
    })
  })
}
