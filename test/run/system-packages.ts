import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The programs that tests use and npm does not carry. Each knows how to find itself and which Debian package brings it.
 * Tests ask `chromiumPath()` and `postgresBinFolder()`; the runner has made sure of them before.
 */
type SystemTool = {
  name: string
  debianPackage: string
  find: () => string | null
  /** Needed by the long tests alone. */
  longTestsOnly?: boolean
}

const tools: SystemTool[] = [
  { name: 'Chromium', debianPackage: 'chromium', find: findChromium },
  { name: 'Firefox', debianPackage: 'firefox-esr', find: findFirefox, longTestsOnly: true },
  {
    name: 'PulseAudio (Firefox makes no sound without a sound server)',
    debianPackage: 'pulseaudio',
    find: () => onPath('pulseaudio'),
    longTestsOnly: true,
  },
  {
    name: 'coturn (a relay for calls)',
    debianPackage: 'coturn',
    find: () => onPath('turnserver'),
    longTestsOnly: true,
  },
  { name: 'PostgreSQL server', debianPackage: 'postgresql', find: findPostgres },
  { name: 'espeak-ng (a voice for generated recordings)', debianPackage: 'espeak-ng', find: () => onPath('espeak-ng') },
  { name: 'a Chinese font for generated documents', debianPackage: 'fonts-noto-cjk', find: findChineseFont },
]

/** The browser for tests: `CHROMIUM_PATH`, or the first one on the path. Throws when there is none. */
export const chromiumPath = (): string => found('Chromium', findChromium())

/** The other browser that sellers may use: `FIREFOX_PATH`, or the first one on the path. Throws when there is none. */
export const firefoxPath = (): string => found('Firefox', findFirefox())

/** The folder with `postgres`, `initdb` and `pg_ctl` of the newest server installed. Throws when there is none. */
export const postgresBinFolder = (): string => found('PostgreSQL server', findPostgres())

/** Whether the person allowed tests to be left out for want of a program; without it, a missing one is a failure. */
export const skipsAllowed = (): boolean => process.env.COUNTERSIGN_ALLOW_SKIPS === '1'

/** The tools that cannot be found, in words, with the packages that bring them. */
export function missingTools(full: boolean): { name: string; debianPackage: string }[] {
  return tools
    .filter((tool) => (full || !tool.longTestsOnly) && tool.find() === null)
    .map(({ name, debianPackage }) => ({ name, debianPackage }))
}

/**
 * Installs what is missing where that is possible: as root, on a system with apt. Says what it does, since this changes
 * the machine.
 * @returns the tools that are still missing afterwards
 */
export function ensureTools(say: (text: string) => void, full: boolean): { name: string; debianPackage: string }[] {
  const missing = missingTools(full)
  if (missing.length === 0) return []
  const packages = missing.map((tool) => tool.debianPackage)
  say(`Tests need ${missing.map((tool) => tool.name).join(', ')}.`)
  if (process.getuid?.() !== 0 || onPath('apt-get') === null) {
    say(`Install with: sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`)
    return missing
  }
  say(`Installing ${packages.join(' ')} from Debian's packages …`)
  const apt = (args: string[]) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...args], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 10 * 60_000,
    })
  apt(['update'])
  apt(['install', '-y', '--no-install-recommends', ...packages])
  return missingTools(full)
}

function found(name: string, path: string | null): string {
  if (path === null) throw new Error(`${name} is not installed; \`npm test\` says how to get it.`)
  return path
}

function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && named !== '') return isExecutable(named) ? named : null
  return onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome')
}

function findFirefox(): string | null {
  const named = process.env.FIREFOX_PATH
  if (named !== undefined && named !== '') return isExecutable(named) ? named : null
  return onPath('firefox-esr') ?? onPath('firefox')
}

function findPostgres(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...pathFolders()]
  return (
    folders.find((folder) => isExecutable(join(folder, 'postgres')) && isExecutable(join(folder, 'initdb'))) ?? null
  )
}

function findChineseFont(): string | null {
  const folders = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/usr/share/fonts/truetype/noto']
  return (
    folders
      .flatMap((folder) => ['NotoSansCJK-Regular.ttc', 'NotoSansCJKsc-Regular.otf'].map((file) => join(folder, file)))
      .find((path) => existsSync(path)) ?? null
  )
}

const pathFolders = (): string[] => (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')

function onPath(program: string): string | null {
  return (
    pathFolders()
      .map((folder) => join(folder, program))
      .find(isExecutable) ?? null
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
