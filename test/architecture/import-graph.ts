import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { type ImportSite, scanImports } from './import-scanner.ts'
import { projectRoot } from './source-files.ts'

/** One import with its target worked out: a file of the project, a package, or nothing that exists. */
export type Edge = ImportSite & {
  from: string
  target: { kind: 'file'; path: string } | { kind: 'package' } | { kind: 'missing' } | { kind: 'opaque' }
}

type PackageJson = { imports: Record<string, string> }
const aliases = Object.entries(
  (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as PackageJson).imports,
).map(([pattern, target]) => ({
  prefix: pattern.replace(/\*$/, ''),
  folder: target.replace(/^\.\//, '').replace(/\*$/, ''),
}))

/** Reads the files and resolves what they import, by the rules that Node itself uses: aliases, then relative paths. */
export function importGraph(files: readonly string[]): Edge[] {
  return files.flatMap((from) =>
    scanImports(from, readFileSync(join(projectRoot, from), 'utf8')).map((site) => ({
      ...site,
      from,
      target: resolve(from, site),
    })),
  )
}

function resolve(from: string, site: ImportSite): Edge['target'] {
  if (site.kind === 'opaque') return { kind: 'opaque' }
  const specifier = site.specifier.replace(/\?.*$/, '')
  const path = projectPath(from, specifier)
  if (path === null) return { kind: 'package' }
  return existsSync(join(projectRoot, path)) ? { kind: 'file', path } : { kind: 'missing' }
}

function projectPath(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(dirname(from), specifier))
  if (!specifier.startsWith('#')) return null
  const alias = aliases.find((it) => specifier.startsWith(it.prefix))
  return alias ? alias.folder + specifier.slice(alias.prefix.length) : specifier
}

/** All files that run when the given ones run: they and whatever they import, however far away. */
export function reachableFiles(edges: readonly Edge[], from: readonly string[]): Set<string> {
  const reached = new Set(from)
  for (const file of reached) {
    for (const edge of edges) {
      if (edge.from === file && !edge.typeOnly && edge.target.kind === 'file') reached.add(edge.target.path)
    }
  }
  return reached
}

/**
 * Circles of imports that run, each as the list of its files. Types alone make no circle: they are gone before anything
 * is loaded.
 */
export function importCycles(edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>()
  for (const edge of edges) {
    if (edge.typeOnly || edge.kind === 'dynamic' || edge.kind === 'module-url' || edge.target.kind !== 'file') continue
    next.set(edge.from, [...(next.get(edge.from) ?? []), edge.target.path])
  }
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[][] = []
  const walk = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(file)), file])
      return
    }
    state.set(file, 'open')
    for (const target of next.get(file) ?? []) walk(target, [...trail, file])
    state.set(file, 'done')
  }
  for (const file of next.keys()) walk(file, [])
  return cycles
}
