import { type CompiledRules, looksAt } from './compile-rules.ts'
import { toldOtherwise } from './features.ts'
import { advance, emptyProfile, type RiskProfile, signalFeaturesOf } from './profile.ts'
import { decideUnder, newSellerUnder, type PastCase, type RealCases, type SellerUnder } from './replay-cases.ts'
import {
  countDecision,
  emptyCounts,
  type ReplayCounts,
  type ReplayResult,
  resultOf,
  settleSeller,
} from './replay-counts.ts'
import type { FeatureValues, RiskDecision } from './rule-set.ts'
import type { SignalFacts } from './signal.ts'

/** A signal of the past as it lies in the table. Nothing of it has to be decrypted. */
export type PastSignal = {
  sellerId: string
  /** In the order they were received. */
  seq: number
  occurredAtMs: number
  receivedAtMs: number
  facts: SignalFacts
  /**
   * The features it was decided with; only what registration and standing told is taken from them. Null where they were not read:
   * the signal then only teaches the profile.
   */
  inputs: FeatureValues | null
  /** What its seller really had, in the order they were opened; the same for each signal of a seller. */
  cases: readonly PastCase[]
  /** What was decided by it then, by program. */
  decisions: readonly { program: string; version: number; outcome: RiskDecision['outcome'] }[]
}

export type ReplayRules = {
  draft: CompiledRules
  /** Null where nothing is published for the program: then every opening is a new one. */
  published: { version: number; rules: CompiledRules } | null
  /** Signals that were received before teach the profile, and open nothing. */
  sinceMs: number
  /** How long a case lasts that nobody ever had: half of the program's last longer. Null where none has ended: then for ever. */
  usualCaseMs: number | null
}

/** Where a replay stands; plain JSON, so that it can be put away and gone on with. */
export type ReplayState = { seller: SellerInReplay | null; counts: ReplayCounts }
type SellerInReplay = { id: string; profile: RiskProfile; before: SellerUnder; after: SellerUnder }

export type Replay = {
  /** Signals come seller by seller, each seller's in the order they were received. */
  take(signal: PastSignal): void
  state(): ReplayState
  /** Ends it; nothing is taken any more. */
  result(): ReplayResult
}

/**
 * [TR7] Runs a draft and what is published over past signals in one pass. A profile is folded from the facts of each seller anew;
 * what registration, cases and links told is taken as it was told then, because nobody keeps how it stood at every hour. Under
 * each of the two a seller has the cases that would have been opened (`replay-cases.ts`); the first in which they differ decides
 * whether one would have opened, not, or otherwise.
 */
export const replayFrom = (rules: ReplayRules, from: ReplayState | null): Replay => {
  const state: ReplayState = from ?? { seller: null, counts: emptyCounts() }
  const endSeller = () => {
    const { seller } = state
    if (seller) {
      const { id, before, after } = seller
      settleSeller(state.counts, { id, before: before.openings, after: after.openings })
    }
    state.seller = null
  }
  return {
    take(signal) {
      if (state.seller?.id !== signal.sellerId) {
        endSeller()
        state.seller = {
          id: signal.sellerId,
          profile: emptyProfile,
          before: newSellerUnder(),
          after: newSellerUnder(),
        }
      }
      takeSignal(rules, state.seller as SellerInReplay, state.counts, signal)
    },
    state: () => state,
    result() {
      endSeller()
      return resultOf(state.counts)
    },
  }
}

const takeSignal = (rules: ReplayRules, seller: SellerInReplay, counts: ReplayCounts, signal: PastSignal): void => {
  const { facts, occurredAtMs: atMs, receivedAtMs: nowMs, seq, cases, inputs } = signal
  seller.profile = advance(seller.profile, { atMs, facts })
  const mayOpen = nowMs >= rules.sinceMs
  if (inputs === null) return
  const values = featuresThen(seller.profile, signal, inputs)
  const site = String(values['shop.site'])
  const moment = { seq, atMs: nowMs, mayOpen }
  const real: RealCases = { cases, sinceMs: rules.sinceMs, usualCaseMs: rules.usualCaseMs }
  const after = looksAt(rules.draft, site) ? rules.draft.decide(values) : null
  if (after) decideUnder(seller.after, rules.draft, after, moment, real)
  const { published } = rules
  const before = published && looksAt(published.rules, site) ? published.rules.decide(values) : null
  if (before && published) decideUnder(seller.before, published.rules, before, moment, real)
  if (!mayOpen) return
  counts.signals++
  countDecision(counts, before, after)
  const stored = signal.decisions.find(({ program }) => program === rules.draft.set.program)
  if (before && stored && stored.version === published?.version) {
    counts.stored.compared++
    if (stored.outcome !== before.outcome) counts.stored.otherwise++
  }
}

const featuresThen = (
  profile: RiskProfile,
  { facts, receivedAtMs }: PastSignal,
  inputs: FeatureValues,
): FeatureValues => {
  const categories = inputs['shop.categories']
  const { values } = signalFeaturesOf({
    profile,
    categories: Array.isArray(categories) ? categories : null,
    signalType: facts.type,
    nowMs: receivedAtMs,
  })
  for (const name of toldOtherwise) {
    const value = inputs[name]
    if (value !== undefined && values[name] === undefined) setValue(values, name, value)
  }
  return values
}

const setValue = <N extends keyof FeatureValues>(values: FeatureValues, name: N, value: FeatureValues[N]): void => {
  values[name] = value
}
