import { type CompiledRules, looksAt } from './compile-rules.ts'
import { toldOtherwise } from './features.ts'
import { advance, emptyProfile, type RiskProfile, signalFeaturesOf } from './profile.ts'
import {
  countDecision,
  emptyCounts,
  type Opening,
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
  /** The features it was decided with; only what registration and standing told is taken from them. */
  inputs: FeatureValues
  /** What was decided by it then, by program. */
  decisions: readonly { program: string; version: number; outcome: RiskDecision['outcome'] }[]
}

export type ReplayRules = {
  draft: CompiledRules
  /** Null where nothing is published for the program: then every opening is a new one. */
  published: { version: number; rules: CompiledRules } | null
  /** Signals that were received before only teach the profile. */
  sinceMs: number
}

/** Where a replay stands; plain JSON, so that it can be put away and gone on with. */
export type ReplayState = { seller: SellerInReplay | null; counts: ReplayCounts }
type SellerInReplay = { id: string; profile: RiskProfile; before: Opening | null; after: Opening | null }

export type Replay = {
  /** Signals come seller by seller, each seller's in the order they were received. */
  take(signal: PastSignal): void
  state(): ReplayState
  /** Ends it; nothing is taken any more. */
  result(): ReplayResult
}

/**
 * [TR7] Runs a draft and what is published over past signals in one pass. A profile is folded from the facts of each seller anew;
 * what registration, cases and links told is taken as it was told then, because nobody keeps how it stood at every hour. What a
 * seller's first opening under each of the two rule sets is, decides whether a case would have opened, not, or otherwise.
 */
export const replayFrom = (rules: ReplayRules, from: ReplayState | null): Replay => {
  const state: ReplayState = from ?? { seller: null, counts: emptyCounts() }
  const endSeller = () => {
    if (state.seller) settleSeller(state.counts, state.seller)
    state.seller = null
  }
  return {
    take(signal) {
      if (state.seller?.id !== signal.sellerId) {
        endSeller()
        state.seller = { id: signal.sellerId, profile: emptyProfile, before: null, after: null }
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
  const { facts, occurredAtMs: atMs, receivedAtMs: nowMs } = signal
  seller.profile = advance(seller.profile, { atMs, facts })
  if (nowMs < rules.sinceMs) return
  counts.signals++
  const values = featuresThen(seller.profile, signal)
  const site = String(values['shop.site'])
  const after = looksAt(rules.draft, site) ? rules.draft.decide(values) : null
  const { published } = rules
  const before = published && looksAt(published.rules, site) ? published.rules.decide(values) : null
  countDecision(counts, before, after)
  seller.before ??= openingOf(before, signal)
  seller.after ??= openingOf(after, signal)
  const stored = signal.decisions.find(({ program }) => program === rules.draft.set.program)
  if (before && stored && stored.version === published?.version) {
    counts.stored.compared++
    if (stored.outcome !== before.outcome) counts.stored.otherwise++
  }
}

const featuresThen = (profile: RiskProfile, { facts, inputs, receivedAtMs }: PastSignal): FeatureValues => {
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

const openingOf = (decision: RiskDecision | null, { seq, receivedAtMs }: PastSignal): Opening | null => {
  if (decision === null || decision.outcome === 'none') return null
  const { outcome, score, contributions } = decision
  return { seq, atMs: receivedAtMs, outcome, score, rules: contributions.map(({ rule }) => rule) }
}
