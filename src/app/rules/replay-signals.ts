import { sql } from 'kysely'
import type { CompiledRules } from '#domain/risk/compile-rules.ts'
import type { FeatureValue } from '#domain/risk/features.ts'
import { profileWindowMs } from '#domain/risk/profile.ts'
import { type PastSignal, type Replay, type ReplayRules, type ReplayState, replayFrom } from '#domain/risk/replay.ts'
import type { FeatureValues } from '#domain/risk/rule-set.ts'
import type { SignalFacts } from '#domain/risk/signal.ts'
import type { Database } from '../ports/database.ts'
import { readLayouts, unpackInputs } from './kept-inputs.ts'
import { readPastCases, readUsualCaseMs } from './past-cases.ts'
import type { StoredDecision } from './risk-decisions.ts'
import { compileStored } from './rule-sets.ts'

/** So many signals are worked on between two breaths of the process: some milliseconds. */
const chunkSize = 400

/** Where the next chunk begins: behind this signal. */
export type SignalPlace = { sellerId: string; seq: number }
export type ReplayPlace = {
  after: SignalPlace | null
  state: ReplayState | null
  /** As it was when the replay began: it has to be the same to the end. */
  usualCaseMs: ReplayRules['usualCaseMs']
}

/** What is replayed: whose signals, under which rules, received since when. */
export type ReplayAsked = { tenantId: string; rules: Omit<ReplayRules, 'usualCaseMs'> }

/** Where every replay begins. */
export const replayStart = async (database: Database, { tenantId, rules }: ReplayAsked): Promise<ReplayPlace> => ({
  after: null,
  state: null,
  usualCaseMs: await readUsualCaseMs(database, tenantId, rules.draft.set.program),
})

/** Signals of so long before are read, too, so that profiles are whole from the first decision on. */
const readFrom = ({ sinceMs }: ReplayAsked['rules']): Date => new Date(sinceMs - profileWindowMs)

/** How many signals a replay reads, those that only teach profiles among them. */
export const countSignals = async ({ kysely }: Database, { tenantId, rules }: ReplayAsked): Promise<number> => {
  const { count } = await kysely
    .selectFrom('signal')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('received_at', '>=', readFrom(rules))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/**
 * [TR7] Replays chunk by chunk from `place` on until there are no more signals, or `goesOn` says no after a chunk. Its cost grows
 * with the signals it reads and with nothing else, and what it holds does not grow at all. `place` of the answer is null when
 * it is through.
 */
export const replaySignals = async (
  database: Database,
  asked: ReplayAsked,
  from: ReplayPlace,
  goesOn: (read: number) => boolean,
): Promise<{ replay: Replay; read: number; place: ReplayPlace | null }> => {
  const { usualCaseMs } = from
  const replay = replayFrom({ ...asked.rules, usualCaseMs }, from.state)
  let { after } = from
  let read = 0
  let chunk = await nextSignals(database, asked, after)
  for (;;) {
    const last = chunk.at(-1)
    const isLast = last === undefined || chunk.length < chunkSize
    if (last) after = { sellerId: last.sellerId, seq: last.seq }
    const stops = isLast || !goesOn(read + chunk.length)
    // The database reads the next ones while these are worked on.
    const next = stops ? null : nextSignals(database, asked, after)
    for (const signal of chunk) replay.take(signal)
    read += chunk.length
    if (next === null) return { replay, read, place: isLast ? null : { after, state: replay.state(), usualCaseMs } }
    chunk = await next
  }
}

/** By the primary key, so that however far it is, the next chunk costs the same. */
const nextSignals = async (
  database: Database,
  { tenantId, rules }: ReplayAsked,
  after: SignalPlace | null,
): Promise<PastSignal[]> => {
  // What only teaches the profile needs no more than its facts.
  const isDecided = sql<boolean>`received_at >= ${new Date(rules.sinceMs)}`
  const rows = await database.kysely
    .selectFrom('signal')
    .select(['seller_id', 'seq', 'occurred_at', 'received_at', 'facts', 'layout'])
    .select([
      sql<FeatureValue[] | null>`case when ${isDecided} then inputs end`.as('values'),
      sql<StoredDecision[] | null>`case when ${isDecided} then decisions end`.as('decisions'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('received_at', '>=', readFrom(rules))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(seller_id, seq) > (${after?.sellerId ?? ''}, ${after?.seq ?? 0})`),
    )
    .orderBy('seller_id')
    .orderBy('seq')
    .limit(chunkSize)
    .execute()
  const sellerIds = [...new Set(rows.map((row) => row.seller_id))]
  const cases = await readPastCases(database, tenantId, rules.draft.set.program, sellerIds)
  const hadOne = (row: { seller_id: string }) => (cases.get(row.seller_id)?.[0]?.openedAtMs ?? Infinity) < rules.sinceMs
  const isEarlier = (row: { received_at: Date }) => row.received_at.getTime() < rules.sinceMs
  const earlier = await readEarlierInputs(
    database,
    tenantId,
    rows.filter((row) => isEarlier(row) && hadOne(row)),
  )
  const layouts = await readLayouts(
    database,
    rows.map(({ layout }) => layout),
  )
  return rows.map((row) => ({
    sellerId: row.seller_id,
    seq: row.seq,
    occurredAtMs: row.occurred_at.getTime(),
    receivedAtMs: row.received_at.getTime(),
    facts: row.facts as SignalFacts,
    inputs: isEarlier(row) ? (earlier.get(placeKey(row)) ?? null) : valuesOf(layouts, row),
    cases: cases.get(row.seller_id) ?? noCases,
    decisions: row.decisions ?? [],
  }))
}

const noCases: PastSignal['cases'] = []
const placeKey = ({ seller_id, seq }: { seller_id: string; seq: number }) => `${seq} ${seller_id}`

/**
 * What signals before the first day were decided with, of sellers who had a case by then: what that case has settled is what
 * was true when it ended. There are few of them, so they are read apart from all others.
 */
const readEarlierInputs = async (
  database: Database,
  tenantId: string,
  places: readonly { seller_id: string; seq: number }[],
): Promise<Map<string, FeatureValues>> => {
  if (places.length === 0) return new Map()
  const { rows } = await sql<{ seller_id: string; seq: number } & RowValues>`
    select one.seller_id, one.seq, one.layout, one.inputs as values
    from unnest(${places.map((place) => place.seller_id)}::text[], ${places.map(({ seq }) => seq)}::int[]) as asked (seller_id, seq)
    join signal one on one.tenant_id = ${tenantId} and one.seller_id = asked.seller_id and one.seq = asked.seq`.execute(
    database.kysely,
  )
  const layouts = await readLayouts(
    database,
    rows.map(({ layout }) => layout),
  )
  return new Map(rows.map((row) => [placeKey(row), valuesOf(layouts, row)]))
}

type RowValues = { layout: number; values: FeatureValue[] | null }

const valuesOf = (layouts: ReadonlyMap<number, readonly string[]>, { layout, values }: RowValues): FeatureValues =>
  values === null ? {} : unpackInputs(layouts.get(layout) ?? [], { values, missing: '' }).values

/** What decides for a program just now, or did when `version` was published; null where nothing does, or it cannot be run any more. */
export const publishedRules = async (
  { kysely }: Database,
  tenantId: string,
  program: string,
  version: number | null = null,
): Promise<{ version: number; rules: CompiledRules } | null> => {
  const row = await kysely
    .selectFrom('rule_set_version')
    .select(['version', 'body'])
    .where('tenant_id', '=', tenantId)
    .where('program', '=', program)
    .where((eb) => (version === null ? eb('state', '=', 'published') : eb('version', '=', version)))
    .executeTakeFirst()
  if (row === undefined) return null
  const compiled = compileStored(row.body)
  return compiled.ok ? { version: row.version, rules: compiled.value } : null
}
