import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const renderDir = fileURLToPath(new URL('./render/', import.meta.url))

let version: Promise<string> | null = null

/** Changes whenever a file that draws, speaks or encodes changes, so that old footage is never taken for new. */
export const generatorVersion = (): Promise<string> => {
  version ??= hashRenderFiles()
  return version
}

const hashRenderFiles = async (): Promise<string> => {
  const hash = createHash('sha256')
  const files = (await readdir(renderDir)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()
  for (const name of files) hash.update(name).update(await readFile(new URL(`./render/${name}`, import.meta.url)))
  return hash.digest('hex')
}

/** A short name for something that depends on the generator and on these parameters. */
export const nameOf = async (parameters: unknown): Promise<string> =>
  createHash('sha256')
    .update(await generatorVersion())
    .update(JSON.stringify(parameters))
    .digest('hex')
    .slice(0, 24)
