import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { withoutComments } from './code-text.ts'
import { isTestFile } from './room-rules.ts'
import { projectRoot, trackedFiles, typeScriptFiles } from './source-files.ts'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')

const sources = typeScriptFiles('src')
const tests = typeScriptFiles('test')
const all = [...sources, ...tests, ...typeScriptFiles('bench')]

/** Files longer than their limit, each with the reason why it is not split. */
const longFilesAllowed: Record<string, string> = {}

/**
 * The lines a file may have. Words and data need no limit; a test file tells all stories of one thing and is read one
 * story at a time, so it may be longer than code.
 */
function lineLimit(path: string): number {
  if (path.startsWith('src/locales/')) return Number.POSITIVE_INFINITY
  return path.startsWith('test/') || isTestFile(path) ? 450 : 300
}

test('the files of the house were found', () => {
  expect(sources.length).toBeGreaterThan(0)
  expect(tests).toContain('test/architecture/house-style.test.ts')
})

test('files and folders are named in kebab-case', () => {
  // The dot parts a role from a name: `open-case.test.ts`. Routes of the web may begin with $ or _.
  const kebab = /^[$_]{0,2}[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
  const wrong = all.filter((path) => !path.split('/').every((part) => kebab.test(part)))
  expect(wrong).toEqual([])
})

test('nothing is called utils or helpers', () => {
  const drawer = /^(utils?|helpers?|misc|common)$|[-.](utils?|helpers?)$/
  const wrong = all.filter((path) => path.split('/').some((part) => drawer.test(part.replace(/(\.test)?\.tsx?$/, ''))))
  expect(wrong).toEqual([])
})

test('no default exports', () => {
  const wrong = all.filter((path) => !path.endsWith('.config.ts') && hasDefaultExport(path, read(path)))
  expect(wrong).toEqual([])
  expect(hasDefaultExport('a.ts', 'export default 1')).toBe(true)
  expect(hasDefaultExport('a.ts', 'export default function a() {}')).toBe(true)
  expect(hasDefaultExport('a.ts', 'const a = 1\nexport { a as default }')).toBe(true)
  expect(hasDefaultExport('a.ts', 'export const a = "export default 1"')).toBe(false)
})

test('no barrels: a file that only passes on what other files export', () => {
  const wrong = all.filter((path) => isBarrel(path, read(path)))
  expect(wrong).toEqual([])
  expect(isBarrel('a.ts', `export * from './b.ts'`)).toBe(true)
  expect(isBarrel('a.ts', `export * from './b.ts'\nexport const c = 1`)).toBe(false)
})

test('no file is longer than its limit without a written reason', () => {
  const isLong = (path: string) => lineCount(path) > lineLimit(path)
  const long = all.filter((path) => !(path in longFilesAllowed) && isLong(path))
  expect(long.map((path) => `${path}: ${lineCount(path)} lines`)).toEqual([])
  const stale = Object.keys(longFilesAllowed).filter((path) => !all.includes(path) || !isLong(path))
  expect(stale, 'exceptions that are no longer needed').toEqual([])
})

test('the domain has no clock and no randomness', () => {
  const reach =
    /\bDate\.now\(|\bnew Date\(\s*\)|\bMath\.random\(|\bprocess\.|\bperformance\.|\bfetch\(|\brandomUUID\b|\bTemporal\.Now\b|\bsetTimeout\(|\bcrypto\./
  const wrong = sources
    .filter((path) => path.startsWith('src/domain/') && !isTestFile(path))
    .flatMap((path) =>
      codeLines(path)
        .filter(({ text }) => reach.test(text))
        .map(({ line, text }) => `${path}:${line} ${text.trim()}`),
    )
  expect(wrong).toEqual([])
})

test('nothing is left undone or switched off in words', () => {
  // Put together here, so that this file does not find itself.
  const undone = new RegExp(
    ['TO' + 'DO', 'FIX' + 'ME', '@ts-' + 'ignore', '@ts-' + 'nocheck', 'biome-ignore-' + 'all'].join('|'),
  )
  expect(all.filter((path) => undone.test(read(path)))).toEqual([])
  // A focused or a skipped test hides others or itself; `skipIf` with a loud reason is the runner's business.
  const skipped = /\b(test|it|describe)\.(only|skip|todo)\b/
  expect(
    tests
      .concat(sources.filter(isTestFile))
      .filter((path) => path !== 'test/architecture/house-style.test.ts' && skipped.test(read(path))),
  ).toEqual([])
})

test('no file under version control names a machine or a registry', () => {
  const tracked = trackedFiles()
  // A copy without its history has nothing under version control; the checkout that it came from was held to this.
  if (tracked === null) return
  expect(tracked.length).toBeGreaterThan(0)
  const folders = ['work', 'home', 'root', 'tmp', 'Users', 'mnt'].join('|')
  const machinePath = new RegExp(`(?<![\\w.$})\\]*-])/(${folders})/(?!\\*)[\\w.-]`)
  const registryHost = new RegExp(
    ['registry\\.[a-z0-9-]+\\.[a-z]', 'deb\\.debian\\.' + 'org', 'npm' + 'mirror'].join('|'),
  )
  const text = /\.(ts|tsx|mjs|cjs|js|json|jsonc|md|css|html|sql|sh|yml|yaml|toml|txt|svg)$|^[^.]+$|^\.[^/]+$|\/run$/
  const wrong = tracked
    .filter((path) => text.test(path) && path !== 'test/architecture/house-style.test.ts')
    .flatMap((path) =>
      linesOf(path)
        .filter(({ text: line }) => machinePath.test(line) || registryHost.test(line))
        .map(({ line }) => `${path}:${line}`),
    )
  expect(wrong).toEqual([])
  expect(machinePath.test(`cd ${'/wo' + 'rk/main'}`)).toBe(true)
  expect(machinePath.test(`'${'/t' + 'mp/x'}'`)).toBe(true)
})

function hasDefaultExport(path: string, source: string): boolean {
  // Parsing is slow, and most files do not even hold the word.
  if (!/\bdefault\b/.test(source)) return false
  return ts.createSourceFile(path, source, ts.ScriptTarget.Latest).statements.some((statement) => {
    if (ts.isExportAssignment(statement)) return !statement.isExportEquals
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      return statement.exportClause.elements.some((it) => it.name.text === 'default')
    }
    return (
      ts.canHaveModifiers(statement) &&
      (ts.getModifiers(statement) ?? []).some((it) => it.kind === ts.SyntaxKind.DefaultKeyword)
    )
  })
}

function isBarrel(path: string, source: string): boolean {
  if (!/^export\b.*\bfrom\b/m.test(source)) return false
  const { statements } = ts.createSourceFile(path, source, ts.ScriptTarget.Latest)
  return statements.length > 0 && statements.every((it) => ts.isExportDeclaration(it) && it.moduleSpecifier)
}

function lineCount(path: string): number {
  return read(path).trimEnd().split('\n').length
}

function linesOf(path: string): { line: number; text: string }[] {
  const name = posix.normalize(path)
  try {
    return read(name)
      .split('\n')
      .map((text, index) => ({ line: index + 1, text }))
  } catch {
    // Deleted in the working copy and not yet committed.
    return []
  }
}

/** The lines of a file without its comments, which may speak of what code must not do. */
const codeLines = (path: string): { line: number; text: string }[] =>
  withoutComments(path, read(path))
    .split('\n')
    .map((text, index) => ({ line: index + 1, text }))
