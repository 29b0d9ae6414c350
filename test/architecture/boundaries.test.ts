import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Edge, importCycles, importGraph, reachableFiles } from './import-graph.ts'
import { isTestFile, judgeImport, judgePackage, packageName, roomOf, rooms } from './room-rules.ts'
import { projectRoot, typeScriptFiles } from './source-files.ts'

const files = typeScriptFiles('src')
const edges = importGraph(files)

const at = (edge: Edge) => `${edge.from}:${edge.line} ${edge.specifier}`

/**
 * Files that load a module whose name is worked out at run time, with the reason. No rule can be held against such an
 * import, so each is a person's decision.
 */
const opaqueImportsAllowed: Record<string, string> = {
  'src/main/demo/media/render/speech-child.ts': 'loads the speech engine from the folder that it was fetched into',
}

test('the scan saw every file of every room, and imports in them', () => {
  const onDisk = execFileSync(
    'find',
    [
      'src',
      '-type',
      'f',
      '(',
      '-name',
      '*.ts',
      '-o',
      '-name',
      '*.tsx',
      ')',
      '-not',
      '-path',
      '*/generated/*',
      '-not',
      '-name',
      '*.d.ts',
    ],
    { cwd: projectRoot, encoding: 'utf8' },
  )
  expect(files.length).toBe(onDisk.trim().split('\n').length)
  expect(files.length).toBeGreaterThan(0)
  expect(edges.length).toBeGreaterThan(0)
  expect(files.filter((file) => roomOf(file) === null)).toEqual([])
})

test('each room imports only the rooms below it', () => {
  const wrong = edges.flatMap((edge) => {
    const reason = edge.target.kind === 'file' ? judgeImport(edge.from, edge.target.path, edge.typeOnly) : null
    return reason === null ? [] : [`${at(edge)}: ${reason}`]
  })
  expect(wrong).toEqual([])
})

test('pure rooms use no package that could reach the world, and no room uses what is not its business', () => {
  const wrong = edges.flatMap((edge) => {
    const reason = edge.target.kind === 'package' ? judgePackage(edge.from, edge.specifier, edge.names) : null
    return reason === null ? [] : [`${at(edge)}: ${reason}`]
  })
  expect(wrong).toEqual([])
})

test('what the browser loads, however far away, uses nothing of Node', () => {
  const loaded = reachableFiles(
    edges,
    files.filter((file) => roomOf(file) === 'web' && !isTestFile(file)),
  )
  const wrong = edges.filter((edge) => loaded.has(edge.from) && !edge.typeOnly && edge.specifier.startsWith('node:'))
  expect(wrong.map(at)).toEqual([])
})

test('every import names a file that exists, with its extension', () => {
  expect(edges.filter((edge) => edge.target.kind === 'missing').map(at)).toEqual([])
})

test('every imported package is declared, and the server needs no development package', () => {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
    devDependencies: Record<string, string>
  }
  const wrong = edges.filter((edge) => {
    if (edge.target.kind !== 'package' || edge.specifier.startsWith('node:')) return false
    const name = packageName(edge.specifier)
    if (name in manifest.dependencies) return false
    const mayUseDevelopment = isTestFile(edge.from) || roomOf(edge.from) === 'web' || edge.typeOnly
    return !(mayUseDevelopment && name in manifest.devDependencies)
  })
  expect(wrong.map(at)).toEqual([])
})

test('parts of Node are imported under their node: name', () => {
  const builtins = new Set(builtinModules)
  expect(edges.filter((edge) => edge.target.kind === 'package' && builtins.has(edge.specifier)).map(at)).toEqual([])
})

test('rooms are left through their # name and not through dots', () => {
  const wrong = edges.filter(
    (edge) =>
      edge.specifier.startsWith('.') && edge.target.kind === 'file' && roomOf(edge.target.path) !== roomOf(edge.from),
  )
  expect(wrong.map(at)).toEqual([])
})

test('no import hides its target', () => {
  const opaque = edges.filter((edge) => edge.target.kind === 'opaque' && !(edge.from in opaqueImportsAllowed))
  expect(opaque.map(at)).toEqual([])
  const stale = Object.keys(opaqueImportsAllowed).filter(
    (file) => !edges.some((edge) => edge.from === file && edge.target.kind === 'opaque'),
  )
  expect(stale, 'exceptions that are no longer needed').toEqual([])
})

test('no circle of imports', () => {
  expect(importCycles(edges).map((cycle) => cycle.join(' → '))).toEqual([])
})

test('the rules themselves refuse what the design refuses', () => {
  const refused = (from: string, to: string, typeOnly = false) => judgeImport(from, to, typeOnly) !== null
  expect(refused('src/domain/case.ts', 'src/contracts/case.ts')).toBe(true)
  expect(refused('src/domain/case.ts', 'src/domain/program.ts')).toBe(false)
  expect(refused('src/contracts/case.ts', 'src/domain/case.ts')).toBe(false)
  expect(refused('src/contracts/case.ts', 'src/app/cases/open-case.ts', true)).toBe(true)
  expect(refused('src/app/cases/open-case.ts', 'src/app/ports/clock.ts')).toBe(false)
  expect(refused('src/app/cases/open-case.ts', 'src/providers/clock.ts', true)).toBe(true)
  expect(refused('src/inspection/run.ts', 'src/app/ports/clock.ts')).toBe(true)
  expect(refused('src/providers/clock.ts', 'src/app/ports/clock.ts')).toBe(false)
  expect(refused('src/providers/clock.ts', 'src/app/cases/open-case.ts')).toBe(true)
  expect(refused('src/http/api/cases.ts', 'src/domain/case.ts')).toBe(true)
  expect(refused('src/http/api/cases.ts', 'src/domain/case.ts', true)).toBe(false)
  expect(refused('src/http/api/cases.ts', 'src/providers/clock.ts')).toBe(true)
  expect(refused('src/http/api/cases.test.ts', 'src/providers/clock.ts')).toBe(false)
  expect(refused('src/web/seller/page.tsx', 'src/http/api/cases.ts', true)).toBe(true)
  expect(refused('src/main/serve.ts', 'src/web/seller/page.tsx')).toBe(true)
  expect(refused('src/main/serve.ts', 'test/world.ts')).toBe(true)
  for (const room of rooms) expect(refused(`src/${room}/a.ts`, `src/${room}/b.test.ts`)).toBe(true)
  expect(judgePackage('src/domain/case.ts', 'node:fs', null)).not.toBeNull()
  expect(judgePackage('src/domain/case.ts', 'node:crypto', ['createHash'])).toBeNull()
  expect(judgePackage('src/domain/case.ts', 'node:crypto', ['createHash', 'randomBytes'])).not.toBeNull()
  expect(judgePackage('src/domain/case.ts', 'node:crypto', null)).not.toBeNull()
  expect(judgePackage('src/domain/case.test.ts', 'vitest', ['test'])).toBeNull()
})

test('a circle is found when there is one, and what is reached through others', () => {
  const edge = (from: string, path: string, typeOnly = false): Edge => ({
    from,
    specifier: path,
    line: 1,
    typeOnly,
    names: null,
    kind: 'static',
    target: { kind: 'file', path },
  })
  expect(importCycles([edge('a.ts', 'b.ts'), edge('b.ts', 'c.ts'), edge('c.ts', 'a.ts')])).toEqual([
    ['a.ts', 'b.ts', 'c.ts', 'a.ts'],
  ])
  expect(importCycles([edge('a.ts', 'b.ts'), edge('b.ts', 'a.ts', true)])).toEqual([])
  const chain = [edge('a.ts', 'b.ts'), edge('b.ts', 'c.ts'), edge('d.ts', 'a.ts'), edge('a.ts', 'e.ts', true)]
  expect([...reachableFiles(chain, ['a.ts'])].sort()).toEqual(['a.ts', 'b.ts', 'c.ts'])
})
