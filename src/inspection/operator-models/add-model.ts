import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ChosenFile, chooseFiles } from './choose-files.ts'
import { installedModels } from './installed-models.ts'
import {
  hashOfAll,
  modelFolder,
  namePattern,
  type OperatorModel,
  type OperatorModelFile,
  type OperatorModelKind,
  operatorFolder,
  type RecogniserType,
  type Refused,
  recordFile,
  refused,
} from './operator-model.ts'
import { type SpeechLimits, speechLimits, startSpeechProcess } from './speech-process.ts'

export type ModelToAdd = {
  /** A file of a speaker model, or a folder. */
  path: string
  kind: OperatorModelKind
  /** Languages a recogniser is to be used for. */
  languages: readonly string[]
  licence: string
  licenceFile?: string | undefined
  name?: string | undefined
  version?: string | undefined
  type?: RecogniserType | undefined
}
export type AddResult = { ok: true; model: OperatorModel } | Refused

/** More than any speech model that two cores could run beside an inspection. */
const mostBytes = 2 ** 31
/** What a model is tried on: two seconds of a hum, which holds no speech and no name of anybody. */
const trialSound = (): Float32Array =>
  Float32Array.from({ length: 32_000 }, (_, i) => 0.1 * Math.sin(i * 0.05) + 0.05 * Math.sin(i * 0.31))

/**
 * Copies an operator's model into the models folder, once it is known to be whole, to be ONNX, and to load and run on
 * sherpa-onnx. Nothing of it is there before that, and nothing is left when it is refused.
 */
export const addModel = async (
  modelsDir: string,
  wanted: ModelToAdd,
  { now, limits = speechLimits }: { now: () => Date; limits?: SpeechLimits },
): Promise<AddResult> => {
  const unusable = problemWith(wanted)
  if (unusable) return refused('not-usable', unusable)
  const chosen = await chooseFiles(wanted.path, wanted.kind, wanted.type ?? null)
  if (!chosen.ok) return chosen
  const name = wanted.name ?? nameFrom(wanted.path)
  if (!namePattern.test(name))
    return refused('not-usable', `"${name}" is no name: use small letters, digits, dots and dashes (--name).`)
  const files: ChosenFile[] = [...chosen.files]
  if (wanted.licenceFile !== undefined) files.push({ role: 'licence', path: wanted.licenceFile, bytes: 0 })
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes)
    return refused('not-usable', `The model is larger than ${mostBytes / 2 ** 20} MB.`)
  const clash = await clashWith(modelsDir, name, wanted)
  if (clash) return refused('already-there', clash)

  const adding = join(operatorFolder(modelsDir), `.adding-${process.pid}-${name}`)
  await clearLeftovers(modelsDir)
  await mkdir(adding, { recursive: true })
  try {
    const copied = await copyAll(files, adding)
    if (!Array.isArray(copied)) return copied
    const sha256 = hashOfAll(copied)
    const model: OperatorModel = {
      format: 1,
      name,
      kind: wanted.kind,
      type: chosen.type,
      languages: wanted.kind === 'asr' ? [...new Set(wanted.languages)] : [],
      version: wanted.version ?? sha256.slice(0, 12),
      licence: wanted.licence,
      files: copied,
      sha256,
      addedAt: now().toISOString(),
    }
    const failed = await tryOut(adding, model, limits)
    if (failed) return failed
    await writeSynced(join(adding, recordFile), `${JSON.stringify(model, null, 2)}\n`)
    await rename(adding, modelFolder(modelsDir, name))
    await syncFolder(operatorFolder(modelsDir))
    return { ok: true, model }
  } finally {
    await rm(adding, { recursive: true, force: true })
  }
}

const problemWith = ({ kind, languages, licence }: ModelToAdd): string | null => {
  if (licence.trim() === '') return 'State the licence under which you use the model (--licence).'
  if (kind === 'asr' && languages.length === 0)
    return 'State the languages in which the recogniser is to be used (--language zh,en).'
  const wrong = languages.find((language) => !/^[a-z]{2,3}$/.test(language))
  return wrong === undefined ? null : `"${wrong}" is no language code, such as zh, en, th, id, vi, ms.`
}

const nameFrom = (path: string): string =>
  basename(path)
    .toLowerCase()
    .replace(/\.onnx$/, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 64)

/** One speaker model, and one recogniser for each language: which of two is used should be nobody's guess. */
const clashWith = async (modelsDir: string, name: string, { kind, languages }: ModelToAdd): Promise<string | null> => {
  const { models, broken } = await installedModels(modelsDir)
  if (broken.includes(name) || models.some((model) => model.name === name))
    return `There is a model "${name}" already. Remove it first (countersign models remove ${name}), or give this one another --name.`
  const rival = models.find(
    (model) =>
      model.kind === kind && (kind === 'speaker' || model.languages.some((language) => languages.includes(language))),
  )
  if (!rival) return null
  const what = kind === 'speaker' ? 'A speaker model' : 'A recogniser for this language'
  return `${what} is installed already: "${rival.name}". Remove it first (countersign models remove ${rival.name}).`
}

/** What an addition left that was killed half-way. */
const clearLeftovers = async (modelsDir: string): Promise<void> => {
  for (const name of await readdir(operatorFolder(modelsDir)).catch(() => [])) {
    const pid = Number(/^\.(?:adding-(\d+)-|removed-.*-(\d+)$)/.exec(name)?.slice(1).find(Boolean) ?? Number.NaN)
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue
    await rm(join(operatorFolder(modelsDir), name), { recursive: true, force: true })
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The copies have names of their own, so that nothing of the operator's naming reaches a path here. */
const copyAll = async (files: readonly ChosenFile[], folder: string): Promise<OperatorModelFile[] | Refused> => {
  const copied: OperatorModelFile[] = []
  for (const { role, path } of files) {
    const file = role === 'tokens' || role === 'licence' ? `${role}.txt` : `${role}.onnx`
    try {
      copied.push({ role, file, ...(await copyHashed(path, join(folder, file))) })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOSPC') return refused('no-room', `There is no room for ${basename(path)} in the models folder.`)
      if (code === undefined) throw error
      return refused('file-missing', `${basename(path)} cannot be copied (${code}).`)
    }
  }
  return copied
}

const copyHashed = async (from: string, to: string): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash('sha256')
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(createReadStream(from), counted, createWriteStream(to, { flush: true }))
  return { bytes, sha256: hash.digest('hex') }
}

const writeSynced = async (path: string, text: string): Promise<void> => {
  const handle = await open(path, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Loads the copy and has it hear something, in a process that may not take longer or more memory than an inspection allows. */
const tryOut = async (folder: string, model: OperatorModel, limits: SpeechLimits): Promise<Refused | null> => {
  const files = Object.fromEntries(model.files.map(({ role, file }) => [role, join(folder, file)]))
  const language = model.languages[0] ?? null
  const tried = startSpeechProcess({ do: 'load', type: model.type, files, language }, limits)
  try {
    const failure = await tried.loaded
    const heard = failure ?? (await tried.hear(trialSound(), language))
    if (heard.ok) {
      if (model.kind === 'asr' ? heard.text !== null : heard.print?.some((value) => value !== 0)) return null
      return refused('not-loadable', 'sherpa-onnx loads the model, but it answers nothing.')
    }
    if (heard.why === 'runtime-missing')
      return refused('runtime-missing', `Speech models run on the package sherpa-onnx-node: ${heard.detail}.`)
    return refused('not-loadable', `sherpa-onnx does not load the model as a ${model.type}: ${heard.detail}`)
  } finally {
    tried.close()
  }
}
