import { writeSync } from 'node:fs'
import { sql } from 'kysely'
import { z } from 'zod'
import { defineJob } from '#app/ports/queue.ts'
import { openDatabase } from '#providers/database/open-database.ts'
import { openQueue } from '#providers/queue/open-queue.ts'

/**
 * A process that orders work and does it until it is killed: `node job-worker.ts DATA_DIR [URL] [quiet]`. Each line on its
 * standard output is an order whose commit was acknowledged; a quiet one only works off what is there, one line for each.
 */
export const fulfil = defineJob({
  name: 'fulfil',
  payload: z.strictObject({ order: z.string() }),
  retry: { limit: 50, firstDelayS: 1, longestDelayS: 1 },
})

const [dataDir, url, quiet] = process.argv.slice(2)
const database = await openDatabase({ url: url || undefined, dataDir: dataDir!, onFailure: () => process.exit(1) })
await database.pool.query(`
  create table if not exists ordered (key text primary key);
  create table if not exists fulfilled (key text not null);`)
const queue = await openQueue(database, { jobs: [fulfil], worker: true })
writeSync(1, 'ready\n')

queue.work(
  fulfil,
  async ({ order }, { completeIn }) => {
    await database.transaction(async (tx) => {
      await sql`insert into fulfilled values (${order})`.execute(tx)
      await completeIn(tx)
    })
    if (quiet) writeSync(1, `${order}\n`)
  },
  { concurrency: 4 },
)
for (let no = 0; !quiet; no++) {
  const order = `${process.pid}-${no}`
  await database.transaction(async (tx) => {
    await sql`insert into ordered values (${order})`.execute(tx)
    await queue.enqueue(tx, fulfil, { order })
  })
  writeSync(1, `${order}\n`)
}
