import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { DatabaseInUseError } from '#app/ports/database.ts'

/**
 * Keeps a second process out of a data directory; the embedded engine has no lock of its own and two writers destroy it.
 *
 * The lock is a file that names its process by pid, start time and boot, so neither a pid that was given to another
 * program nor a reboot keeps a dead lock alive. Where the holder cannot be looked at (another container on the same
 * volume), its heartbeat decides: the file's time is renewed every few seconds.
 */
type Holder = { pid: number; startedAt: string; machine: string; token: string }

const heartbeatMs = 3_000
const silentMs = 15_000

export type DirectoryLock = { release(): void }

/** Takes the lock, taking over a dead holder's. Waits up to 15 s only for a holder that can only be judged by heartbeat. */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = `${directory}/lock`
  const own: Holder = {
    pid: process.pid,
    startedAt: startOf(process.pid) ?? '',
    machine: machine(),
    token: randomUUID(),
  }
  while (!create(path, own)) {
    const found = read(path)
    if (!found) continue
    const state = judge(found.holder, found.renewedMs)
    if (state === 'alive') throw inUse(directory, found.holder)
    if (state === 'unknown') await new Promise((resume) => setTimeout(resume, 500))
    else takeAway(path, found.text, directory)
  }
  const heartbeat = setInterval(() => renew(path), heartbeatMs)
  heartbeat.unref()
  return {
    release() {
      clearInterval(heartbeat)
      if (read(path)?.holder?.token === own.token) fs.rmSync(path, { force: true })
    },
  }
}

/** `unknown` becomes `dead` when nobody renews the lock any more. */
export function judge(holder: Holder | undefined, renewedMs: number, nowMs = Date.now()): 'alive' | 'dead' | 'unknown' {
  const silent = nowMs - renewedMs > silentMs
  if (!holder) return silent ? 'dead' : 'unknown'
  const [boot, space] = holder.machine.split(' ')
  const [ownBoot, ownSpace] = machine().split(' ')
  if (space === ownSpace && boot !== ownBoot) return 'dead'
  if (space !== ownSpace) return silent ? 'dead' : 'unknown'
  return isRunning(holder.pid) && (startOf(holder.pid) ?? '') === holder.startedAt ? 'alive' : 'dead'
}

/** The machine's current boot and the set of pids that this process can see. */
function machine(): string {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return 'unknown unknown'
  }
}

/** When a process started, in clock ticks since boot; undefined where there is no /proc. Source: proc(5), field 22. */
function startOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function create(path: string, holder: Holder): boolean {
  try {
    fs.writeFileSync(path, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function read(path: string): { text: string; holder: Holder | undefined; renewedMs: number } | undefined {
  try {
    const text = fs.readFileSync(path, 'utf8')
    return { text, holder: parse(text), renewedMs: fs.statSync(path).mtimeMs }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null
    return typeof holder?.pid === 'number' && typeof holder.machine === 'string' ? (holder as Holder) : undefined
  } catch {
    return undefined
  }
}

/** Removes a dead lock. Of two processes that do so at once, one may catch the other's new lock, and then puts it back. */
function takeAway(path: string, deadText: string, directory: string) {
  const aside = `${path}.${randomUUID()}`
  try {
    fs.renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const taken = read(aside)
  if (taken && taken.text !== deadText) {
    fs.linkSync(aside, path)
    fs.rmSync(aside)
    throw inUse(directory, taken.holder)
  }
  fs.rmSync(aside, { force: true })
}

function renew(path: string) {
  const now = new Date()
  try {
    fs.utimesSync(path, now, now)
  } catch {
    // Somebody removed the file or the folder; the next start will judge by the process instead.
  }
}

function inUse(directory: string, holder: Holder | undefined): DatabaseInUseError {
  return new DatabaseInUseError(`the database in ${directory} is in use by process ${holder?.pid ?? 'unknown'}`)
}
