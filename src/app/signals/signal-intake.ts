import { setImmediate as turn } from 'node:timers/promises'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'
import { type IncomingSignal, makeReady, type SignalResult, takeReady, takeSignals } from './take-signals.ts'

/**
 * [TR1] How signals come to be taken together. One that comes alone is taken at once; those that come while others are being
 * written wait for them and are then written together, so that a commit is shared by as many as there are. What comes as a batch
 * is cut into slices, and between two slices everybody else has their turn. There is no timer: nobody waits for more to come.
 */
export const takenTogetherMost = 256
/** One writes while the next is being made ready. */
const writesAtOnce = 2
/** Single signals that may wait; more than a second's worth of them is answered with "later". */
const waitingMost = 5_000
/** Batches that are worked on at once, by one node. */
const batchesMost = 4

type Waiting = {
  tenantId: string
  signal: IncomingSignal
  resolve: (result: SignalResult) => void
  reject: (error: unknown) => void
}

type Intake = { waiting: Waiting[]; writing: number; batches: number; pumps: boolean }
const intakes = new WeakMap<App, Intake>()

const intakeOf = (app: App): Intake => {
  const known = intakes.get(app)
  if (known) return known
  const made: Intake = { waiting: [], writing: 0, batches: 0, pumps: false }
  intakes.set(app, made)
  return made
}

const later = refuse('too-many-requests', { retryAfterS: 1 })

/** One signal, in whatever company it finds. */
export const takeSignal = async (
  app: App,
  { tenantId }: Caller,
  signal: IncomingSignal,
): Promise<Result<SignalResult>> => {
  const intake = intakeOf(app)
  if (intake.waiting.length >= waitingMost) return later
  const { promise, resolve, reject } = Promise.withResolvers<SignalResult>()
  intake.waiting.push({ tenantId, signal, resolve, reject })
  if (!intake.pumps) {
    intake.pumps = true
    // Requests that were read in the same turn of the event loop go together.
    setImmediate(() => {
      intake.pumps = false
      pump(app, intake)
    })
  }
  return accept(await promise)
}

const pump = (app: App, intake: Intake): void => {
  while (intake.writing < writesAtOnce && intake.waiting.length > 0) {
    const together = takeTogether(intake)
    intake.writing += 1
    write(app, together).finally(() => {
      intake.writing -= 1
      pump(app, intake)
    })
  }
}

/** The first that waits, and those of the same marketplace behind it. */
const takeTogether = (intake: Intake): Waiting[] => {
  const tenantId = intake.waiting[0]?.tenantId
  const together: Waiting[] = []
  const left: Waiting[] = []
  for (const one of intake.waiting)
    (one.tenantId === tenantId && together.length < takenTogetherMost ? together : left).push(one)
  intake.waiting = left
  return together
}

const write = async (app: App, together: readonly Waiting[]): Promise<void> => {
  const [first] = together
  if (!first) return
  try {
    const signals = together.map(({ signal }) => signal)
    const results = await takeSignals(app, { tenantId: first.tenantId }, signals)
    together.forEach(({ resolve, reject }, index) => {
      const result = results[index]
      if (result) resolve(result)
      else reject(new Error('a signal was left without an answer'))
    })
  } catch (error) {
    for (const { reject } of together) reject(error)
  }
}

/** Parts of a batch that are taken at once, so that the database stores those of one while another is decided on. */
const lanesOfBatch = 2

/**
 * In which order signals of a batch are taken: those of one seller behind each other, in the order they came, so that a seller is
 * looked at once for all of them. In lanes, each seller in one of them. Where one id is used for several sellers, the order
 * decides whose it is and stays as it is.
 */
const lanesOf = (signals: readonly IncomingSignal[]): number[][] => {
  const sellerOfId = new Map<unknown, unknown>()
  const places = new Map<unknown, number[]>()
  for (const [place, signal] of signals.entries()) {
    const { id, sellerId } = namesIn(signal)
    if (sellerOfId.has(id) && sellerOfId.get(id) !== sellerId) return [signals.map((_, at) => at)]
    sellerOfId.set(id, sellerId)
    const before = places.get(sellerId)
    if (before) before.push(place)
    else places.set(sellerId, [place])
  }
  const laneLength = Math.max(takenTogetherMost, signals.length / lanesOfBatch)
  const lanes: number[][] = []
  for (const ofSeller of places.values()) {
    const lane = lanes.at(-1)
    if (lane && lane.length < laneLength) lane.push(...ofSeller)
    else lanes.push(ofSeller)
  }
  return lanes
}

const namesIn = (signal: IncomingSignal): { id?: unknown; sellerId?: unknown } =>
  'json' in signal && typeof signal.json === 'object' && signal.json !== null ? signal.json : {}

/** Many signals, a few hundred at a time; answered in their order. */
export const takeBatch = async (
  app: App,
  caller: Caller,
  signals: readonly IncomingSignal[],
): Promise<Result<SignalResult[]>> => {
  const intake = intakeOf(app)
  if (intake.batches >= batchesMost) return later
  intake.batches += 1
  try {
    const results: SignalResult[] = Array(signals.length)
    const taking = lanesOf(signals).map((lane) => takeLane(app, caller, signals, lane, results))
    // Where one fails the other is waited for, too: nothing goes on behind the answer.
    await Promise.allSettled(taking)
    await Promise.all(taking)
    return accept(results)
  } finally {
    intake.batches -= 1
  }
}

const takeLane = async (
  app: App,
  caller: Caller,
  signals: readonly IncomingSignal[],
  lane: readonly number[],
  results: SignalResult[],
): Promise<void> => {
  const slice = (from: number) => lane.slice(from, from + takenTogetherMost)
  const readied = (places: readonly number[]) =>
    makeReady(
      app,
      caller,
      places.flatMap((place) => signals[place] ?? []),
    )
  let ready = readied(slice(0))
  for (let from = 0; from < lane.length; from += takenTogetherMost) {
    const now = await ready
    // The next are made ready while these are written; stored they are one after the other, or their order would be lost.
    if (from + takenTogetherMost < lane.length) ready = readied(slice(from + takenTogetherMost))
    ready.catch(() => {})
    const places = slice(from)
    for (const [at, answer] of (await takeReady(app, now)).entries()) results[places[at] ?? at] = answer
    await turn()
  }
}
