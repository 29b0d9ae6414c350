import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { maxDigitMsOf } from '#domain/challenge.ts'
import type { Finding } from '#domain/finding.ts'
import type { Program } from '#domain/program.ts'
import { inspectRecording } from '#inspection/inspect-recording.ts'
import type { ModelWorker } from '#inspection/models/model-worker.ts'
import { nameOf } from '#main/demo/media/generator-version.ts'
import type { MediaOptions } from '#main/demo/media/seller-clips.ts'
import { loadPrograms } from '#main/load-programs.ts'
import { filmSession } from './session.ts'
import type { NamedSession } from './sessions.ts'

/** What the inspection made of a session: gates as `check: reason` in the program's order. */
export type SessionAnswer = {
  outcome: 'passed' | 'failed' | 'unsure'
  failed: string[]
  unsure: string[]
  /** Every gate's and signal's figure, for whoever asks why. */
  values: { check: string; outcome: string; reason: string | null; value: number | null }[]
  durationMs: number
}

/** The day on which the generated sessions take place. */
const usualDay = '2025-11-21'

/** Films and inspects one session, by the same use case as `countersign inspect`, with what was shown and when. */
export const answeredSession = async (
  { session }: NamedSession,
  worker: ModelWorker,
  options: MediaOptions,
): Promise<SessionAnswer> => {
  const program = aliexpress()
  const filmed = await filmSession(session, options)
  const folder = await mkdtemp(join(tmpdir(), 'countersign-accuracy-'))
  try {
    const file = join(folder, 'session.webm')
    await writeFile(file, filmed.bytes)
    const result = await inspectRecording(file, {
      settings: program.inspection,
      registration: filmed.registration,
      plan: { ...filmed.plan, maxDigitMs: maxDigitMsOf(program.capture.steps) },
      today: session.today ?? usualDay,
      worker,
    })
    if (!result.ok) throw new Error(`A generated session could not be decoded: ${result.refusal.code}`)
    const { findings, verdict } = result.report
    return {
      outcome: verdict.outcome,
      failed: named(findings, verdict.failedGates, 'fail'),
      unsure: named(findings, verdict.unsureGates, 'unsure'),
      values: findings.map(({ check, outcome, reason, value }) => ({ check, outcome, reason, value })),
      durationMs: filmed.durationMs,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const aliexpress = (): Program => {
  const program = loadPrograms().get('aliexpress')
  if (!program) throw new Error('There is no program aliexpress')
  return program
}

const named = (findings: Finding[], gates: readonly string[], outcome: Finding['outcome']): string[] =>
  gates.flatMap((gate) => {
    const about = findings.filter((finding) => finding.check === gate && finding.outcome === outcome)
    return about.length === 0 ? [`${gate}: no answer`] : about.map(({ reason }) => `${gate}: ${reason}`)
  })

/** Answers kept between runs, so that a bench that was stopped goes on; any change of what judges or films drops them. */
export type Answers = {
  read(session: NamedSession): Promise<SessionAnswer | null>
  write(session: NamedSession, answer: SessionAnswer): Promise<void>
}

export const openAnswers = async (cacheDir: string): Promise<Answers> => {
  const folder = join(cacheDir, 'accuracy')
  await mkdir(folder, { recursive: true })
  const judgedBy = await versionOf(
    ['src/inspection', 'src/domain', 'programs', 'bench/accuracy'],
    ['tally.ts', 'sessions.ts'],
  )
  const fileOf = async ({ kind, session }: NamedSession) =>
    join(folder, `${kind.replaceAll(/\W+/g, '-')}-${await nameOf('run', { judgedBy, session })}.json`)
  return {
    async read(session) {
      const text = await readFile(await fileOf(session), 'utf8').catch(() => null)
      return text === null ? null : (JSON.parse(text) as SessionAnswer)
    },
    async write(session, answer) {
      const file = await fileOf(session)
      await writeFile(`${file}.partial-${process.pid}`, JSON.stringify(answer))
      await rename(`${file}.partial-${process.pid}`, file)
    },
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** `without`: files that neither film nor judge; what a session is stands in the answer's name anyway. */
const versionOf = async (folders: string[], without: string[]): Promise<string> => {
  const hash = createHash('sha256')
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
    const files = entries.filter(
      (entry) => entry.isFile() && !entry.name.includes('.test.') && !without.includes(entry.name),
    )
    for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort())
      hash.update(path.slice(root.length)).update(await readFile(path))
  }
  return hash.digest('hex')
}
