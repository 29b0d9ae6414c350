import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { installedModels } from './installed-models.ts'
import { modelFolder, type OperatorModel, type OperatorModelKind, type OperatorModelRef } from './operator-model.ts'
import { type SpeechHeard, type SpeechProcess, startSpeechProcess } from './speech-process.ts'

/** An installed model, ready to be asked. Its process starts with the first question, or earlier by `wake`. */
export type SpeechModel = {
  ref: OperatorModelRef
  wake(): void
  /** Never rejects; 16 kHz mono, −1 … 1. */
  hear(samples: Float32Array, language: string | null): Promise<SpeechHeard>
}

/** The port through which inspections use what an operator installed. Without any it answers null and costs nothing. */
export type OperatorSpeech = {
  /** The speaker model, or the recogniser for a language. */
  find(kind: OperatorModelKind, language: string | null): Promise<SpeechModel | null>
  close(): void
}

/** A model whose process fell over this often is left alone until the server starts anew. */
const mostStarts = 3

export const openOperatorSpeech = (modelsDir: string): OperatorSpeech => {
  const open = new Map<string, SpeechModel & { close(): void }>()
  let closed = false

  return {
    async find(kind, language) {
      const { models } = await installedModels(modelsDir)
      const found = models.find(
        (model) =>
          model.kind === kind && (kind === 'speaker' || (language !== null && model.languages.includes(language))),
      )
      if (!found || closed) return null
      const key = `${found.name} ${found.sha256}`
      const ready = open.get(key) ?? openModel(modelsDir, found)
      open.set(key, ready)
      return ready
    },
    close() {
      closed = true
      for (const model of open.values()) model.close()
      open.clear()
    },
  }
}

const openModel = (modelsDir: string, model: OperatorModel): SpeechModel & { close(): void } => {
  const { name, kind, version, sha256, licence } = model
  const files = Object.fromEntries(
    model.files.map(({ role, file }) => [role, join(modelFolder(modelsDir, name), file)]),
  )
  let running: Promise<SpeechProcess | null> | null = null
  let starts = 0
  let closed = false

  const start = async (): Promise<SpeechProcess | null> => {
    // The files are what was added, or they are not used.
    for (const { role, sha256: pinned } of model.files) if ((await hashOf(files[role])) !== pinned) return null
    return closed
      ? null
      : startSpeechProcess({ do: 'load', type: model.type, files, language: model.languages[0] ?? null })
  }
  const wake = (): Promise<SpeechProcess | null> => {
    if (running === null && starts < mostStarts && !closed) {
      starts += 1
      running = start()
    }
    return running ?? Promise.resolve(null)
  }

  return {
    ref: { name, kind, version, sha256, licence },
    wake: () => void wake(),
    async hear(samples, language) {
      const mine = wake()
      const process = await mine
      if (process === null)
        return { ok: false, why: 'failed', detail: 'its files have changed, or it failed too often' }
      const heard = await process.hear(samples, language)
      if (heard.ok) starts = 1
      else if (running === mine) running = null
      return heard
    },
    close() {
      closed = true
      void running?.then((process) => process?.close())
    },
  }
}

const hashOf = async (path: string | undefined): Promise<string | null> => {
  if (path === undefined) return null
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
    return hash.digest('hex')
  } catch {
    return null
  }
}
