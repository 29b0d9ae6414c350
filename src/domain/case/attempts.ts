import { Temporal } from 'temporal-polyfill'
import type { AttemptRules, Program } from '../program.ts'
import type { Attempt, CaseState } from './state.ts'

/** The calendar day of an instant in the program's zone, `YYYY-MM-DD`: the day in which attempts are counted. [AT1] */
export const dayIn = (zone: string, atMs: number): string =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate().toString()

/** [AT6] Attempts that are nobody's or our fault are kept in the ledger but use nothing. */
export const counts = (attempt: Attempt): boolean => attempt.outcome !== 'voided'

export const failuresOn = (state: CaseState, zone: string, day: string): number =>
  state.attempts.filter((attempt) => attempt.outcome === 'failed' && dayIn(zone, attempt.startedAtMs) === day).length

export const failuresInTotal = (state: CaseState): number =>
  state.attempts.filter((attempt) => attempt.outcome === 'failed').length

/**
 * [AT2] Failures in a row. Only a pass breaks the row, and a pass ends the case; void attempts neither add to it nor
 * break it. So within one case it is the total.
 */
export const failuresInARow = failuresInTotal

export type Allowance = {
  /** Counted attempts that may still be started today. */
  leftToday: number
  /** Failures until the account locks. */
  failuresUntilLock: number
  lockedUntilMs: number | null
  /** [AT4] The next run is decided by a person. */
  nextIsManual: boolean
}

/** What the seller may still do, told before it is used up. */
export const allowance = (
  program: Program,
  state: CaseState,
  atMs: number,
  identityFailuresElsewhere: number,
): Allowance => {
  const rules: AttemptRules = program.attempts
  const today = dayIn(program.zone, atMs)
  const usedToday = state.attempts.filter(
    (attempt) => counts(attempt) && dayIn(program.zone, attempt.startedAtMs) === today,
  ).length
  return {
    leftToday: Math.max(0, 1 + rules.retriesPerDay - usedToday),
    failuresUntilLock: Math.max(0, rules.lockAfterFailures - failuresOn(state, program.zone, today)),
    lockedUntilMs: state.lockedUntilMs !== null && state.lockedUntilMs > atMs ? state.lockedUntilMs : null,
    nextIsManual: failuresInTotal(state) + identityFailuresElsewhere >= rules.manualAfterTotal,
  }
}
