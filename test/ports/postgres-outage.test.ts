import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isUnavailable } from '#app/ports/database.ts'
import { type OpenDatabase, openDatabase } from '#providers/database/open-database.ts'
import { type PostgresServer, startPostgres } from '#test/world/postgres.ts'

let server: PostgresServer
let url: string
let database: OpenDatabase

/** Cuts every connection of the product, as a restart or a failover of the server does. */
async function cutConnections() {
  const operator = new pg.Client({ connectionString: url })
  await operator.connect()
  const { rows } = await operator.query<{ cut: boolean }>(
    "select pg_terminate_backend(pid) as cut from pg_stat_activity where application_name = 'countersign'",
  )
  await operator.end()
  return rows.length
}

beforeAll(async () => {
  server = await startPostgres()
  url = await server.newDatabase()
  database = await openDatabase({ url, dataDir: 'unused' })
  await sql`create table account (id int primary key)`.execute(database.kysely)
})
afterAll(async () => {
  await database.close()
  await server.stop()
})

test('a transaction whose connection is cut fails as unavailable, stores nothing, and the next one works', async () => {
  const outcome = await database
    .transaction(async (tx) => {
      await sql`insert into account values (1)`.execute(tx)
      await cutConnections()
      await sql`insert into account values (2)`.execute(tx)
    })
    .catch((error: unknown) => error)
  expect(isUnavailable(outcome)).toBe(true)
  await database.transaction((tx) => sql`insert into account values (1)`.execute(tx))
  const { rows } = await sql`select id from account`.execute(database.kysely)
  expect(rows).toEqual([{ id: 1 }])
})

test('listeners come back after a cut, are told that they may have missed something, and hear again', async () => {
  const reconnected = Promise.withResolvers<void>()
  const heard = Promise.withResolvers<string>()
  const end = await database.listen('outage', heard.resolve, reconnected.resolve)
  expect(await cutConnections()).toBeGreaterThan(0)
  await reconnected.promise
  await database.notify(database.kysely, 'outage', 'still here')
  expect(await heard.promise).toBe('still here')
  await end()
})

test('a server that is not there is said to be unavailable', async () => {
  const outcome = await openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', dataDir: 'unused' }).catch(
    (error: unknown) => error,
  )
  expect(isUnavailable(outcome)).toBe(true)
})
