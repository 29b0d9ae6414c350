import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { modelManifest } from '#inspection/models/manifest.ts'
import { addModel } from '#inspection/operator-models/add-model.ts'
import { modelsDir } from '#main/models-dir.ts'
import { recogniserFolder, tinySpeakerModel } from '#test/inspection/tiny-speech-models.ts'

/** The pinned models, and beside them two small ones as an operator would add theirs. Gone after this file's tests. */
export const folderWithOwnModels = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-own-models-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  for (const { file, own } of modelManifest)
    if (!own) await symlink(path.join(modelsDir(), file), path.join(folder, file))
  const clock = { now: () => new Date('2026-11-22T08:00:00Z') }
  const speaker = path.join(folder, 'given-voices.onnx')
  await writeFile(speaker, tinySpeakerModel())
  const voices = { path: speaker, name: 'voices', kind: 'speaker' as const, languages: [], licence: 'own' }
  const tones = {
    path: await recogniserFolder(path.join(folder, 'given-tones')),
    name: 'tones',
    kind: 'asr' as const,
    languages: ['zh', 'en'],
    licence: 'own',
  }
  for (const given of [voices, tones]) {
    const added = await addModel(folder, given, clock)
    if (!added.ok) throw new Error(added.refusal.text)
  }
  return folder
}
