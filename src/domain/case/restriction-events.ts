import type { Capability } from '../program.ts'
import type { DriftKind } from '../restrictions/drift.ts'

/** What is taken away from the seller and given back, and what the marketplace made of it. */
export type RestrictionEventData =
  | { type: 'restriction-applied'; restrictionId: string; capability: Capability }
  | { type: 'restriction-lifted'; restrictionId: string; capability: Capability }
  /** `report`: not said of this change, but the marketplace told how things are, and it is so. */
  | { type: 'restriction-acknowledged'; restrictionId: string; change: 'applied' | 'lifted'; by?: 'report' }
  /** [RE2] The marketplace is told once more; `try` counts the times it was told of this change. */
  | {
      type: 'restriction-sent-again'
      restrictionId: string
      capability: Capability
      change: 'applied' | 'lifted'
      try: number
      why: 'not-acknowledged' | 'drift' | 'by-hand'
    }
  /** [RE2] By its own report of that moment the marketplace has it otherwise than it should be. */
  | {
      type: 'restriction-drifted'
      restrictionId: string
      capability: Capability
      drift: DriftKind
      asOfMs: number
    }
  /** A later report found it as it should be. */
  | { type: 'restriction-drift-cleared'; restrictionId: string; capability: Capability; asOfMs: number }
