import { canonicalJson } from './canonical-json.ts'
import { type Hash, isHash, sha256 } from './hash.ts'

/**
 * The hash chain of one case (EV1). Every event carries the hash of the one before, so an event cannot be changed,
 * moved, added or taken out of the middle without every later hash changing; only cutting off the end leaves a sound
 * chain, and that is found against a signed head.
 */

/** What a case records, before it has a place in the chain. `at` is ISO 8601 in UTC; `actor` and `data` are JSON. */
export type EventContent = { type: string; version: number; at: string; actor: unknown; data: unknown }

/** `seq` counts from 1 without gaps; `prevHash` of the first event is `chainStart`. */
export type ChainedEvent = EventContent & { caseId: string; seq: number; prevHash: Hash; hash: Hash }

/** The newest event's place and hash; `seq` 0 is a chain with nothing in it yet. */
export type ChainHead = { caseId: string; seq: number; hash: Hash }

export type ChainFault =
  /** Not an event: a member is missing, of another type, or unknown (what is not hashed must not be there). */
  | 'malformed'
  | 'other-case'
  | 'out-of-sequence'
  | 'prev-hash-differs'
  | 'hash-differs'
  /** The signed head is further on: the end was cut off. */
  | 'shorter-than-head'
  /** At the head's own place another hash: the history was rewritten. */
  | 'head-differs'

export type ChainVerdict = { ok: true; head: ChainHead } | { ok: false; atSeq: number; why: ChainFault }

const noHash: Hash = '0'.repeat(64)

export const chainStart = (caseId: string): ChainHead => ({ caseId, seq: 0, hash: noHash })

/** SHA-256 over the canonical JSON of every member but the hash itself. */
export function eventHash(event: Omit<ChainedEvent, 'hash'>): Hash {
  const { caseId, seq, type, version, at, actor, data, prevHash } = event
  return sha256(canonicalJson({ caseId, seq, type, version, at, actor, data, prevHash }))
}

/** Gives new events their place behind `head`. Throws on values that JSON cannot carry. */
export function sealChain(head: ChainHead, events: readonly EventContent[]): ChainedEvent[] {
  let last = head
  return events.map(({ type, version, at, actor, data }) => {
    const placed = { caseId: head.caseId, seq: last.seq + 1, type, version, at, actor, data, prevHash: last.hash }
    const sealed = { ...placed, hash: eventHash(placed) }
    last = headOf(sealed)
    return sealed
  })
}

export const headOf = (event: ChainedEvent): ChainHead => ({ caseId: event.caseId, seq: event.seq, hash: event.hash })

/**
 * Checks events from the first on, or from behind `from`. With `signed`, the head that a signature vouches for, the
 * chain must reach it and agree with it. Takes `unknown` because evidence is read from files nobody vouches for.
 */
export function verifyChain(
  events: readonly unknown[],
  options: { from?: ChainHead; signed?: ChainHead } = {},
): ChainVerdict {
  const { signed } = options
  let head: ChainHead | null = options.from ?? null
  for (const event of events) {
    const due = (head?.seq ?? 0) + 1
    if (!isChainedEvent(event)) return { ok: false, atSeq: due, why: 'malformed' }
    head ??= chainStart(event.caseId)
    const fault = faultOf(event, head, signed)
    if (fault) return { ok: false, atSeq: due, why: fault }
    head = headOf(event)
  }
  if (!head) {
    if (!signed) return { ok: false, atSeq: 1, why: 'malformed' }
    head = chainStart(signed.caseId)
  }
  if (signed && head.seq < signed.seq) return { ok: false, atSeq: head.seq + 1, why: 'shorter-than-head' }
  return { ok: true, head }
}

function faultOf(event: ChainedEvent, head: ChainHead, signed: ChainHead | undefined): ChainFault | null {
  if (event.caseId !== head.caseId || (signed && event.caseId !== signed.caseId)) return 'other-case'
  if (event.seq !== head.seq + 1) return 'out-of-sequence'
  if (event.prevHash !== head.hash) return 'prev-hash-differs'
  if (hashOrNull(event) !== event.hash) return 'hash-differs'
  if (signed && event.seq === signed.seq && event.hash !== signed.hash) return 'head-differs'
  return null
}

function hashOrNull(event: ChainedEvent): Hash | null {
  try {
    return eventHash(event)
  } catch {
    return null
  }
}

const members = ['actor', 'at', 'caseId', 'data', 'hash', 'prevHash', 'seq', 'type', 'version'].join()

function isChainedEvent(value: unknown): value is ChainedEvent {
  if (typeof value !== 'object' || value === null) return false
  if (Object.keys(value).sort().join() !== members) return false
  const event = value as Record<keyof ChainedEvent, unknown>
  return (
    typeof event.caseId === 'string' &&
    typeof event.type === 'string' &&
    typeof event.at === 'string' &&
    Number.isSafeInteger(event.version) &&
    Number.isSafeInteger(event.seq) &&
    isHash(event.prevHash) &&
    isHash(event.hash)
  )
}
