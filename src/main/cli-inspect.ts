import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { challengeFileSchema, runPlanOf } from '#contracts/challenge-file.ts'
import { registrationSchema } from '#contracts/registration.ts'
import type { Program } from '#domain/program.ts'
import { inspectRecording, type RecordingReport } from '#inspection/inspect-recording.ts'
import { openModelWorker } from '#inspection/models/model-worker.ts'
import { readInputFile, Unusable } from './input-file.ts'
import { inspectionTable } from './inspection-table.ts'
import { loadPrograms } from './load-programs.ts'
import { modelsDir } from './models-dir.ts'

type Options = { program: string; registration: string; challenge?: string; json?: boolean }

const exitCodes = { passed: 0, failed: 1, unsure: 2 } as const
const exitUsage = 64

/**
 * `countersign inspect RECORDING --program NAME --registration FILE [--challenge FILE] [--json]`: the inspection of a
 * live run on a file. Exit 0 passed, 1 failed, 2 unsure, 64 usage or unreadable input.
 */
export function registerInspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('inspect a recording on disk; exit 0 passed, 1 failed, 2 unsure, 64 usage or unreadable input')
    .argument('<recording>', 'webm, mp4, mkv, or mpg with MPEG-1 picture')
    .requiredOption('--program <name>', 'whose checks and limits apply')
    .requiredOption('--registration <file>', 'what the marketplace has on file about the seller')
    .option('--challenge <file>', 'what was asked for, and when; found out by itself without it')
    .option('--json', 'print { verdict, findings, timing, models }')
    .action(async (recording: string, options: Options) => {
      try {
        const report = await inspect(recording, options)
        process.stdout.write(options.json ? `${asJson(report)}\n` : inspectionTable(report))
        process.exitCode = exitCodes[report.verdict.outcome]
      } catch (error) {
        if (!(error instanceof Unusable)) throw error
        process.stderr.write(`${error.message}\n`)
        process.exitCode = exitUsage
      }
    })
}

async function inspect(recording: string, options: Options): Promise<RecordingReport> {
  const program = programNamed(options.program)
  const registration = await readInputFile(options.registration, registrationSchema)
  const challenge = options.challenge === undefined ? null : await readInputFile(options.challenge, challengeFileSchema)
  const worker = openModelWorker(modelsDir(), { threads: Math.min(2, availableParallelism()) })
  try {
    const result = await inspectRecording(recording, {
      settings: program.inspection,
      registration,
      plan: challenge && runPlanOf(challenge, program),
      today: dayIn(program.zone),
      worker,
    }).catch((error: NodeJS.ErrnoException) => {
      throw error.code && /^E[A-Z]+$/.test(error.code)
        ? new Unusable(`${recording}: cannot be read (${error.code})`)
        : error
    })
    if (!result.ok) throw new Unusable(`${recording}: ${result.refusal.code} (${result.refusal.detail})`)
    if (result.report.findings.some(({ reason }) => reason === 'model-missing'))
      process.stderr.write('Model files are missing; fetch them with: countersign models fetch\n')
    return result.report
  } finally {
    await worker.close()
  }
}

const programNamed = (name: string): Program => {
  const programs = loadPrograms()
  const found = programs.get(name)
  if (!found) throw new Unusable(`There is no program "${name}". There are: ${[...programs.keys()].join(', ')}.`)
  return found
}

/** Today's date where the program counts its days. */
const dayIn = (zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date())

const asJson = ({ verdict, findings, timing, models }: RecordingReport): string =>
  JSON.stringify({ verdict: verdict.outcome, gates: verdict, findings, timing, models }, null, 2)
