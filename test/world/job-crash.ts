import { join } from 'node:path'
import { openDatabase } from '#providers/database/open-database.ts'
import { startProcess } from './killed-process.ts'

const worker = join(import.meta.dirname, '../ports/job-worker.ts')

export type JobCrashResult = {
  /** Orders whose commit a process had told of before it was killed. */
  acknowledged: string[]
  ordered: Set<string>
  /** The order of each effect; one that is there twice was done twice. */
  fulfilled: string[]
  /** Jobs that were begun more than once, so the kills really hit some. */
  begunAgain: number
  failedJobs: number
}

/** Kills `processes` workers one after the other, `kills` times, then lets one work everything off. */
export async function killWorkers(
  target: { dataDir: string; url: string | undefined },
  { kills, processes }: { kills: number; processes: number },
): Promise<JobCrashResult> {
  const args = [target.dataDir, target.url ?? '']
  const acknowledged: string[] = []
  const running = Array.from({ length: processes }, () => startProcess(worker, args))
  for (let kill = 0; kill < kills; kill++) {
    const victim = running.shift()!
    await victim.untilLines(5 + Math.floor(Math.random() * 60))
    await victim.kill()
    acknowledged.push(...victim.lines)
    running.push(startProcess(worker, args))
  }
  for (const survivor of running) {
    await survivor.untilLines(1)
    await survivor.kill()
    acknowledged.push(...survivor.lines)
  }
  return { acknowledged: acknowledged.filter((line) => line !== 'ready'), ...(await workOff(args, target)) }
}

async function workOff(args: string[], target: { dataDir: string; url: string | undefined }) {
  // On the embedded engine nobody else can look while the worker has it open, so it is asked by what it writes.
  const before = await read(target)
  const last = startProcess(worker, [...args, 'quiet'])
  await last.untilLines(1 + before.ordered.size - before.fulfilled.length)
  await last.kill()
  return read(target)
}

async function read({ dataDir, url }: { dataDir: string; url: string | undefined }) {
  const database = await openDatabase({ url, dataDir })
  try {
    const keys = async (text: string) => (await database.pool.query<{ key: string }>(text)).rows.map(({ key }) => key)
    const { rows } = await database.pool.query<{ again: number; failed: number }>(
      `select count(*) filter (where retry_count > 0)::int as again, count(*) filter (where state = 'failed')::int as failed
       from pgboss.job where name = 'fulfil'`,
    )
    return {
      ordered: new Set(await keys('select key from ordered')),
      fulfilled: await keys('select key from fulfilled'),
      begunAgain: rows[0]!.again,
      failedJobs: rows[0]!.failed,
    }
  } finally {
    await database.close()
  }
}
