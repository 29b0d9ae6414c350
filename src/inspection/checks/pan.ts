import type { ProofFrame } from '#domain/finding.ts'
import type { RunEvidence } from '../evidence.ts'
import type { PanTurn, PanView } from '../pan/pan-record.ts'
import { telling } from '../pan/pan-views.ts'
import { proof } from './check.ts'

/** The turn that counts: of several pan steps the one in which the camera went furthest. */
export const mainTurn = (evidence: RunEvidence): PanTurn | null =>
  evidence.turns.reduce<PanTurn | null>(
    (best, one) => ((one.turn?.coveredDeg ?? -1) > (best?.turn?.coveredDeg ?? -1) || best === null ? one : best),
    null,
  )

export const viewProof = (view: PanView): ProofFrame | null => proof(view, [])

/** [CK8] What was seen, as pictures for a person. */
export const contactSheet = (turn: PanTurn): (ProofFrame | null)[] => telling(turn).map(viewProof)

/** How far the camera went round, with how wrong that may be. */
export type WholeTurn = { deg: number; leastDeg: number; mostDeg: number; closed: boolean }

/** While a camera is lost it turns at most so fast; a hand does not swing it faster for long. */
const fastestDegPerMs = 0.12

/**
 * The turn of one pan. When an early view came back the camera went round exactly once between the two, plus or minus
 * what the two views differ by, and the measured angles only add what lies outside.
 */
export const wholeTurnOf = ({ turn }: PanTurn): WholeTurn | null => {
  if (turn === null) return null
  const { coveredDeg, closure, lostMs, uncertain01 } = turn
  if (closure === null)
    return {
      deg: coveredDeg,
      leastDeg: coveredDeg * (1 - uncertain01),
      mostDeg: coveredDeg * (1 + uncertain01) + lostMs * fastestDegPerMs,
      closed: false,
    }
  const round = 360 + closure.beyondDeg
  const outside = Math.max(0, coveredDeg - closure.measuredDeg) * (360 / (closure.measuredDeg - closure.beyondDeg))
  return { deg: round + outside, leastDeg: round - 5, mostDeg: round + outside + 5, closed: true }
}
