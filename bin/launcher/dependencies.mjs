import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { withLock } from './lock.mjs'
import { cacheFolder, projectRoot } from './paths.mjs'
import { npmCommand, quietNpm } from './runtime.mjs'
import { withProgress } from './say.mjs'

/**
 * @typedef {{ integrity?: string, version?: string, optional?: boolean, link?: boolean,
 *   os?: string[], cpu?: string[], libc?: string[] }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

const stampPath = join(cacheFolder, 'dependencies.stamp')

/** Sees to it that the installed packages are those of the lockfile; nothing is fetched when they are. */
export async function ensureDependencies() {
  if (isStamped()) return
  await withLock(join(cacheFolder, 'prepare.lock'), async () => {
    if (isStamped()) return
    if (!isInstalled()) {
      const again = existsSync(join(projectRoot, 'node_modules')) ? 'the lockfile has changed' : 'first start only'
      await withProgress(`Installing packages (${again})`, install)
      if (!isInstalled())
        throw new Error(
          'npm has installed other packages than the lockfile names. Is package.json out of step with it?',
        )
    }
    mkdirSync(cacheFolder, { recursive: true })
    writeFileSync(stampPath, lockDigest())
  })
}

// `npm install --no-save` and not `npm ci`: npm leaves out of a lockfile the builds for platforms that its registry did
// not offer on the day, and `npm ci` then refuses that lockfile everywhere. What is installed is compared afterwards.
async function install() {
  const npm = npmCommand()
  await run(npm.file, [...npm.args, 'install', '--no-save', '--include=dev', ...quietNpm], { cwd: projectRoot })
}

/** The stamp saves reading two lockfiles of some hundred kilobytes at every start. */
function isStamped() {
  if (!existsSync(join(projectRoot, 'node_modules', '.package-lock.json'))) return false
  try {
    return readFileSync(stampPath, 'utf8') === lockDigest()
  } catch {
    return false
  }
}

function lockDigest() {
  const lock = readFileSync(join(projectRoot, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

function isInstalled() {
  try {
    return installedMatches(readLock('package-lock.json'), readLock('node_modules/.package-lock.json'))
  } catch {
    return false
  }
}

/** @param {string} path @returns {Lock} */
const readLock = (path) => JSON.parse(readFileSync(join(projectRoot, path), 'utf8'))

/**
 * Whether what npm wrote down as installed is what the lockfile asks for on this platform.
 * @param {Lock} wanted
 * @param {Lock} installed
 */
export function installedMatches(wanted, installed) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '' || entry.link) return true
    const found = installed.packages[path]
    if (found === undefined) return entry.optional === true && !isForThisPlatform(entry)
    return found.integrity === entry.integrity && found.version === entry.version
  })
}

/**
 * Whether an optional package is a build made for exactly this platform, so that its absence is a defect. An optional
 * package that names no platform is somebody's fallback and may be absent.
 * @param {LockEntry} entry
 */
function isForThisPlatform({ os, cpu, libc }) {
  if (os === undefined || cpu === undefined) return false
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report?.getReport() ?? {})
  const ourLibc = report.header?.glibcVersionRuntime ? 'glibc' : 'musl'
  return os.includes(process.platform) && cpu.includes(process.arch) && (libc === undefined || libc.includes(ourLibc))
}
