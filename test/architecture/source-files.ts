import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project, whatever the folder the tests were started from. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The TypeScript files of a folder and all below it, as paths from the project with forward slashes, sorted. */
export function typeScriptFiles(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('/generated/') && !path.includes('/node_modules/'))
    .sort()
}

/** Every file under version control, and those that would be with the next `git add`; null outside a git checkout. */
export function trackedFiles(): string[] | null {
  try {
    const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: projectRoot,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return [...new Set(list.split('\0').filter((path) => path !== ''))].sort()
  } catch {
    return null
  }
}
