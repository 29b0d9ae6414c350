import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'
import { type FetchProgress, fetchModels, missingModels } from './fetch.ts'
import { ModelMissing, openModels } from './load.ts'
import { type ModelFile, modelManifest } from './manifest.ts'
import { tarFiles } from './tar.ts'

const contents: Record<string, string> = { 'a.onnx': 'weights of a', 'b.onnx': 'weights of b' }
const hash = (text: string) => createHash('sha256').update(text).digest('hex')

const manifest = Object.keys(contents).map(
  (file): ModelFile => ({
    ...modelManifest[0]!,
    package: 'some-models',
    version: '1.0.0',
    pathInPackage: `model/${file}`,
    file,
    sha256: hash(contents[file]!),
  }),
)

const tarOf = (files: Record<string, string>): Buffer =>
  Buffer.concat([
    ...Object.entries(files).map(([path, text]) => {
      const body = Buffer.from(text)
      const block = Buffer.alloc(512 + Math.ceil(body.length / 512) * 512)
      block.write(path, 0)
      block.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124)
      block.write('0', 156)
      body.copy(block, 512)
      return block
    }),
    Buffer.alloc(1024),
  ])

/** A registry that carries one package; counts how often it was asked. */
const registryOf = (files: Record<string, string>) => {
  const asked: string[] = []
  const packed = Object.fromEntries(Object.entries(files).map(([file, text]) => [`package/model/${file}`, text]))
  const pack = async (spec: string) => {
    asked.push(spec)
    return gzipSync(tarOf(packed))
  }
  return { asked, pack }
}

describe('fetching models', () => {
  test('writes every missing file under its name, with progress, and asks once for a package', async () => {
    const folder = await temporaryFolder()
    const registry = registryOf(contents)
    const progress: FetchProgress[] = []
    const result = await fetchModels(folder, {
      manifest,
      pack: registry.pack,
      onProgress: (step) => progress.push(step),
    })
    expect(result).toEqual({ ok: true, written: ['a.onnx', 'b.onnx'] })
    expect(registry.asked).toEqual(['some-models@1.0.0'])
    expect(progress.map(({ step }) => step)).toEqual(['present', 'packing', 'written', 'written'])
    expect((await readdir(folder)).sort()).toEqual(['a.onnx', 'b.onnx'])
    expect(await readFile(join(folder, 'b.onnx'), 'utf8')).toBe('weights of b')
  })

  test('goes on where it stopped: only what is missing or changed is fetched', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'a.onnx'), 'weights of a')
    await writeFile(join(folder, 'b.onnx'), 'weights of somebody else')
    const result = await fetchModels(folder, { manifest, pack: registryOf(contents).pack })
    expect(result).toEqual({ ok: true, written: ['b.onnx'] })
    const registry = registryOf(contents)
    expect(await fetchModels(folder, { manifest, pack: registry.pack })).toEqual({ ok: true, written: [] })
    expect(registry.asked).toEqual([])
  })

  test('refuses a file that is not the pinned one, and leaves nothing of it behind', async () => {
    const folder = await temporaryFolder()
    const result = await fetchModels(folder, { manifest, pack: registryOf({ ...contents, 'b.onnx': 'poisoned' }).pack })
    expect(result).toMatchObject({ ok: false, refusal: { code: 'model-differs' } })
    expect(await readdir(folder)).toEqual(['a.onnx'])
    expect(await missingModels(folder, manifest)).toEqual([manifest[1]])
  })

  test('says plainly that the registry cannot be reached, and what to do', async () => {
    const folder = await temporaryFolder()
    const offline = async () => {
      throw new Error('getaddrinfo ENOTFOUND registry')
    }
    const result = await fetchModels(folder, { manifest, pack: offline })
    expect(result).toMatchObject({ ok: false, refusal: { code: 'registry-unreachable' } })
    expect(!result.ok && result.refusal.text).toContain('copy the models folder')
  })

  test('refuses a package archive that is cut short', () => {
    expect(() => [...tarFiles(tarOf({ 'package/a': 'x'.repeat(2000) }).subarray(0, 1200))]).toThrow('cut short')
  })
})

describe('loading models', () => {
  test('a file that is not there, or is not the pinned one, is missing', async () => {
    const folder = await temporaryFolder()
    const models = openModels(folder)
    await expect(models.model('face-detect')).rejects.toThrow(ModelMissing)
    await writeFile(join(folder, 'ppocr_keys_v1.txt'), 'a\nb\n')
    await expect(models.text('text-alphabet')).rejects.toThrow('not the pinned file')
  })

  test('every model is pinned to one version, by a whole hash, and has a licence', () => {
    for (const model of modelManifest) {
      expect(model.version).toMatch(/^\d+\.\d+\.\d+$/)
      expect(model.sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(model.licence).not.toBe('')
    }
    expect(new Set(modelManifest.map(({ file }) => file)).size).toBe(modelManifest.length)
  })
})
