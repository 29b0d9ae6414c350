import { writeSync } from 'node:fs'
import { sql } from 'kysely'
import { openDatabase } from '#providers/database/open-database.ts'

/**
 * A process that writes as fast as it can until it is killed: `node embedded-writer.ts DATA_DIR`. Each line on its standard
 * output is a key whose commit was acknowledged. Every commit adds one row and one to a counter, so a torn one would show.
 */
const database = await openDatabase({
  url: undefined,
  dataDir: process.argv[2]!,
  onFailure: () => process.exit(1),
})
await sql`create table if not exists ledger (key text primary key, padding text)`.execute(database.kysely)
await sql`create table if not exists counter (id int primary key, n int not null)`.execute(database.kysely)
await sql`insert into counter values (1, 0) on conflict do nothing`.execute(database.kysely)
writeSync(1, 'ready\n')

let next = 0
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (;;) {
      const no = next++
      const key = `${process.pid}-${no}`
      await database.transaction(async (tx) => {
        await sql`insert into ledger values (${key}, ${'x'.repeat(no % 600)})`.execute(tx)
        await sql`update counter set n = n + 1`.execute(tx)
      })
      writeSync(1, `${key}\n`)
      // Files appear, are replaced and go, too.
      if (no % 150 === 149) await sql`checkpoint`.execute(database.kysely)
      if (no % 400 === 399) await sql`select pg_switch_wal()`.execute(database.kysely)
      if (no % 250 === 249)
        await sql`create table ${sql.table(`t_${process.pid}_${no}`)} (id int)`.execute(database.kysely)
    }
  }),
)
