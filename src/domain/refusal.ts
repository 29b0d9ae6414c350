/**
 * The closed family of expected refusals. A refusal is a value, never an exception: its code is stable and public, its
 * details are numbers, dates and names of fields (never personal data), and the words for sellers and operators are in
 * the locales under the same code. One map turns a refusal into an HTTP status (http/problem.ts).
 */
export type RefusalCode =
  | 'not-found'
  | 'conflict'
  | 'report-from-the-future'
  | 'invalid-state'
  | 'case-already-open'
  | 'case-closed'
  | 'program-unknown'
  | 'program-does-not-open-this-way'
  | 'registration-incomplete'
  | 'licence-ends-soon'
  | 'registration-not-compared'
  | 'phone-not-real-name'
  | 'phone-not-reached'
  | 'phone-code-not-due'
  | 'phone-not-confirmed'
  | 'phone-code-wrong'
  | 'phone-code-over'
  | 'not-eligible-for-lane'
  | 'device-check-missing'
  | 'device-check-failed'
  | 'consent-missing'
  | 'program-has-no-calls'
  | 'language-not-spoken'
  | 'slot-too-soon'
  | 'slot-taken'
  | 'moves-exhausted'
  | 'move-too-late'
  | 'no-waiting-list'
  | 'call-not-wanted'
  | 'call-has-begun'
  | 'call-not-begun'
  | 'call-not-booked'
  | 'call-not-running'
  | 'ring-over'
  | 'seat-taken'
  | 'leader-only'
  | 'snapshot-missing'
  | 'checklist-open'
  | 'verdict-missing'
  | 'stand-in-noted'
  | 'attempt-already-running'
  | 'attempt-not-running'
  | 'attempts-exhausted'
  | 'account-locked'
  | 'in-review'
  | 'step-out-of-order'
  | 'challenge-used'
  | 'challenge-expired'
  | 'recording-closed'
  | 'recording-incomplete'
  | 'recording-too-large'
  | 'chunk-corrupt'
  | 'chunk-conflict'
  | 'chunk-out-of-range'
  | 'not-in-review'
  | 'reason-missing'
  | 'reason-unknown'
  | 'reviewer-not-allowed'
  | 'second-pair-of-eyes'
  | 'lead-needed'
  | 'ban-proposed'
  | 'restriction-unknown'
  | 'link-expired'
  | 'link-used'
  | 'not-allowed'
  | 'too-many-requests'
  | 'idempotency-conflict'

export type Refusal = { code: RefusalCode; details: Record<string, string | number | boolean | null> }

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const accept = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const refuse = (code: RefusalCode, details: Refusal['details'] = {}): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { code, details },
})
