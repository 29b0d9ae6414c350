import type { CompiledRules } from './compile-rules.ts'
import type { Opening } from './replay-counts.ts'
import type { RiskDecision } from './rule-set.ts'
import { outcomeBeyond, rulesStillSettled, type SettledRules, settledBy } from './settled.ts'

/** A case that a seller really had. */
export type PastCase = {
  openedAtMs: number
  /** When it was over; null while it is not, and for ever after a ban. */
  endedAtMs: number | null
  /** By the number of the signal, if rules of the program that is replayed opened it; null for every other case. */
  openedBySeq: number | null
}

/** What of a seller's cases is taken as it was, and how long one lasts that nobody ever had. */
export type RealCases = {
  /** In the order they were opened. */
  cases: readonly PastCase[]
  /** Cases opened before are taken as they were, whatever opened them: until then nothing is replayed. */
  sinceMs: number
  /** How long the marketplace's cases last, half of them longer; null where none has ended. */
  usualCaseMs: number | null
}

/** How a seller stands under one of two rule sets; plain JSON. */
export type SellerUnder = {
  openings: Opening[]
  /** Of the cases that are taken as they were, how many have been met. */
  met: number
  /** The case that runs, and when it will be over. */
  running: { endsAtMs: number | null } | null
  settled: SettledRules
  /** What was true by the last decision; null before the first. */
  stood: RiskDecision['contributions'] | null
  /** A case ended before anybody was asked: the first decision says what it has settled. */
  settlesNext: boolean
}

export const newSellerUnder = (): SellerUnder => ({
  openings: [],
  met: 0,
  running: null,
  settled: {},
  stood: null,
  settlesNext: false,
})

type Moment = { seq: number; atMs: number; mayOpen: boolean }

/**
 * [TR7] [TR4] One more decision of a rule set about a seller. A case opens where it would have: not while another one runs, and
 * not by what an earlier one has settled. Cases that these rules do not open, but a person, a marketplace, another shop or
 * another program, are taken as they really were, unless one of these runs by then.
 */
export const decideUnder = (
  seller: SellerUnder,
  rules: CompiledRules,
  decision: RiskDecision,
  moment: Moment,
  real: RealCases,
): void => {
  const { contributions } = decision
  bringForward(seller, moment.atMs, real)
  if (seller.settlesNext) {
    seller.settled = settledBy(contributions)
    seller.settlesNext = false
  }
  if (!isEmpty(seller.settled)) seller.settled = rulesStillSettled(seller.settled, contributions, moment.atMs)
  if (seller.running === null && moment.mayOpen && decision.outcome !== 'none') {
    const outcome = outcomeBeyond(seller.settled, decision, rules.set.thresholds)
    if (outcome !== 'none') {
      const { seq, atMs } = moment
      const names = contributions.map(({ rule }) => rule)
      seller.openings.push({ seq, atMs, outcome, score: decision.score, rules: names })
      seller.running = { endsAtMs: endOf(moment, real) }
    }
  }
  seller.stood = contributions
}

const isEmpty = (settled: SettledRules): boolean => {
  for (const _ in settled) return false
  return true
}

const isAsItWas = ({ openedAtMs, openedBySeq }: PastCase, { sinceMs }: RealCases): boolean =>
  openedBySeq === null || openedAtMs < sinceMs

/** Cases that began and ended since the last decision. */
const bringForward = (seller: SellerUnder, nowMs: number, real: RealCases): void => {
  for (;;) {
    const one = real.cases[seller.met]
    if (!one || one.openedAtMs > nowMs) break
    seller.met += 1
    if (!isAsItWas(one, real)) continue
    end(seller, one.openedAtMs)
    // Who has a case gets no other one.
    seller.running ??= { endsAtMs: one.endedAtMs }
  }
  end(seller, nowMs)
}

const end = (seller: SellerUnder, nowMs: number): void => {
  const endsAtMs = seller.running?.endsAtMs ?? null
  if (endsAtMs === null || endsAtMs > nowMs) return
  seller.running = null
  if (seller.stood === null) seller.settlesNext = true
  else seller.settled = settledBy(seller.stood)
}

/**
 * A case that was opened by the very signal ends as it did. One that would have been opened at another time lasts as long as the
 * seller's own that signals opened nearest to then; where there is none, as long as half of the marketplace's do.
 */
const endOf = ({ seq, atMs }: Moment, real: RealCases): number | null => {
  const own = real.cases.filter((one) => !isAsItWas(one, real))
  const same = own.find(({ openedBySeq }) => openedBySeq === seq)
  if (same) return same.endedAtMs
  const [nearest] = own.toSorted((a, b) => Math.abs(a.openedAtMs - atMs) - Math.abs(b.openedAtMs - atMs))
  if (nearest) return nearest.endedAtMs === null ? null : atMs + nearest.endedAtMs - nearest.openedAtMs
  return real.usualCaseMs === null ? null : atMs + real.usualCaseMs
}
