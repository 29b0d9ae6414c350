import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  modelFolder,
  namePattern,
  type OperatorModel,
  operatorFolder,
  operatorModelSchema,
  type Refused,
  recordFile,
  refused,
} from './operator-model.ts'

export type InstalledModels = {
  models: OperatorModel[]
  /** Folders whose record is missing or not understood: they are named, and not used. */
  broken: string[]
}

/** The operator's models in a models folder, in order of their names. Their files are hashed when they are loaded. */
export const installedModels = async (modelsDir: string): Promise<InstalledModels> => {
  const names = await readdir(operatorFolder(modelsDir)).catch(() => [])
  const found: InstalledModels = { models: [], broken: [] }
  // What begins with a dot is being added or removed at this moment, or was when the power went.
  for (const name of names.filter((one) => namePattern.test(one)).sort()) {
    const text = await readFile(join(modelFolder(modelsDir, name), recordFile), 'utf8').catch(() => null)
    const record = text === null ? null : operatorModelSchema.safeParse(parsed(text))
    if (record?.success && record.data.name === name) found.models.push(record.data)
    else found.broken.push(name)
  }
  return found
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Takes a model away. It is gone under its name at once, so that no half of it is ever loaded. */
export const removeModel = async (modelsDir: string, name: string): Promise<{ ok: true } | Refused> => {
  const { models, broken } = await installedModels(modelsDir)
  if (!broken.includes(name) && !models.some((model) => model.name === name))
    return refused('not-there', `There is no model "${name}". There are: ${names(models)}.`)
  const going = join(operatorFolder(modelsDir), `.removed-${name}-${process.pid}`)
  await rename(modelFolder(modelsDir, name), going)
  await rm(going, { recursive: true, force: true })
  return { ok: true }
}

const names = (models: readonly OperatorModel[]): string => models.map(({ name }) => name).join(', ') || 'none'
