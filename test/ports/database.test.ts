import { inspect } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  isCheckViolation,
  isExclusionViolation,
  isForeignKeyViolation,
  isRetryable,
  isUnavailable,
  isUniqueViolation,
  OutsideTransactionError,
  TransactionTimeLimitError,
} from '#app/ports/database.ts'
import type { OpenDatabase } from '#providers/database/open-database.ts'
import { engines, startTestEngine, type TestEngine } from '#test/world/databases.ts'

describe.each(engines)('the database port on %s', (kind) => {
  let engine: TestEngine
  let database: OpenDatabase

  const count = async (table: string) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
      database.kysely,
    )
    return rows[0]!.n
  }
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    )

  beforeAll(async () => {
    engine = await startTestEngine(kind)
    database = await engine.open()
  })
  afterAll(() => engine.stop())

  test('says which engine it is', () => {
    expect(database.kind).toBe(kind)
  })

  test('keeps what a transaction did when it returns, and nothing of it when it throws', async () => {
    await sql`create table kept (id int primary key)`.execute(database.kysely)
    const returned = await database.transaction(async (tx) => {
      await sql`insert into kept values (1)`.execute(tx)
      return 'value'
    })
    const thrown = await failure(
      database.transaction(async (tx) => {
        await sql`insert into kept values (2)`.execute(tx)
        throw new Error('changed my mind')
      }),
    )
    expect(returned).toBe('value')
    expect(thrown).toEqual(new Error('changed my mind'))
    expect(await count('kept')).toBe(1)
  })

  test('never reports a commit when a statement had failed and the work went on as if it had not', async () => {
    await sql`create table half (id int primary key)`.execute(database.kysely)
    const outcome = await failure(
      database.transaction(async (tx) => {
        await sql`insert into half values (1)`.execute(tx)
        await failure(sql`insert into half values (1)`.execute(tx))
      }),
    )
    expect(outcome).toBeInstanceOf(Error)
    expect(await count('half')).toBe(0)
  })

  test('shows nobody what is not committed', async () => {
    await sql`create table hidden (id int primary key)`.execute(database.kysely)
    let seenOutside: Promise<{ rows: { n: number }[] }> | undefined
    await failure(
      database.transaction(async (tx) => {
        await sql`insert into hidden values (1)`.execute(tx)
        seenOutside = database.pool.query('select count(*)::int as n from hidden')
        // The other connection's question is on its way before this transaction ends.
        await sql`select 1`.execute(tx)
        throw new Error('rolled back')
      }),
    )
    expect((await seenOutside)?.rows).toEqual([{ n: 0 }])
  })

  test('refuses what would go past the open transaction, and nothing of it afterwards', async () => {
    let later: (() => Promise<unknown>) | undefined
    const outcomes: unknown[] = []
    await database.transaction(async (tx) => {
      outcomes.push(await failure(sql`select 1`.execute(database.kysely)))
      outcomes.push(await failure(database.transaction(async () => {})))
      await sql`select 1`.execute(tx)
      later = () => sql`select 1`.execute(database.kysely)
    })
    expect(outcomes.map((outcome) => outcome instanceof OutsideTransactionError)).toEqual([true, true])
    expect(await failure(later!())).toBeUndefined()
  })

  test('loses no increment of many concurrent writers', async () => {
    await sql`create table counter (n int not null)`.execute(database.kysely)
    await sql`insert into counter values (0)`.execute(database.kysely)
    await Promise.all(
      Array.from({ length: 60 }, () =>
        database.transaction(async (tx) => {
          await sql`update counter set n = n + 1`.execute(tx)
        }),
      ),
    )
    const { rows } = await sql<{ n: number }>`select n from counter`.execute(database.kysely)
    expect(rows[0]!.n).toBe(60)
  })

  test('lets exactly one of many claim a row', async () => {
    await sql`create table slot (id int primary key, taken_by int)`.execute(database.kysely)
    await sql`insert into slot values (1, null)`.execute(database.kysely)
    const claims = await Promise.all(
      Array.from({ length: 30 }, (_, me) =>
        sql`update slot set taken_by = ${me} where id = 1 and taken_by is null returning id`.execute(database.kysely),
      ),
    )
    expect(claims.filter(({ rows }) => rows.length === 1)).toHaveLength(1)
  })

  test('runs serializable work again so that two cannot both act on what they read', async () => {
    await sql`create table on_call (doctor text primary key, present boolean not null)`.execute(database.kysely)
    await sql`insert into on_call values ('ana', true), ('bo', true)`.execute(database.kysely)
    let runs = 0
    const bothRead = Promise.withResolvers<void>()
    const leave = (doctor: string) =>
      database.transaction(
        async (tx) => {
          const { rows } = await sql<{ n: number }>`select count(*)::int as n from on_call where present`.execute(tx)
          runs += 1
          // On the one session of the embedded engine the two cannot overlap; waiting for each other would be a deadlock.
          if (runs === 2 || kind === 'embedded') bothRead.resolve()
          await bothRead.promise
          if (rows[0]!.n > 1) await sql`update on_call set present = false where doctor = ${doctor}`.execute(tx)
        },
        { isolation: 'serializable', retries: 5 },
      )
    await Promise.all([leave('ana'), leave('bo')])
    const { rows } = await sql`select doctor from on_call where present`.execute(database.kysely)
    expect(rows).toHaveLength(1)
    expect(runs).toBe(kind === 'embedded' ? 2 : 3)
  })

  test('does not run work again unless asked to', async () => {
    let runs = 0
    const outcome = await failure(
      database.transaction(async (tx) => {
        runs += 1
        await sql`do $$ begin raise exception using errcode = '40001'; end $$`.execute(tx)
      }),
    )
    expect(isRetryable(outcome)).toBe(true)
    expect(runs).toBe(1)
  })

  test('tells violated constraints apart, by name', async () => {
    await sql`create extension if not exists btree_gist`.execute(database.kysely)
    await sql`create table room (id int primary key, seats int constraint room_has_seats check (seats > 0))`.execute(
      database.kysely,
    )
    await sql`create table booking (
      room int constraint booking_room references room (id),
      during tstzrange not null,
      constraint booking_no_overlap exclude using gist (room with =, during with &&)
    )`.execute(database.kysely)
    await sql`insert into room values (1, 4)`.execute(database.kysely)
    const book = (room: number, from: string, to: string) =>
      sql`insert into booking values (${room}, tstzrange(${from}, ${to}))`.execute(database.kysely)
    await book(1, '2026-01-01T10:00Z', '2026-01-01T11:00Z')

    const double = await failure(sql`insert into room values (1, 4)`.execute(database.kysely))
    const overlap = await failure(book(1, '2026-01-01T10:30Z', '2026-01-01T11:30Z'))
    const nowhere = await failure(book(2, '2026-01-01T10:00Z', '2026-01-01T11:00Z'))
    const seatless = await failure(sql`insert into room values (3, 0)`.execute(database.kysely))

    expect(isUniqueViolation(double, 'room_pkey')).toBe(true)
    expect(isUniqueViolation(double, 'other')).toBe(false)
    expect(isUniqueViolation(overlap)).toBe(false)
    expect(isExclusionViolation(overlap, 'booking_no_overlap')).toBe(true)
    expect(isForeignKeyViolation(nowhere, 'booking_room')).toBe(true)
    expect(isCheckViolation(seatless, 'room_has_seats')).toBe(true)
  })

  test('quotes no row in an error where a log would show it', async () => {
    await sql`create table person (name text primary key)`.execute(database.kysely)
    const add = () => sql`insert into person values ('Ana Personal')`.execute(database.kysely)
    await add()
    const refused = await failure(add())
    expect(isUniqueViolation(refused, 'person_pkey')).toBe(true)
    expect((refused as { detail?: string }).detail).toContain('Ana Personal')
    expect(inspect(refused)).not.toContain('Ana Personal')
    expect(JSON.stringify(refused)).not.toContain('Ana Personal')
  })

  test('gives values of every kind back as they were put in', async () => {
    const values = {
      at: new Date('2026-03-29T01:30:00.123Z'),
      bytes: Buffer.from([0, 255, 92, 39]),
      data: { name: '王小明', 'quote"': [1, null, 'ä\n'] },
      names: ['a', 'b "c"', 'd,e', ''],
      whole: 2 ** 31 - 1,
      big: '9007199254740993',
      share: 0.1,
      nothing: null,
      yes: true,
      text: "o'clock \\ % $1 😀",
    }
    const { rows } = await sql`select
      ${values.at}::timestamptz as at, ${values.bytes}::bytea as bytes, ${JSON.stringify(values.data)}::jsonb as data,
      ${values.names}::text[] as names, ${values.whole}::int as whole, ${values.big}::bigint as big,
      ${values.share}::float8 as share, ${values.nothing}::text as nothing, ${values.yes}::boolean as yes,
      ${values.text}::text as text`.execute(database.kysely)
    expect(rows).toEqual([values])
  })

  test('carries values of several megabytes', async () => {
    const text = 'countersign '.repeat(400_000)
    const { rows } = await sql<{ text: string }>`select ${text}::text as text`.execute(database.kysely)
    expect(rows[0]!.text).toBe(text)
  })

  test('delivers notifications to every listener when the transaction commits, and only then', async () => {
    const heard: { one: string[]; two: string[] } = { one: [], two: [] }
    const arrived = Promise.withResolvers<void>()
    const endOne = await database.listen('test_news', (payload) => heard.one.push(payload))
    const endTwo = await database.listen('test_news', (payload) => {
      heard.two.push(payload)
      if (payload === 'last') arrived.resolve()
    })
    let heardInside = -1
    await database.transaction(async (tx) => {
      await database.notify(tx, 'test_news', 'committed')
      await sql`select 1`.execute(tx)
      heardInside = heard.two.length
    })
    await failure(
      database.transaction(async (tx) => {
        await database.notify(tx, 'test_news', 'rolled back')
        throw new Error('no')
      }),
    )
    await database.notify(database.kysely, 'test_other', 'not for us')
    await database.notify(database.kysely, 'test_news', 'last')
    await arrived.promise
    expect(heardInside).toBe(0)
    expect(heard).toEqual({ one: ['committed', 'last'], two: ['committed', 'last'] })

    await endOne()
    const again = Promise.withResolvers<void>()
    const endThree = await database.listen('test_news', () => again.resolve())
    await database.notify(database.kysely, 'test_news', 'after')
    await again.promise
    expect(heard.one).toEqual(['committed', 'last'])
    await endTwo()
    await endThree()
  })

  test('answers hundreds of statements that arrive at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, n) => sql<{ n: number }>`select ${n}::int as n`.execute(database.kysely)),
    )
    expect(answers.map(({ rows }) => rows[0]!.n)).toEqual(Array.from({ length: 300 }, (_, n) => n))
  })

  describe('with a time limit on transactions', () => {
    test('rolls back work that is open for too long and frees the locks it held', async () => {
      await sql`create table slow (id int primary key)`.execute(database.kysely)
      const never = Promise.withResolvers<void>()
      const outcome = await failure(
        database.transaction(
          async (tx) => {
            await sql`insert into slow values (1)`.execute(tx)
            await never.promise
          },
          { timeLimitMs: 200 },
        ),
      )
      expect(outcome).toBeInstanceOf(TransactionTimeLimitError)
      // Would wait for the first insert's fate if it were still open.
      await sql`insert into slow values (1)`.execute(database.kysely)
      expect(await count('slow')).toBe(1)
    })

    test('refuses the statements of work that goes on after its time', async () => {
      await sql`create table late (id int primary key)`.execute(database.kysely)
      const goOn = Promise.withResolvers<void>()
      const wentOn = Promise.withResolvers<unknown>()
      const outcome = failure(
        database.transaction(
          async (tx) => {
            await sql`select 1`.execute(tx)
            await goOn.promise
            wentOn.resolve(await failure(sql`insert into late values (1)`.execute(tx)))
          },
          { timeLimitMs: 100 },
        ),
      )
      expect(await outcome).toBeInstanceOf(TransactionTimeLimitError)
      goOn.resolve()
      expect(await wentOn.promise).toBeInstanceOf(Error)
      expect(await count('late')).toBe(0)
    })

    test('ends a transaction that somebody opened on the pool and left', async () => {
      const limited = await engine.open({ transactionLimitMs: 300 })
      await limited.pool.query('create table left_open (id int primary key)')
      const client = await limited.pool.connect()
      const ended = Promise.withResolvers<void>()
      client.once('error', () => ended.resolve())
      await client.query('begin')
      await client.query('insert into left_open values (1)')
      // Has no limit itself, and waits for the row until the other one is ended.
      const patient = new pg.Client(limited.engine.connection(null))
      await patient.connect()
      await patient.query('insert into left_open values (1)')
      await patient.end()
      await ended.promise
      expect(await failure(client.query('commit'))).toBeInstanceOf(Error)
      client.release()
    })
  })

  test('lets a running transaction finish when it closes, and then answers no more', async () => {
    const closing = await engine.open()
    await sql`create table final (id int primary key)`.execute(closing.kysely)
    const begun = Promise.withResolvers<void>()
    const work = closing.transaction(async (tx) => {
      await sql`insert into final values (1)`.execute(tx)
      begun.resolve()
      await sql`insert into final values (2)`.execute(tx)
    })
    await begun.promise
    await Promise.all([closing.close(), work])
    expect(await failure(closing.transaction(async () => {}))).toBeInstanceOf(Error)
    expect(isUnavailable(await failure(closing.listen('x', () => {})))).toBe(true)
  })
})
