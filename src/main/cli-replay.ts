import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { DatabaseInUseError } from '#app/ports/database.ts'
import { countSignals, publishedRules, replaySignals, replayStart } from '#app/rules/replay-signals.ts'
import type { StaffLanguage } from '#domain/language.ts'
import type { CompiledRules } from '#domain/risk/compile-rules.ts'
import { isStaffLanguage } from '#locales/catalogue.ts'
import { loadTranslate } from '#locales/translate.ts'
import { type OpenDatabase, openDatabase } from '#providers/database/open-database.ts'
import { describeReplay } from './describe-replay.ts'
import { loadPrograms } from './load-programs.ts'
import { problemLine, readRuleSetFile } from './load-rule-sets.ts'

const exitWrong = 1
const exitUsage = 64

type Options = { rules: string; since: string; tenant?: string; language: string; json?: boolean }
type Answer = { code: number; out?: string; err?: string }

/**
 * `countersign replay --rules FILE --since DATE`: runs rules over the signals that were received since a day and says which
 * cases would have opened, against what is published. Changes nothing. Exit 0, 1 when the database cannot be read now, 64 for
 * what cannot be used, with every problem.
 */
export function registerReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('run rules over past signals and say which cases would have opened; opens none')
    .requiredOption('--rules <file>', 'a rule set file')
    .requiredOption('--since <date>', 'a day (2026-05-01, from 0:00 UTC) or an instant (2026-05-01T08:00:00Z)')
    .option('--tenant <id>', 'the marketplace, where an installation has several')
    .option('--language <language>', 'zh or en', 'en')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nReads the database of DATABASE_URL, or the one in DATA_DIR (./data) while no server holds it.',
    )
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : exitUsage)
    })
    .action(async (options: Options) => {
      const { code, out, err } = await replayCommand(options, process.env, showProgress)
      if (out !== undefined) process.stdout.write(out)
      if (err !== undefined) process.stderr.write(err)
      process.exitCode = code
    })
}

/** What the command prints and its exit code. `onProgress` is told signals read and signals in all. */
export async function replayCommand(
  { rules: file, since, tenant, language, json = false }: Options,
  env: Record<string, string | undefined>,
  onProgress: (read: number, total: number) => void,
): Promise<Answer> {
  if (!isStaffLanguage(language)) return { code: exitUsage, err: '--language must be zh or en\n' }
  const sinceMs = /^\d{4}-\d{2}-\d{2}(T.+)?$/.test(since) ? Date.parse(since) : Number.NaN
  if (Number.isNaN(sinceMs)) return { code: exitUsage, err: '--since must be a day such as 2026-05-01\n' }
  if (sinceMs > Date.now()) return { code: exitUsage, err: '--since has not come yet\n' }
  const read = readRuleSetFile(file, loadPrograms())
  if (!read.ok)
    return { code: exitUsage, err: read.problems.map((problem) => `${file}: ${problemLine(problem)}\n`).join('') }
  const dataDir = resolve(env.DATA_DIR || './data')
  const url = env.DATABASE_URL || undefined
  // Opening an embedded database makes one where there is none.
  if (url === undefined && !existsSync(join(dataDir, 'database')))
    return { code: exitUsage, err: 'There is no database: set DATABASE_URL, or DATA_DIR to the folder of a server.\n' }
  try {
    const database = await openDatabase({ url, dataDir })
    try {
      return await replayOn(database, { draft: read.value, sinceMs, tenant, language, json }, onProgress)
    } finally {
      await database.close()
    }
  } catch (error) {
    if (error instanceof DatabaseInUseError)
      return {
        code: exitWrong,
        err: 'A running server holds the embedded database. Stop it and try again, or replay a draft in its room of rules at the desk.\n',
      }
    return { code: exitWrong, err: `The database cannot be read: ${error instanceof Error ? error.message : ''}\n` }
  }
}

type Asked = {
  draft: CompiledRules
  sinceMs: number
  tenant: string | undefined
  language: StaffLanguage
  json: boolean
}

const replayOn = async (
  database: OpenDatabase,
  { draft, sinceMs, tenant, language, json }: Asked,
  onProgress: (read: number, total: number) => void,
): Promise<Answer> => {
  const tenants = (await database.kysely.selectFrom('tenant').select('id').orderBy('id').execute()).map(({ id }) => id)
  const tenantId = tenant ?? (tenants.length === 1 ? tenants[0] : undefined)
  if (tenantId === undefined || !tenants.includes(tenantId))
    return {
      code: exitUsage,
      err: `--tenant must be one of these marketplaces: ${tenants.join(', ') || 'there is none'}\n`,
    }
  const published = await publishedRules(database, tenantId, draft.set.program)
  const asked = { tenantId, rules: { draft, published, sinceMs } }
  const total = await countSignals(database, asked)
  const { replay } = await replaySignals(database, asked, await replayStart(database, asked), (read) => {
    onProgress(read, total)
    return true
  })
  const result = replay.result()
  const about = {
    program: draft.set.program,
    since: new Date(sinceMs).toISOString(),
    published: published?.version ?? null,
  }
  if (json) return { code: 0, out: `${JSON.stringify({ ...about, ...result }, null, 2)}\n` }
  const sets = published ? [published.rules.set, draft.set] : [draft.set]
  return { code: 0, out: describeReplay(result, { ...about, sets }, language, await loadTranslate(['risk'])) }
}

/** Only for a person at a terminal. */
const showProgress = (read: number, total: number): void => {
  if (!process.stderr.isTTY) return
  process.stderr.write(`\r${Math.floor((read / Math.max(1, total)) * 100)} %  ${read} / ${total}`)
  if (read >= total) process.stderr.write('\r\u001b[K')
}
