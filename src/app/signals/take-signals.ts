import { parseSignal, signalLimits } from '#contracts/signal.ts'
import { advance, profileWindowMs } from '#domain/risk/profile.ts'
import type { RiskOfCase } from '#domain/risk/risk-of-case.ts'
import type { Signal, SignalFacts } from '#domain/risk/signal.ts'
import { factsOf } from '#domain/risk/signal-facts.ts'
import type { App, Caller } from '../app.ts'
import type { SeenLink } from '../links/note-links.ts'
import { isRetryable, isUniqueViolation, type Tx } from '../ports/database.ts'
import { DataKeyGone } from '../ports/keys.ts'
import { featuresWorthKeeping, type InputLayout, layoutFor, packInputs } from '../rules/kept-inputs.ts'
import type { StoredDecision } from '../rules/risk-decisions.ts'
import { type PublishedRuleSet, publishedRuleSets } from '../rules/rule-sets.ts'
import { assess } from './assess.ts'
import { signalHashOf } from './hash-signals.ts'
import { knowSeller } from './know-seller.ts'
import { newDevices, noteDevices, rememberDevices } from './note-devices.ts'
import { mayOpenBySignals, queueOpening } from './queue-opening.ts'
import { holdProfiles, type NewSignalRow, writeSignals } from './risk-rows.ts'
import { type RiskSeller, readRiskSellers } from './risk-sellers.ts'
import { newAddresses, noteAddresses, rememberAddresses, type SignInAddress } from './sign-in-addresses.ts'
import { readTakenSignals, type TakenSignal } from './taken-signals.ts'

/** One of the signals that were sent: JSON of any shape, or one that was too large to be looked at. */
export type IncomingSignal = { json: unknown } | { tooLarge: true; id: string | null }

export type SignalRefusal =
  | 'invalid-request'
  | 'too-large'
  | 'seller-unknown'
  | 'from-the-future'
  | 'too-old'
  /** Another signal was taken under this id before: of another seller, kind or time. */
  | 'id-taken'

export type SignalResult =
  | { result: 'accepted' | 'duplicate'; id: string; late: boolean; decisions: StoredDecision[] }
  | { result: 'refused'; id: string | null; code: SignalRefusal; fields: { field: string; message: string }[] }

const aheadMs = 5 * 60_000
const dayMs = 24 * 3_600_000
/** Another node may take the same signal, or a lock, in between; it is over after the first time, or something is wrong. */
const triesMost = 5

/**
 * [TR1] Takes some signals of one marketplace in one transaction and answers each, in the order they came. What is wrong with one
 * loses none of the others. Signals of one seller are taken one after the other, whoever brings them; one that was taken before,
 * also within the same call or at the same moment on another node, is answered as it was then. Not for more than a few hundred
 * at once: `signal-intake.ts` divides what is more.
 */
export const takeSignals = async (
  app: App,
  caller: Caller,
  incoming: readonly IncomingSignal[],
): Promise<SignalResult[]> => takeReady(app, await makeReady(app, caller, incoming))

/** Signals with all that is needed to store them; it may be a moment old by then. */
export type ReadySignals = { tenantId: string; read: (Signal | SignalResult)[]; sighted: Sighted }

/** The first half: parses, hashes and seals. Nothing is stored, so the next signals can be made ready while these are written. */
export const makeReady = async (
  app: App,
  { tenantId }: Caller,
  incoming: readonly IncomingSignal[],
): Promise<ReadySignals> => {
  const read = incoming.map(readOne)
  return { tenantId, read, sighted: await sight(app, tenantId, signalsIn(read)) }
}

const signalsIn = (read: readonly (Signal | SignalResult)[]): Signal[] =>
  read.flatMap((one) => ('atMs' in one ? [one] : []))

/** The second half: stores, and answers each. What was taken by somebody else since is looked at anew. */
export const takeReady = async (app: App, { tenantId, read, sighted }: ReadySignals): Promise<SignalResult[]> => {
  for (let attempt = 1, seen = sighted; ; attempt += 1) {
    try {
      const taken = await takeSighted(app, tenantId, seen)
      return read.map((one) => ('atMs' in one ? (taken.shift() ?? refused(one, 'invalid-request')) : one))
    } catch (error) {
      const isRace = isUniqueViolation(error, 'signal_once') || isRetryable(error)
      if (!isRace || attempt >= triesMost) throw error
      seen = await sight(app, tenantId, signalsIn(read))
    }
  }
}

const readOne = (incoming: IncomingSignal): Signal | SignalResult => {
  if ('tooLarge' in incoming)
    return {
      result: 'refused',
      id: incoming.id,
      code: 'too-large',
      fields: [{ field: '(signal)', message: `a signal has at most ${signalLimits.signalBytes} bytes` }],
    }
  const parsed = parseSignal(incoming.json)
  if (parsed.ok) return parsed.value
  return { result: 'refused', id: idIn(incoming.json), code: 'invalid-request', fields: parsed.problems }
}

const idIn = (json: unknown): string | null =>
  typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string' && json.id.length <= 128
    ? json.id
    : null

const refused = ({ id }: Signal, code: SignalRefusal, field = 'id', message: string = code): SignalResult => ({
  result: 'refused',
  id,
  code,
  fields: [{ field, message }],
})

type Prepared = { signal: Signal; facts: SignalFacts; bodySealed: string }

/** Signals beside what was known when they were looked at: those that are answered already, and those that are to be stored. */
type Sighted = Omit<ToStore, 'tenantId'> & {
  signals: readonly Signal[]
  known: ReadonlyMap<string, TakenSignal>
  results: Map<Signal, SignalResult>
  firsts: Map<string, Signal>
}

const sight = async (app: App, tenantId: string, signals: readonly Signal[]): Promise<Sighted> => {
  const nowMs = app.clock.nowMs()
  const rules = await publishedRuleSets(app, tenantId)
  const sellerIds = [...new Set(signals.map(({ sellerId }) => sellerId))]
  const [known, sellers] = await Promise.all([
    readTakenSignals(app, tenantId, [...new Set(signals.map(({ id }) => id))]),
    readRiskSellers(app, tenantId, sellerIds, { withLinks: asksForLinks(rules), rules }),
  ])
  for (const seller of sellers.values()) if (!seller.hasProfile) await knowSeller(app, tenantId, seller.sellerId)
  const results = new Map<Signal, SignalResult>()
  const firsts = new Map<string, Signal>()
  for (const signal of signals) {
    const before = known.get(signal.id) ?? takenBy(firsts.get(signal.id))
    const answer = before ? sentBefore(signal, before) : whyNot(signal, sellers, nowMs)
    if (answer) results.set(signal, answer)
    else firsts.set(signal.id, signal)
  }
  const prepared = await prepare(app, tenantId, [...firsts.values()], sellers)
  const layout = await layoutFor(app.database, featuresWorthKeeping(rules))
  return { signals, known, results, firsts, prepared, sellers, rules, layout, nowMs }
}

const takeSighted = async (app: App, tenantId: string, sighted: Sighted): Promise<SignalResult[]> => {
  const { signals, known, firsts } = sighted
  const results = new Map(sighted.results)
  const stored = await store(app, { tenantId, ...sighted })
  for (const [id, signal] of firsts) {
    const row = stored.get(id)
    results.set(
      signal,
      row
        ? { result: 'accepted', id, late: row.late, decisions: row.decisions }
        : refused(signal, 'seller-unknown', 'sellerId', 'no such seller is registered'),
    )
  }
  return signals.map((signal) => {
    const result = results.get(signal)
    const first = stored.get(signal.id)
    // A second one of the same call has the answer of the first.
    if (result?.result === 'duplicate' && first && !known.has(signal.id))
      return { ...result, late: first.late, decisions: first.decisions }
    return result ?? refused(signal, 'invalid-request')
  })
}

const takenBy = (signal: Signal | undefined): TakenSignal | undefined =>
  signal && {
    sellerId: signal.sellerId,
    type: signal.data.type,
    occurredAtMs: signal.atMs,
    late: false,
    decisions: [],
  }

const sentBefore = (signal: Signal, before: TakenSignal): SignalResult => {
  const { id, sellerId, atMs, data } = signal
  const isSame = before.sellerId === sellerId && before.occurredAtMs === atMs && before.type === data.type
  return isSame
    ? { result: 'duplicate', id, late: before.late, decisions: before.decisions }
    : refused(signal, 'id-taken', 'id', 'another signal was sent under this id before')
}

const whyNot = (signal: Signal, sellers: ReadonlyMap<string, RiskSeller>, nowMs: number): SignalResult | null => {
  if (!sellers.has(signal.sellerId))
    return refused(signal, 'seller-unknown', 'sellerId', 'no such seller is registered')
  if (signal.atMs > nowMs + aheadMs)
    return refused(signal, 'from-the-future', 'at', 'lies more than 5 minutes ahead of our clock')
  if (signal.atMs < nowMs - profileWindowMs)
    return refused(signal, 'too-old', 'at', `lies more than ${profileWindowMs / dayMs} days back`)
  return null
}

const linkFeatures: ReadonlySet<string> = new Set(['standing.linked_shops', 'standing.linked_failures'])
const asksForLinks = (rules: readonly PublishedRuleSet[]): boolean =>
  rules.some(({ rules: { reads } }) => reads.some((name) => linkFeatures.has(name)))

/** Hashed and sealed before the transaction, in which nothing but the database is waited for. Who was erased is left out. */
const prepare = async (
  app: App,
  tenantId: string,
  signals: readonly Signal[],
  sellers: ReadonlyMap<string, RiskSeller>,
): Promise<Prepared[]> => {
  if (signals.length === 0) return []
  const hash = await signalHashOf(app, tenantId)
  const isProxy = (ip: string) => (app.networks.hasList ? app.networks.isProxy(ip) : null)
  const prepared: Prepared[] = []
  for (const signal of signals) {
    const keyId = sellers.get(signal.sellerId)?.keyId ?? ''
    try {
      prepared.push({
        signal,
        facts: factsOf(signal.data, hash, isProxy),
        bodySealed: await app.keys.encrypt(keyId, JSON.stringify(signal.data), {
          table: 'signal',
          column: 'body_sealed',
          row: `${tenantId}/${signal.sellerId}/${signal.id}`,
        }),
      })
    } catch (error) {
      if (!(error instanceof DataKeyGone)) throw error
    }
  }
  return prepared
}

type ToStore = {
  tenantId: string
  prepared: readonly Prepared[]
  sellers: ReadonlyMap<string, RiskSeller>
  rules: readonly PublishedRuleSet[]
  layout: InputLayout
  nowMs: number
}

const store = async (app: App, asked: ToStore): Promise<Map<string, NewSignalRow>> => {
  if (asked.prepared.length === 0) return new Map()
  const { rows, devices, addresses } = await app.database.transaction((tx) => storeIn(app, tx, asked))
  rememberDevices(app, asked.tenantId, devices)
  rememberAddresses(app, asked.tenantId, addresses)
  return rows
}

const storeIn = async (
  app: App,
  tx: Tx,
  { tenantId, prepared, sellers, rules, layout, nowMs }: ToStore,
): Promise<{ rows: Map<string, NewSignalRow>; devices: SeenLink[]; addresses: SignInAddress[] }> => {
  const sellerIds = [...new Set(prepared.map(({ signal }) => signal.sellerId))]
  const profiles = await holdProfiles(tx, tenantId, sellerIds)
  const rows = new Map<string, NewSignalRow>()
  const openings = new Map<string, RiskOfCase & { program: string }>()
  for (const { signal, facts, bodySealed } of prepared) {
    const before = profiles.get(signal.sellerId)
    const seller = sellers.get(signal.sellerId)
    if (!before || !seller) continue
    const profile = advance(before.profile, { atMs: signal.atMs, facts })
    const seq = before.seq + 1
    const { told, opening, ...standing } = assess({
      profile,
      seller: before.sellerFacts,
      standing: seller.standing,
      newestCase: seller.newestCase,
      before: before.standing,
      rules,
      mayOpen: (program) => mayOpenBySignals(app, program),
      signal: { type: signal.data.type, seq },
      nowMs,
    })
    if (opening && !openings.has(signal.sellerId)) openings.set(signal.sellerId, opening)
    rows.set(signal.id, {
      sellerId: signal.sellerId,
      seq,
      id: signal.id,
      type: signal.data.type,
      occurredAtMs: signal.atMs,
      late: before.newestAtMs !== null && signal.atMs < before.newestAtMs,
      facts,
      bodySealed,
      inputs: packInputs(layout.features, told),
      decisions: standing.decisions,
    })
    const newestAtMs = Math.max(before.newestAtMs ?? signal.atMs, signal.atMs)
    profiles.set(signal.sellerId, { ...before, profile, seq, newestAtMs, standing })
  }
  await writeSignals(tx, tenantId, { signals: [...rows.values()], layout: layout.no }, [...profiles.values()], nowMs)
  const devices = newDevices(app, tenantId, rows.values())
  await noteDevices(tx, tenantId, devices)
  const addresses = newAddresses(app, tenantId, rules, rows.values())
  await noteAddresses(tx, tenantId, addresses)
  for (const [sellerId, opening] of openings) await queueOpening(app, tx, { tenantId, sellerId, ...opening })
  return { rows, devices, addresses }
}
