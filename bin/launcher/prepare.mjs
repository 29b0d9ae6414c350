import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from './child.mjs'
import { withLock } from './lock.mjs'
import { cacheFolder, projectRoot } from './paths.mjs'
import { withProgress } from './say.mjs'

const webFolder = join(projectRoot, 'dist', 'web')
const stampPath = join(cacheFolder, 'web-build.stamp')

/** What the pages are made of; a change in any of these files makes a new build. */
const webSources = ['src/web', 'src/contracts', 'src/domain', 'src/locales', 'vite.config.ts', 'package-lock.json']

/** Fetches the pinned model weights that are not there yet; says nothing new when all are. */
export async function fetchModels() {
  await run(process.execPath, ['src/main/cli.ts', 'models', 'fetch'], { cwd: projectRoot })
}

/**
 * Builds the pages into `dist/web` when their sources have changed since the last build.
 * @param {{ force?: boolean }} [options]
 */
export async function buildWeb({ force = false } = {}) {
  const digest = webDigest()
  if (!force && isBuilt(digest)) return
  await withLock(join(cacheFolder, 'web-build.lock'), async () => {
    if (!force && isBuilt(digest)) return
    await withProgress('Building the pages', async () => {
      // Built aside and then exchanged, so that a running server never serves half a build.
      const incoming = `${webFolder}.${process.pid}`
      const vite = join('node_modules', 'vite', 'bin', 'vite.js')
      try {
        const options = ['--outDir', incoming, '--emptyOutDir', '--logLevel', 'warn']
        const env = { ...process.env, NODE_ENV: 'production' }
        await run(process.execPath, [vite, 'build', ...options], { cwd: projectRoot, env })
        rmSync(webFolder, { recursive: true, force: true })
        renameSync(incoming, webFolder)
      } finally {
        rmSync(incoming, { recursive: true, force: true })
      }
      mkdirSync(cacheFolder, { recursive: true })
      writeFileSync(stampPath, digest)
    })
  })
}

/** Makes the next `buildWeb` build, for those who write into `dist/web` themselves. */
export const forgetWebBuild = () => rmSync(stampPath, { force: true })

/** @param {string} digest */
function isBuilt(digest) {
  try {
    return existsSync(webFolder) && readFileSync(stampPath, 'utf8') === digest
  } catch {
    return false
  }
}

function webDigest() {
  const hash = createHash('sha256')
  for (const source of webSources) {
    for (const path of filesBelow(join(projectRoot, source))) {
      if (/\.test\.tsx?$/.test(path)) continue
      hash.update(relative(projectRoot, path)).update('\0').update(readFileSync(path)).update('\0')
    }
  }
  return hash.digest('hex')
}

/**
 * The files of a folder and all below it, or the file itself; nothing when it is not there.
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => filesBelow(join(path, entry.name)))
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [path]
    throw error
  }
}
