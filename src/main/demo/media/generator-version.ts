import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

/** Clips depend on what draws, speaks and encodes; whole runs also on what puts them together. */
type Scope = 'clip' | 'run'

const foldersOf: Record<Scope, URL[]> = {
  clip: [new URL('./render/', import.meta.url)],
  run: [new URL('./', import.meta.url), new URL('./render/', import.meta.url)],
}

const versions = new Map<Scope, Promise<string>>()

/** Changes whenever a source file in the scope changes, so that old footage is never taken for new. */
const generatorVersion = (scope: Scope): Promise<string> => {
  const version = versions.get(scope) ?? hashFiles(foldersOf[scope])
  versions.set(scope, version)
  return version
}

const hashFiles = async (folders: URL[]): Promise<string> => {
  const hash = createHash('sha256')
  for (const folder of folders) {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()
    for (const name of files) hash.update(name).update(await readFile(new URL(name, folder)))
  }
  return hash.digest('hex')
}

/** A short name for something made by the generator as it is now from these parameters. */
export const nameOf = async (scope: Scope, parameters: unknown): Promise<string> =>
  createHash('sha256')
    .update(await generatorVersion(scope))
    .update(JSON.stringify(parameters))
    .digest('hex')
    .slice(0, 24)
