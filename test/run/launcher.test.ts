import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { projectRoot } from '#test/architecture/source-files.ts'
import { installedMatches } from '../../bin/launcher/dependencies.mjs'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-launcher-'))
  folders.push(folder)
  return folder
}

/** A checkout with our launcher, no dependencies, and a command line that does what the test says. */
function smallCheckout(cli: string): string {
  const folder = temporaryFolder()
  cpSync(join(projectRoot, 'bin'), join(folder, 'bin'), { recursive: true })
  for (const path of ['src/main', 'node_modules']) mkdirSync(join(folder, path), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'package-lock.json'), '{"packages":{}}')
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{"packages":{}}')
  writeFileSync(join(folder, 'src/main/cli.ts'), cli)
  return folder
}

const launcher = (checkout: string) => join(checkout, 'bin', 'countersign.mjs')

test('a command gets its arguments, its folder and its exit code, and its output stays its own', () => {
  const checkout = smallCheckout(`
    const answer: object = { args: process.argv.slice(2), folder: process.cwd() }
    console.log(JSON.stringify(answer))
    process.exit(3)`)
  const elsewhere = temporaryFolder()
  const end = spawnSync(process.execPath, [launcher(checkout), 'inspect', 'a b.webm', '--json'], {
    cwd: elsewhere,
    encoding: 'utf8',
  })
  expect(end.status, end.stderr).toBe(3)
  expect(JSON.parse(end.stdout)).toEqual({ args: ['inspect', 'a b.webm', '--json'], folder: elsewhere })
})

test('a signal reaches the command, which ends in its own way', async () => {
  const checkout = smallCheckout(`
    process.on('SIGTERM', () => { console.log('told to end'); process.exit(5) })
    console.log('ready')
    setInterval(() => {}, 1000)`)
  const child = spawn(process.execPath, [launcher(checkout), 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8')
  for await (const text of child.stdout) {
    output += text
    if (text.includes('ready')) child.kill('SIGTERM')
  }
  if (child.exitCode === null) await once(child, 'exit')
  expect(output).toBe('ready\ntold to end\n')
  expect(child.exitCode).toBe(5)
})

test('a command started by npm ends when npm ends, although the shell between them passes nothing on', async () => {
  const checkout = smallCheckout(`
    process.on('SIGTERM', () => { console.log('told to end'); process.exit(0) })
    console.log('ready')
    setInterval(() => {}, 1000)`)
  // The second command keeps the shell from handing its own process over.
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${launcher(checkout)}" serve; true`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: 'start' },
  })
  let output = ''
  shell.stdout.setEncoding('utf8')
  // Ends only when every process that holds the stream has ended.
  for await (const text of shell.stdout) {
    output += text
    if (text.includes('ready')) shell.kill('SIGTERM')
  }
  expect(output).toBe('ready\ntold to end\n')
})

test('npm runs under the Node that the command runs under', () => {
  const checkout = smallCheckout(`console.log(process.env.PATH)`)
  const end = spawnSync(process.execPath, [launcher(checkout)], {
    encoding: 'utf8',
    env: { ...process.env, PATH: '/usr/bin' },
  })
  expect(end.stdout.split(':')[0]).toBe(join(process.execPath, '..'))
})

test('an unknown script is refused by name', () => {
  const end = spawnSync(process.execPath, [launcher(smallCheckout('')), 'run', 'nope'], { encoding: 'utf8' })
  expect(end.status).toBe(1)
  expect(end.stderr).toContain('"nope"')
  expect(end.stdout).toBe('')
})

test('work under the lock is never done twice at once, also after a holder has died', async () => {
  const folder = temporaryFolder()
  const lock = join(folder, 'lock')
  const journal = join(folder, 'journal')
  // Left behind by a process that was killed, whose id this process has been given since, as happens in containers.
  writeFileSync(lock, `${process.pid} 1`)
  const program = `
    import { appendFileSync } from 'node:fs'
    import { setTimeout as wait } from 'node:timers/promises'
    import { withLock } from ${JSON.stringify(join(projectRoot, 'bin/launcher/lock.mjs'))}
    for (let round = 0; round < 3; round++) await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(journal)}, 'in\\n')
      await wait(5)
      appendFileSync(${JSON.stringify(journal)}, 'out\\n')
    })`
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' }),
  )
  await Promise.all(children.map((child) => once(child, 'exit')))
  expect(children.map((child) => child.exitCode)).toEqual([0, 0, 0, 0])
  expect(readFileSync(journal, 'utf8')).toBe('in\nout\n'.repeat(12))
})

test('installed packages are compared with the lockfile, builds for other platforms left aside', () => {
  const wanted = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0', integrity: 'x' },
      'node_modules/b-other': { version: '1.0.0', integrity: 'y', optional: true, os: ['plan9'], cpu: [process.arch] },
      'node_modules/b-ours': {
        version: '1.0.0',
        integrity: 'z',
        optional: true,
        os: [process.platform],
        cpu: [process.arch],
      },
    },
  }
  const a = { version: '1.0.0', integrity: 'x' }
  const ours = { version: '1.0.0', integrity: 'z' }
  const matches = (packages: Record<string, object>) => installedMatches(wanted, { packages })
  expect(matches({ 'node_modules/a': a, 'node_modules/b-ours': ours })).toBe(true)
  expect(matches({ 'node_modules/a': a })).toBe(false)
  expect(matches({ 'node_modules/b-ours': ours })).toBe(false)
  expect(matches({ 'node_modules/a': { ...a, integrity: 'other' }, 'node_modules/b-ours': ours })).toBe(false)
})
