import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { say } from './say.mjs'

/**
 * Does work that must not be done twice at once on one checkout. The lock is a file that names the process that holds
 * it; a lock whose process is gone is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true })
  let saidSo = false
  while (!take(path)) {
    if (!saidSo) say(`Another command is preparing this checkout; waiting for it (${path}).`)
    saidSo = true
    await wait(200)
  }
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** @param {string} path */
function take(path) {
  const own = `${path}.${process.pid}`
  try {
    // Written aside and linked into place: the lock never stands there without saying whose it is.
    writeFileSync(own, /** @type {string} */ (nameOf(process.pid)))
    linkSync(own, path)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
  } finally {
    rmSync(own, { force: true })
  }
  const holder = holderOf(path)
  if (holder !== null && !isAlive(holder)) takeAway(path, holder)
  return false
}

/**
 * Takes a dead holder's lock away. It is moved aside before it is judged again, since between the look and the move
 * another process may have taken it over; then it is put back.
 * @param {string} path
 * @param {string} deadHolder
 */
function takeAway(path, deadHolder) {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
    if (holderOf(aside) !== deadHolder) linkSync(aside, path)
  } catch {
    // Gone already, or taken again already: either way the next round decides.
  } finally {
    rmSync(aside, { force: true })
  }
}

/** @param {string} path */
function holderOf(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** @param {string} holder */
const isAlive = (holder) => nameOf(Number(holder.split(' ')[0])) === holder

/**
 * A name for a running process that no later process with the same id has: in containers the ids repeat with every
 * start. Where the start time cannot be read, the id alone must do. Null when there is no such process.
 * @param {number} pid
 */
function nameOf(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return null
  }
  try {
    // Fields after the program's name, which may itself hold blanks; the start time is field 22 of proc(5).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return `${pid}`
  }
}
