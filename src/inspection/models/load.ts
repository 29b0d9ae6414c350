import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { type ModelName, modelFile } from './manifest.ts'
import { giveBackTensor } from './tensor-memory.ts'
import { withoutTinyWeights } from './tiny-weights.ts'

/**
 * One run of one model on one input of a fixed shape: planar float32 in, the outputs by name. An input from
 * `tensor-memory.ts` goes back there.
 */
export type RunModel = (
  input: Float32Array,
  shape: readonly number[],
  /** The other inputs of a model that takes more than one, by name. */
  others?: Record<string, Tensor>,
) => Promise<Record<string, { data: Float32Array; dims: readonly number[] }>>

/** Raised when a pinned file is absent or changed; checks turn it into `unsure` with the reason `model-missing`. */
export class ModelMissing extends Error {
  readonly model: ModelName
  constructor(model: ModelName, detail: string) {
    super(`${model}: ${detail}`)
    this.name = 'ModelMissing'
    this.model = model
  }
}

export type Models = {
  /** Opens lazily, once; throws `ModelMissing`. */
  model(name: ModelName): Promise<RunModel>
  text(name: ModelName): Promise<string>
  /** The models opened so far. */
  used(): ModelName[]
  release(): Promise<void>
}

/** The very bytes that were hashed are the ones handed on, so that nothing can be swapped in between. */
const readPinned = async (modelsDir: string, name: ModelName): Promise<Uint8Array> => {
  const pinned = modelFile(name)
  const path = pinned.own
    ? fileURLToPath(new URL(`./own/${pinned.file}`, import.meta.url))
    : join(modelsDir, pinned.file)
  const data = await readFile(path).catch(() => null)
  if (!data) throw new ModelMissing(name, 'not in the models folder')
  if (createHash('sha256').update(data).digest('hex') !== pinned.sha256)
    throw new ModelMissing(name, 'not the pinned file')
  return data
}

/**
 * Opens models from a folder, each on first use. One thread each: the machine's cores are shared out between
 * inspections, not inside one. Callers keep their input shapes few and fixed, because the runtime keeps a plan and
 * buffers for each shape it has seen.
 */
export const openModels = (modelsDir: string): Models => {
  const sessions = new Map<ModelName, Promise<{ run: RunModel; release: () => Promise<void> }>>()

  const openSession = async (name: ModelName) => {
    const pinned = await readPinned(modelsDir, name)
    const session = await InferenceSession.create(
      modelFile(name).hasTinyWeights ? withoutTinyWeights(pinned) : pinned,
      {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      },
    )
    const inputName = session.inputNames[0]
    if (inputName === undefined) throw new Error(`${name} takes no input`)
    const run: RunModel = async (input, shape, others) => {
      const outputs = await session.run({ [inputName]: new Tensor('float32', input, shape), ...others })
      giveBackTensor(input)
      return Object.fromEntries(
        Object.entries(outputs).map(([key, tensor]) => [key, { data: tensor.data as Float32Array, dims: tensor.dims }]),
      )
    }
    return { run, release: () => session.release() }
  }

  return {
    async model(name) {
      let opening = sessions.get(name)
      if (!opening) {
        opening = openSession(name)
        sessions.set(name, opening)
      }
      return (await opening).run
    },
    text: async (name) => new TextDecoder().decode(await readPinned(modelsDir, name)),
    used: () => [...sessions.keys()],
    async release() {
      const open = await Promise.allSettled(sessions.values())
      sessions.clear()
      for (const session of open) if (session.status === 'fulfilled') await session.value.release()
    },
  }
}
