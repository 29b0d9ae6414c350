import type { Capability } from '../program.ts'
import type { DriftKind } from '../restrictions/drift.ts'
import { nextSendAtMs } from '../restrictions/resend.ts'
import type { RestrictionEventData } from './restriction-events.ts'
import type { CaseState } from './state.ts'

/**
 * One function of the seller that the case took away. Its state is one of
 * - `applying`: the marketplace was told to take it;
 * - `applied`: and has acknowledged that;
 * - `lifting`: the marketplace was told to give it back;
 * - `lifted`: and has acknowledged that.
 * Beside it stands a drift when the marketplace has reported otherwise: then its acknowledgement alone is not believed any
 * more, and only a later report that agrees ends it. [RE2]
 */
export type RestrictionState = 'applying' | 'applied' | 'lifting' | 'lifted'
export type Restriction = {
  id: string
  capability: Capability
  state: RestrictionState
  sinceMs: number
  /** How often the marketplace was told of this change, and when last. */
  sends: number
  sentAtMs: number
  drift: { kind: DriftKind; sinceMs: number } | null
}

export const isUnacknowledged = ({ state }: Restriction): boolean => state === 'applying' || state === 'lifting'

/** Null when nothing is waited for. */
export const nextSendOf = (restriction: Restriction): number | null =>
  isUnacknowledged(restriction) ? nextSendAtMs(restriction) : null

/** [RE2] Everything is given back, and nothing that was reported since says otherwise. */
export const isAllBack = ({ restrictions }: CaseState): boolean =>
  restrictions.every((one) => one.state === 'lifted' && one.drift === null)

/** The part of the state that is about restrictions. What is found otherwise after it was all back is not restored any more. */
export const evolveRestrictions = (state: CaseState, data: RestrictionEventData, atMs: number): Partial<CaseState> => {
  const { restrictions } = state
  const told = { sends: 1, sentAtMs: atMs, drift: null }
  switch (data.type) {
    case 'restriction-applied': {
      const { restrictionId: id, capability } = data
      // What a ban took and an appeal gave back may be taken again when its stage is due.
      const others = restrictions.filter((one) => one.id !== id)
      return { restrictions: [...others, { id, capability, state: 'applying', sinceMs: atMs, ...told }] }
    }
    case 'restriction-lifted':
      return changed(state, data, () => ({ state: 'lifting', sinceMs: atMs, ...told }))
    case 'restriction-acknowledged':
      return changed(state, data, () => ({ state: data.change, sinceMs: atMs }))
    case 'restriction-sent-again':
      return changed(state, data, (one) => {
        const to: RestrictionState = data.change === 'applied' ? 'applying' : 'lifting'
        const sinceMs = one.state === to ? one.sinceMs : atMs
        return { state: to, sinceMs, sends: data.try, sentAtMs: atMs }
      })
    case 'restriction-drifted':
      return {
        ...changed(state, data, () => ({ drift: { kind: data.drift, sinceMs: atMs } })),
        ...(state.status === 'restored' ? { status: 'passed' } : {}),
      }
    case 'restriction-drift-cleared':
      return changed(state, data, () => ({ drift: null }))
  }
}

const changed = (
  { restrictions }: CaseState,
  { restrictionId }: { restrictionId: string },
  change: (one: Restriction) => Partial<Restriction>,
): Pick<CaseState, 'restrictions'> => ({
  restrictions: restrictions.map((one) => (one.id === restrictionId ? { ...one, ...change(one) } : one)),
})
