import type { ConfirmableField } from '../confirmed-fields.ts'
import type { DeviceSignal } from '../device-signals.ts'
import type { ReasonCode } from '../finding.ts'
import type { ComparedField } from '../registration-fields.ts'
import type { RiskOfCase } from '../risk/risk-of-case.ts'
import type { TimeSpan } from '../time-span.ts'
import type { Attempt } from './attempt.ts'
import type { Badge } from './badge.ts'
import type { Ban } from './ban-state.ts'
import type { CallSide, CheckedEligibility, ReviewReason } from './events.ts'
import type { Look, Opinion } from './looks.ts'
import type { Restriction } from './restriction-state.ts'
import type { SecondLook } from './second-look.ts'
import type { Waiting } from './waiting-list.ts'

export type { Attempt, AttemptOutcome, AttemptStep } from './attempt.ts'
export type { HeldCall } from './held-call.ts'
export type { Restriction, RestrictionState } from './restriction-state.ts'

/**
 * A case is folded from its events. Its status is one of
 * - `none`: before the first event;
 * - `awaiting-seller`: open, the seller's turn (a lock may still be running);
 * - `in-run`: a run is being recorded, alone or in a call;
 * - `inspecting`: the recording is whole, findings are due; our turn;
 * - `in-review`: a person decides; our turn;
 * - `offline`: the seller chose the notarised lane;
 * - `passed`: decided, restrictions are being lifted;
 * - `restored`: passed and every capability acknowledged; final, unless the marketplace reports that one is still taken;
 * - `withdrawn`: closed by the marketplace without a verdict; final;
 * - `banned`: closed for good by two people; final but for one appeal, and no other case of the seller is opened.
 */
export type CaseStatus =
  | 'none'
  | 'awaiting-seller'
  | 'in-run'
  | 'inspecting'
  | 'in-review'
  | 'offline'
  | 'passed'
  | 'restored'
  | 'withdrawn'
  | 'banned'

export type CaseState = {
  caseId: string
  status: CaseStatus
  sellerId: string
  site: string
  program: string
  programVersion: number
  openedAtMs: number
  /** Deadline and restriction stages are counted from here. */
  countedFromMs: number
  deadlineAtMs: number
  deadlineMissedAtMs: number | null
  /** [AT6] Time that was not the seller's and has been added to the deadline. */
  timeGivenBack: TimeSpan[]
  /** How many restriction stages have been applied. */
  stagesApplied: number
  eligibility: CheckedEligibility[]
  deviceCheck: { ok: boolean; atMs: number; problems: string[]; signals: DeviceSignal[] } | null
  /** [EL6] The last comparison; `differing` are the fields in which the documents say otherwise. */
  registrationCompared: { atMs: number; differing: ComparedField[] } | null
  consent: { textVersion: string; language: string; atMs: number } | null
  /** [SC3] [EV4] Null while the seller has not agreed to it, and after they took it back. */
  faceComparison: { textVersion: string; language: string; atMs: number } | null
  attempts: Attempt[]
  /** The call that is booked. */
  call: BookedCall | null
  /** [BK4] In the line for a time that gets free; null when not. */
  waiting: Waiting | null
  /** [DV6] The appointment for which the phone was confirmed last. */
  phoneConfirmedFor: string | null
  /** [BK4] Calls that were booked and not held, in the order they were missed. */
  missedCalls: { bookingId: string; side: CallSide; atMs: number }[]
  /** When we last cancelled or missed a call; null when we never did. */
  letDownAtMs: number | null
  lockedUntilMs: number | null
  supportSuggested: boolean
  review: { attemptId: string; why: ReviewReason; dueAtMs: number; opinions: Opinion[] } | null
  /** [DE3] Beside the case's own course: it changes nothing of it. */
  secondLook: SecondLook | null
  /** [DE3] Reviews of this case that two people judged, and those of them that agreed. */
  opinions: { pairs: number; agreed: number }
  restrictions: Restriction[]
  offlineWay: string | null
  /** Why the papers of the offline lane were refused last; null when none were, or a way was chosen since. */
  offlineRefusal: { atMs: number; reasons: ReasonCode[] } | null
  notices: { id: string; readAtMs: number | null }[]
  decidedAtMs: number | null
  /** [RE5] Proposed, or confirmed; null when neither, or when it was refused or lifted. */
  ban: Ban | null
  /** [RE5] Opened because another shop of the entity was banned: a person decides. */
  linkedToBan: boolean
  /** [TR4] Why signals opened it; null where something else did. */
  risk: RiskOfCase | null
  /** [RE4] What of the registration the pass confirmed anew, and when the marketplace took it over. */
  confirmed: { fields: ConfirmableField[]; atMs: number; acknowledgedAtMs: number | null } | null
  /** [RE3] Null while the case has earned none. */
  badge: Badge | null
  /** [EV3] Who holds everything of the case back from deletion, and since when. */
  legalHold: { by: string; sinceMs: number } | null
  /** [EV4] The last look of each person at each thing. */
  looks: Look[]
}

export type BookedCall = {
  bookingId: string
  startMs: number
  endMs: number
  language: string
  bookedAtMs: number
  /** [BK4] How often the seller moved it; what we offered, and whom of ours it went to, is not counted. */
  moves: number
  /** [NO2] The last reminder that was sent; null before the first. */
  remindedMinutesBefore: number | null
  /** [LC1] When the seller came into the waiting room; null before. */
  enteredAtMs: number | null
  /** [LC1] The ring that waits for an answer, and whose it is. */
  ringing: { untilMs: number; by: string } | null
  /** The attempt that began when it was answered. */
  attemptId: string | null
}

export const emptyCase = (caseId: string): CaseState => ({
  caseId,
  status: 'none',
  sellerId: '',
  site: '',
  program: '',
  programVersion: 0,
  openedAtMs: 0,
  countedFromMs: 0,
  deadlineAtMs: 0,
  deadlineMissedAtMs: null,
  timeGivenBack: [],
  stagesApplied: 0,
  eligibility: [],
  deviceCheck: null,
  registrationCompared: null,
  consent: null,
  faceComparison: null,
  attempts: [],
  call: null,
  waiting: null,
  phoneConfirmedFor: null,
  missedCalls: [],
  letDownAtMs: null,
  lockedUntilMs: null,
  supportSuggested: false,
  review: null,
  secondLook: null,
  opinions: { pairs: 0, agreed: 0 },
  restrictions: [],
  offlineWay: null,
  offlineRefusal: null,
  notices: [],
  decidedAtMs: null,
  ban: null,
  linkedToBan: false,
  risk: null,
  confirmed: null,
  badge: null,
  legalHold: null,
  looks: [],
})

export const runningAttempt = (state: CaseState): Attempt | null =>
  state.attempts.find((attempt) => attempt.outcome === 'running') ?? null

export const findAttempt = (state: CaseState, attemptId: string): Attempt | null =>
  state.attempts.find((attempt) => attempt.id === attemptId) ?? null

export const isFinal = (status: CaseStatus): boolean =>
  status === 'restored' || status === 'withdrawn' || status === 'banned'
