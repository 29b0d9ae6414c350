import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { needsStandIn, run, standInFor } from './child.mjs'
import { projectRoot, runtimeFolder } from './paths.mjs'
import { fail, withProgress } from './say.mjs'

/** The Node that everything runs under when the one installed is older. A package of the npm registry: the bare binary. */
const pinnedNode = '24.21.0'
const oldestMajor = 24

const packageName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
const packageFolder = join(runtimeFolder, 'node_modules', packageName)
const binary = join(packageFolder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * Returns when this process runs under a Node that is new enough. Otherwise it fetches the pinned one, once, runs the
 * same command under it and never returns.
 */
export async function enterRuntime() {
  if (Number(process.versions.node.split('.')[0]) >= oldestMajor) {
    putOnPath(dirname(process.execPath))
    return
  }
  if (installedVersion(packageFolder) !== pinnedNode) {
    await withProgress(`Fetching Node ${pinnedNode}, since this is ${process.versions.node}`, installRuntime)
  }
  putOnPath(dirname(binary))
  await standInFor(binary, process.argv.slice(1), process.env)
}

/**
 * Hands this process over to Node with the given script of the project: same process id and streams where that can be,
 * so that signals and exit codes need no passing on. `#imports` and relative paths of the script are the project's; the folder that the
 * person stands in stays theirs.
 * @param {string[]} args the script as a path of the project, then its arguments
 */
export function becomeNode([script, ...args]) {
  const command = [process.execPath, join(projectRoot, /** @type {string} */ (script)), ...args]
  if (typeof process.execve === 'function' && process.platform !== 'win32' && !needsStandIn()) {
    process.execve(process.execPath, command, process.env)
  }
  standInFor(process.execPath, command.slice(1), process.env).catch((error) => fail(error.message))
}

/**
 * The npm to call, run by the Node we run under: npm under an older Node silently picks older packages.
 * @returns {{ file: string, args: string[] }}
 */
export function npmCommand() {
  const beside = process.env.npm_execpath
  if (beside !== undefined && /npm-cli\.c?js$/.test(beside) && existsSync(beside)) {
    return { file: process.execPath, args: [beside] }
  }
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] }
}

/** Options that keep npm's words to what went wrong. */
export const quietNpm = ['--no-audit', '--no-fund', '--no-progress', '--no-update-notifier', '--loglevel=error']

async function installRuntime() {
  // Installed aside and moved into place in one step: two launchers that start together both end up with a whole one.
  const aside = join(runtimeFolder, `incoming-${process.pid}-${Date.now()}`)
  mkdirSync(aside, { recursive: true })
  try {
    const npm = npmCommand()
    const spec = `${packageName}@${pinnedNode}`
    const options = ['--no-save', '--no-package-lock', '--ignore-scripts', ...quietNpm]
    await run(npm.file, [...npm.args, 'install', '--prefix', aside, ...options, spec], { cwd: aside })
    const incoming = join(aside, 'node_modules', packageName)
    await run(join(incoming, 'bin', binary.endsWith('.exe') ? 'node.exe' : 'node'), ['--version'], {
      cwd: aside,
      quiet: true,
    })
    if (installedVersion(packageFolder) === pinnedNode) return
    mkdirSync(dirname(packageFolder), { recursive: true })
    if (existsSync(packageFolder)) renameSync(packageFolder, join(aside, 'replaced'))
    renameSync(incoming, packageFolder)
  } catch (error) {
    // Another launcher may have been faster; then there is nothing to complain about.
    if (installedVersion(packageFolder) !== pinnedNode) throw error
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

/** @param {string} folder */
function installedVersion(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
  } catch {
    return null
  }
}

/** @param {string} folder */
function putOnPath(folder) {
  const parts = (process.env.PATH ?? '').split(delimiter)
  if (parts[0] !== folder) process.env.PATH = [folder, ...parts.filter((part) => part !== folder)].join(delimiter)
}
