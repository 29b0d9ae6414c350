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
  /** Failures until the account locks, and for how long it would; null where failures never lock it. */
  failuresUntilLock: number | null
  lockHours: number | null
  lockedUntilMs: number | null
  /** [AT4] The next run is decided by a person. */
  nextIsManual: boolean
}

/** Why an account is locked: the failures of one day [AT3], or this failure by itself [AT5]. */
export type LockReason = 'too-many-today' | 'each-failure'

/**
 * The lock that so many failures of the day, and in a row, bring about; null when they bring none. Where both rules lock, the
 * longer lock is the one.
 */
export const lockAfter = (
  { lockAfterFailures, lockHours, freezeHours }: AttemptRules,
  failures: { today: number; inARow: number },
): { hours: number; why: LockReason } | null => {
  const tooMany = lockAfterFailures !== null && failures.today >= lockAfterFailures
  const freeze = failures.inARow > 0 ? (freezeHours[failures.inARow - 1] ?? freezeHours.at(-1)) : undefined
  if (freeze !== undefined && !(tooMany && lockHours > freeze)) return { hours: freeze, why: 'each-failure' }
  return tooMany ? { hours: lockHours, why: 'too-many-today' } : null
}

/** How many more failures on this day lock the account, and for how long. */
const nextLock = (
  rules: AttemptRules,
  failures: { today: number; inARow: number },
): { failures: number; hours: number } | null => {
  const more = rules.freezeHours.length > 0 ? 1 : (rules.lockAfterFailures ?? Number.NaN) - failures.today
  if (Number.isNaN(more)) return null
  const lock = lockAfter(rules, {
    today: failures.today + Math.max(more, 1),
    inARow: failures.inARow + Math.max(more, 1),
  })
  return lock && { failures: Math.max(0, more), hours: lock.hours }
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
  const failures = { today: failuresOn(state, program.zone, today), inARow: failuresInARow(state) }
  const lock = nextLock(rules, failures)
  return {
    leftToday: Math.max(0, 1 + rules.retriesPerDay - usedToday),
    failuresUntilLock: lock?.failures ?? null,
    lockHours: lock?.hours ?? null,
    lockedUntilMs: state.lockedUntilMs !== null && state.lockedUntilMs > atMs ? state.lockedUntilMs : null,
    nextIsManual:
      state.linkedToBan ||
      state.risk?.outcome === 'open-with-person' ||
      failuresInTotal(state) + identityFailuresElsewhere >= rules.manualAfterTotal,
  }
}
