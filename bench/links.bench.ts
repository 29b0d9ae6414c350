import { tmpdir } from 'node:os'
import { Client } from 'pg'
import { linkFactsOf } from '#app/links/link-facts.ts'
import { readGroup } from '#app/links/link-group.ts'
import { readRulings, readSharedValues } from '#app/links/read-links.ts'
import { defaultLinkRules } from '#domain/links/link.ts'
import { tiesOf } from '#domain/links/tie.ts'
import { migrate } from '#providers/database/migrate.ts'
import { openDatabase } from '#providers/database/open-database.ts'
import { startPostgres } from '#test/world/postgres.ts'
import { type Bench, type BenchResult, type Cell, percentile } from './bench-result.ts'

/**
 * [TR3] Whom one shop is linked with, among a million shops of one marketplace that share as shops do: three in ten have a person
 * who stands for three, three in twenty a company of three, a fifth a phone with one other; every two-hundredth sits in an
 * office of a hundred shops with one phone, and every fiftieth has signed in at one of five public computers.
 */
const shopCount = 1_000_000
const rules = defaultLinkRules
const kinds = [...rules.kinds, ...rules.hints]

const values: Record<string, string> = {
  person: `case when i % 10 < 7 then i else i - i % 10 + 7 end`,
  licence: `case when i % 20 < 17 then i else i - i % 20 + 17 end`,
  phone: `case when i % 200 = 0 then -1 - (i / 200) % 50 when i % 10 < 8 then i else i - i % 10 + 8 end`,
  'bank-account': `case when i % 20 < 18 then i else i - i % 20 + 18 end`,
  device: `case when i % 50 = 0 then -1 - (i / 50) % 5 else i end`,
}

/** Laid out past the product's own connections, which let no statement take that long. */
const layOut = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const run = (text: string) => client.query(text)
    await run(`insert into tenant (id, name, key_id, created_at) values ('t', 'A marketplace', 'k', now())`)
    await run(`insert into seller (tenant_id, id, key_id, registration_sealed, identity_hash, site, language, created_at, updated_at)
      select 't', 'shop-' || i, 'k', '', '', 'ES', 'zh', now(), now() from generate_series(1, ${shopCount}) i`)
    // Rows whose seller is known to be there, and indexes made at the end: both only shorten the laying out.
    await run('alter table shop_link disable trigger all')
    await run('alter table shop_link drop constraint shop_link_pkey')
    await run('drop index shop_link_of_seller')
    for (const [kind, value] of Object.entries(values))
      await run(`insert into shop_link (tenant_id, value_hash, seller_id, kind, first_seen, last_seen)
        select 't', encode(sha256(('${kind} ' || (${value}))::bytea), 'hex'), 'shop-' || i, '${kind}', now(), now()
        from generate_series(1, ${shopCount}) i`)
    await run('alter table shop_link add primary key (tenant_id, value_hash, seller_id, kind)')
    await run('create index shop_link_of_seller on shop_link (tenant_id, seller_id)')
    await run('alter table shop_link enable trigger all')
    await run('vacuum analyze shop_link')
    await run('analyze seller')
  } finally {
    await client.end()
  }
}

/** Shops drawn so that every run asks the same ones. */
const drawn = (count: number, step = 7_919, from = 17): string[] =>
  Array.from({ length: count }, (_, no) => `shop-${((from + no * step) % shopCount) + 1}`)

const timed = async (
  what: string,
  asked: readonly string[],
  ask: (sellerId: string) => Promise<number>,
): Promise<Cell[]> => {
  for (const sellerId of asked.slice(0, 50)) await ask(sellerId)
  const tookMs: number[] = []
  let most = 0
  for (const sellerId of asked) {
    const beganMs = performance.now()
    most = Math.max(most, await ask(sellerId))
    tookMs.push(performance.now() - beganMs)
  }
  const rounded = (p01: number) => Math.round((percentile(tookMs, p01) ?? 0) * 10) / 10
  return [what, asked.length, rounded(0.5), rounded(0.99), rounded(1), most]
}

const run = async (): Promise<BenchResult> => {
  const server = await startPostgres()
  const url = await server.newDatabase()
  const database = await openDatabase({ url, dataDir: tmpdir() })
  try {
    await migrate(database)
    await layOut(url)
    const neighbours = async (sellerId: string) => {
      const held = await readSharedValues(database.kysely, 't', [sellerId], { kinds, hubAbove: rules.hubAbove })
      const hashes = held.map(({ valueHash }) => valueHash)
      const rulings = await readRulings(database.kysely, 't', [sellerId], hashes)
      return tiesOf(new Set([sellerId]), held, rules, rulings).length
    }
    const group = async (sellerId: string) => (await readGroup(database.kysely, 't', sellerId, rules)).shops.length
    const batches = drawn(256 * 40)
    const facts = (first: string) => {
      const at = batches.indexOf(first)
      return database.transaction(async (tx) => (await linkFactsOf(tx, 't', batches.slice(at, at + 256))).size)
    }
    const crowded = Array.from({ length: 500 }, (_, no) => `shop-${(no + 1) * 200}`)
    return {
      title: `Links among ${shopCount / 1_000_000} million shops, PostgreSQL`,
      columns: ['asked', 'times', 'p50 (ms)', 'p99 (ms)', 'longest (ms)', 'most found'],
      rows: [
        await timed('neighbours of one shop', drawn(2_000), neighbours),
        await timed('neighbours, in an office and at a public computer', crowded, neighbours),
        await timed('everybody who belongs to one shop', drawn(500), group),
        await timed(
          'facts for rules, of 256 shops at once',
          batches.filter((_, no) => no % 256 === 0),
          facts,
        ),
      ],
      notes: [
        'Neighbours come with what they share and the rulings about it: two questions of the database.',
        `A public computer is shared by ${shopCount / 250} shops: no more of them are read than show that they are too many.`,
      ],
    }
  } finally {
    await database.close()
    await server.stop()
  }
}

export const bench: Bench = { name: 'links', run }
