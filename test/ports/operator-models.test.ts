import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addModel, type ModelToAdd } from '#inspection/operator-models/add-model.ts'
import { installedModels, removeModel } from '#inspection/operator-models/installed-models.ts'
import { modelFolder, operatorFolder } from '#inspection/operator-models/operator-model.ts'
import { speechLimits } from '#inspection/operator-models/speech-process.ts'
import { recogniserFolder, tinyRecogniser, tinySpeakerModel, tinyTokens } from '#test/inspection/tiny-speech-models.ts'
import { temporaryFolder } from './temporary-folder.ts'

const place = async (): Promise<{ modelsDir: string; given: string }> => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'given'))
  return { modelsDir: join(folder, 'models'), given: join(folder, 'given') }
}
const clock = { now: () => new Date('2026-11-22T08:00:00Z') }
const speaker = (path: string, more: Partial<ModelToAdd> = {}): ModelToAdd => ({
  path,
  kind: 'speaker',
  languages: [],
  licence: 'Apache-2.0',
  ...more,
})
const recogniser = (path: string, more: Partial<ModelToAdd> = {}): ModelToAdd => ({
  ...speaker(path),
  kind: 'asr',
  languages: ['zh'],
  ...more,
})
const refusalOf = async (modelsDir: string, wanted: ModelToAdd): Promise<string> => {
  const result = await addModel(modelsDir, wanted, clock)
  return result.ok ? 'added' : `${result.refusal.code}: ${result.refusal.text}`
}
const left = (modelsDir: string): Promise<string[]> => readdir(operatorFolder(modelsDir)).catch(() => [])

describe('[CK5] [CK7] an operator’s own speech models', () => {
  test('a speaker model is copied with its hash and what the operator says of it, and taken away again', async () => {
    const { modelsDir, given } = await place()
    const file = join(given, 'My Voices v2.onnx')
    await writeFile(file, tinySpeakerModel())
    await writeFile(join(given, 'LICENSE'), 'Do what you like.')
    const added = await addModel(
      modelsDir,
      speaker(file, { version: '2', licenceFile: join(given, 'LICENSE'), name: 'voices' }),
      clock,
    )
    expect(added).toMatchObject({ ok: true, model: { name: 'voices', kind: 'speaker', version: '2' } })
    const { models, broken } = await installedModels(modelsDir)
    expect(broken).toEqual([])
    expect(models).toMatchObject([
      { licence: 'Apache-2.0', addedAt: '2026-11-22T08:00:00.000Z', files: [{ role: 'model' }, { role: 'licence' }] },
    ])
    expect(models[0]?.sha256).toBe(models[0]?.files[0]?.sha256)
    expect(await readFile(join(modelFolder(modelsDir, 'voices'), 'licence.txt'), 'utf8')).toBe('Do what you like.')
    expect(await readFile(join(modelFolder(modelsDir, 'voices'), 'model.onnx'))).toEqual(
      Buffer.from(tinySpeakerModel()),
    )
    expect(await removeModel(modelsDir, 'voices')).toEqual({ ok: true })
    expect(await left(modelsDir)).toEqual([])
    expect(await removeModel(modelsDir, 'voices')).toMatchObject({ ok: false, refusal: { code: 'not-there' } })
  })

  test('a recogniser is found in its folder by what its files say, and what is no part of it stays behind', async () => {
    const { modelsDir, given } = await place()
    await recogniserFolder(join(given, 'zh-zipformer'))
    const added = await addModel(modelsDir, recogniser(join(given, 'zh-zipformer')), clock)
    expect(added).toMatchObject({ ok: true, model: { name: 'zh-zipformer', type: 'zipformer-ctc', languages: ['zh'] } })
    expect((await readdir(modelFolder(modelsDir, 'zh-zipformer'))).sort()).toEqual([
      'model.json',
      'model.onnx',
      'tokens.txt',
    ])
    expect(await refusalOf(modelsDir, recogniser(join(given, 'zh-zipformer'), { name: 'other' }))).toMatch(
      /^already-there: .*zh-zipformer/,
    )
  })

  test('what is missing, doubtful or no model is named, and nothing of it is kept', async () => {
    const { modelsDir, given } = await place()
    const folder = join(given, 'asr')
    await mkdir(folder)
    expect(await refusalOf(modelsDir, speaker(join(given, 'nothing')))).toMatch(/^not-usable: .*neither/)
    expect(await refusalOf(modelsDir, recogniser(folder))).toBe('file-missing: There is no model (*.onnx).')
    await writeFile(join(folder, 'model.onnx'), tinyRecogniser())
    expect(await refusalOf(modelsDir, recogniser(folder))).toMatch(/^file-missing: .*tokens\.txt/)
    await writeFile(join(folder, 'tokens.txt'), tinyTokens)
    await writeFile(join(folder, 'another.onnx'), tinyRecogniser())
    expect(await refusalOf(modelsDir, recogniser(folder))).toMatch(/^file-ambiguous: .*another\.onnx, model\.onnx/)
    await rm(join(folder, 'another.onnx'))
    expect(await refusalOf(modelsDir, recogniser(folder, { languages: [] }))).toMatch(/^not-usable: .*--language/)
    expect(await refusalOf(modelsDir, recogniser(folder, { licence: ' ' }))).toMatch(/^not-usable: .*--licence/)
    await writeFile(join(given, 'page.onnx'), '<!doctype html><title>Not found</title>')
    expect(await refusalOf(modelsDir, speaker(join(given, 'page.onnx')))).toMatch(/^not-onnx: page\.onnx/)
    await writeFile(join(given, 'half.onnx'), tinySpeakerModel().slice(0, 300))
    expect(await refusalOf(modelsDir, speaker(join(given, 'half.onnx')))).toMatch(/^not-onnx: .*cut short/)
    await writeFile(join(given, 'tones.onnx'), tinyRecogniser())
    expect(await refusalOf(modelsDir, speaker(join(given, 'tones.onnx')))).toMatch(/^type-unknown: .*names none/)
    expect(await left(modelsDir)).toEqual([])
  })

  test('a model that takes the library down takes down its own process and is refused in the library’s words', async () => {
    const { modelsDir, given } = await place()
    const file = join(given, 'odd.onnx')
    // A whole ONNX file by its outer fields, with a graph that is none.
    await writeFile(
      file,
      tinySpeakerModel().map((byte, at) => (at > 20 && at < 60 ? byte ^ 0x55 : byte)),
    )
    expect(await refusalOf(modelsDir, speaker(file))).toMatch(/^not-loadable: .*failed/i)
    await recogniserFolder(join(given, 'asr'))
    expect(await refusalOf(modelsDir, recogniser(join(given, 'asr'), { type: 'paraformer' }))).toMatch(
      /^not-loadable: /,
    )
    expect(await left(modelsDir)).toEqual([])
  })

  test('loading may not take longer than an inspection allows', async () => {
    const { modelsDir, given } = await place()
    await writeFile(join(given, 'voices.onnx'), tinySpeakerModel())
    const added = (limits: Partial<typeof speechLimits>) =>
      addModel(modelsDir, speaker(join(given, 'voices.onnx')), { ...clock, limits: { ...speechLimits, ...limits } })
    expect(await added({ loadMs: 1 })).toMatchObject({ ok: false, refusal: { code: 'not-loadable' } })
    expect(await left(modelsDir)).toEqual([])
  })

  test('what an addition left that was killed is cleared by the next', async () => {
    const { modelsDir, given } = await place()
    await mkdir(join(operatorFolder(modelsDir), '.adding-999999999-gone'), { recursive: true })
    await writeFile(join(given, 'voices.onnx'), tinySpeakerModel())
    await addModel(modelsDir, speaker(join(given, 'voices.onnx')), clock)
    expect(await left(modelsDir)).toEqual(['voices'])
  })
})
