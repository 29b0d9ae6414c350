import type { SubCheckId } from '../checks.ts'
import type { DeviceSignal } from '../device-signals.ts'
import type { Outcome, ReasonCode, Span } from '../finding.ts'
import type { LookupKind, OpenedBy, ReviewReason } from '../program.ts'
import type { ComparedField } from '../registration-fields.ts'
import type { RiskOfCase } from '../risk/risk-of-case.ts'
import type { StepKind } from '../run-plan.ts'
import type { TimeSpan } from '../time-span.ts'
import type { AftermathEventData } from './aftermath-events.ts'
import type { CallEnd, Commitment, GuestSeat, Judgement, Suspicion } from './held-call.ts'
import type { RestrictionEventData } from './restriction-events.ts'

/**
 * What happened to a case, append-only. Members named `sealed` are ciphertext under the case's key and `…Commitment`
 * salted commitments: nothing else here may be personal data, or erasing a person would break the chain.
 */
export type Actor =
  | { kind: 'system' }
  | { kind: 'seller' }
  | { kind: 'staff'; id: string }
  | { kind: 'api'; keyId: string }
  | { kind: 'marketplace' }

export type Sealed = string

/** What an event may say of a finding; the fields read from a document stay sealed. */
export type FindingSummary = {
  check: SubCheckId
  outcome: Outcome
  reason: ReasonCode | null
  value: number | null
  limit: number | null
  unit: string | null
  span: Span | null
  stepId: string | null
  frames: string[]
  model: string | null
  version: string
}

export type EligibilityAnswer = 'ok' | 'failed' | 'not-checked'
export type EligibilityCheck =
  | 'registration'
  | 'identity-document'
  | 'licence-ends-soon'
  | 'phone-real-name'
  | LookupKind
export type CheckedEligibility = { check: EligibilityCheck; answer: EligibilityAnswer }

export type AttemptEnd =
  /** Every step done, recording whole. */
  | { how: 'completed' }
  /** [CK10] The seller left; counts. */
  | { how: 'left-the-page' }
  /** [AT6] Nobody's fault or ours; uses no attempt. */
  | { how: 'voided'; why: VoidReason }

export type VoidReason =
  | 'connection-lost'
  | 'our-outage'
  | 'inspection-impossible'
  | 'run-too-long'
  | 'voided-by-staff'
  /** [SC2] */
  | 'stand-in'
  | 'recording-incomplete'
  | 'call-interrupted'
  | 'case-closed'

export type CaseEventData =
  | AftermathEventData
  | RestrictionEventData
  | {
      type: 'case-opened'
      sellerId: string
      site: string
      program: string
      programVersion: number
      way: OpenedBy
      /** [SI1] The case of the same entity whose opening opened this one. */
      from?: CaseElsewhere
      /** [TR4] What the rules saw in the signals that opened it; left out where something else did. */
      risk?: RiskOfCase
      /** When the seller was told: the marketplace may have done so before it opened the case here. */
      countedFromMs: number
      deadlineAtMs: number
      identityCommitment: string
      registration: Sealed
      note: Sealed | null
    }
  | { type: 'eligibility-checked'; answers: CheckedEligibility[] }
  /** [EL6] The seller held what is on file against the documents. `details` is what the documents say where they differ. */
  | { type: 'registration-compared'; differing: ComparedField[]; details: Sealed }
  | { type: 'notice-sent'; noticeId: string; kind: string; channels: string[] }
  | { type: 'notice-read'; noticeId: string }
  | { type: 'offline-lane-chosen'; way: string }
  | { type: 'self-service-lane-chosen' }
  /** The papers of the offline lane were not right; the seller may send others or come back. */
  | { type: 'offline-refused'; reasons: ReasonCode[]; note: Sealed }
  | { type: 'device-checked'; ok: boolean; problems: string[]; signals?: DeviceSignal[]; details: Sealed }
  | { type: 'consent-given'; textVersion: string; language: string }
  /** [SC3] [EV4] Agreed apart from the recording, which does not depend on it; taken back whenever the seller likes. */
  | { type: 'face-comparison-agreed'; textVersion: string; language: string }
  | { type: 'face-comparison-withdrawn' }
  | {
      type: 'attempt-started'
      attemptId: string
      recordingId: string
      no: number
      expiresAtMs: number
      manual: boolean
      steps: { id: string; kind: StepKind }[]
    }
  | { type: 'step-started'; attemptId: string; stepId: string; claimedMediaMs: number }
  | {
      type: 'challenge-shown'
      attemptId: string
      stepId: string
      index: number
      claimedMediaMs: number
      challenge: Sealed
    }
  /** The one shown last, shown once more because we were away while its answer was on the way to the page. */
  | { type: 'challenge-shown-again'; attemptId: string; stepId: string; index: number; claimedMediaMs: number }
  | { type: 'step-ended'; attemptId: string; stepId: string; claimedMediaMs: number }
  | { type: 'attempt-ended'; attemptId: string; end: AttemptEnd; recordingSha256: string | null; chunkCount: number }
  | {
      type: 'findings-recorded'
      attemptId: string
      findings: FindingSummary[]
      fields: Sealed
      models: Record<string, string>
      /** SHA-256 of each proof frame by its id; events from before frames were recorded have none. */
      frames?: Record<string, string>
    }
  /** [BK1] A time with a reviewer is the seller's; `instead` names the booking whose place it takes. */
  | { type: 'call-booked'; bookingId: string; startMs: number; endMs: number; language: string; instead: string | null }
  | { type: 'call-cancelled'; bookingId: string; by: CallSide }
  /** [NO2] The seller is told that the call begins in so many minutes. */
  | { type: 'call-reminded'; bookingId: string; minutesBefore: number }
  /** [BK4] The seller waits for a time that gets free; said again, for another one than before. */
  | { type: 'waiting-list-joined'; language: string; beforeMs: number | null }
  | { type: 'waiting-list-left'; why: 'seller' | 'booked' | 'not-answered' | 'closed' }
  /** A time got free and is kept for this seller. */
  | { type: 'call-offered'; bookingId: string; startMs: number; endMs: number; untilMs: number }
  | { type: 'call-offer-ended'; bookingId: string; why: 'declined' | 'not-answered' | 'given-up' }
  /** [DV6] A code that was sent to the phone on file was typed in, for this appointment. */
  | { type: 'phone-confirmed'; bookingId: string }
  /** [BK4] The call was not held because one side was not there. */
  | { type: 'call-missed'; bookingId: string; side: CallSide }
  /** [LC1] The seller is in the waiting room; `place` is where they say they are. [LC6] */
  | { type: 'call-entered'; bookingId: string; place: Sealed | null }
  | { type: 'call-rung'; bookingId: string; untilMs: number }
  /** The attempt begins with it. */
  | {
      type: 'call-answered'
      bookingId: string
      attemptId: string
      leader: string
      endsAtMs: number
      questions: string[]
      kept: string[]
    }
  /** [LC5] [LC6] Somebody else of ours sits in; the seller is told. */
  | { type: 'call-joined'; attemptId: string; as: GuestSeat }
  | { type: 'call-left'; attemptId: string }
  | { type: 'call-handed-over'; attemptId: string; to: string }
  | { type: 'call-paused'; attemptId: string }
  | { type: 'call-continued'; attemptId: string }
  /** [LC2] */
  | { type: 'call-interrupted'; attemptId: string; what: InterruptionKind; side: InterruptionSide }
  | { type: 'call-resumed'; attemptId: string }
  /** [LC4] */
  | {
      type: 'snapshot-taken'
      attemptId: string
      stepId: string
      snapshotId: string
      sha256: string
      widthPx: number
      heightPx: number
      claimedMediaMs: number
    }
  | { type: 'step-judged'; attemptId: string; stepId: string; judgement: Judgement; note: Sealed | null }
  /** [SC2] */
  | { type: 'suspicion-noted'; attemptId: string; what: Suspicion; note: Sealed | null }
  /** [RE4] The seller promised something; in what words is sealed. */
  | { type: 'commitment-made'; attemptId: string; what: Commitment; note: Sealed | null }
  /** [LC5] A line of the chat. */
  | { type: 'call-said'; attemptId: string; text: Sealed }
  /** The seller's page was loaded anew: the call goes on in another recording. */
  | { type: 'recording-restarted'; attemptId: string; recordingId: string }
  | { type: 'call-ended'; attemptId: string; why: CallEnd }
  | { type: 'attempt-failed'; attemptId: string; reasons: ReasonCode[]; by: 'rule' | 'staff' }
  | { type: 'attempt-voided'; attemptId: string; why: VoidReason }
  | { type: 'review-requested'; attemptId: string; why: ReviewReason; dueAtMs: number }
  | {
      type: 'reviewed'
      attemptId: string
      outcome: 'pass' | 'fail' | 'void'
      reasons: ReasonCode[]
      note: Sealed | null
    }
  /** [DE3] The first of four eyes; decides nothing by itself. */
  | {
      type: 'opinion-given'
      attemptId: string
      outcome: 'pass' | 'fail' | 'void'
      reasons: ReasonCode[]
      note: Sealed | null
    }
  /** [DE3] A run that passed by rule was drawn to be looked at again, blind. */
  | { type: 'second-look-requested'; attemptId: string; dueAtMs: number }
  | {
      type: 'second-look-given'
      attemptId: string
      outcome: 'pass' | 'fail'
      reasons: ReasonCode[]
      note: Sealed | null
      agrees: boolean
    }
  | { type: 'second-look-settled'; attemptId: string; outcome: 'upheld' | 'overturned'; note: Sealed | null }
  /** `why` is left out where the failures of a day were too many. [AT3] [AT5] */
  | { type: 'account-locked'; untilMs: number; failuresToday: number; why?: 'each-failure' }
  | { type: 'support-suggested'; failuresInARow: number }
  /** The seller's time to complete is over; the restrictions that follow are events of their own. */
  | { type: 'deadline-missed' }
  | { type: 'stage-reached'; stage: number }
  /** `spans` is the time given back, so that no hour is given back twice. */
  | { type: 'deadline-moved'; deadlineAtMs: number; why: TimeGivenBackReason; spans: TimeSpan[] }
  /** `entity`: the same entity passed on another site, `from` where. [SI1] */
  | { type: 'case-passed'; attemptId: string | null; by: 'rule' | 'staff' | 'entity'; from?: CaseElsewhere }
  | { type: 'case-restored' }
  | { type: 'case-withdrawn'; why: Sealed }
  /** `attemptId` says whose run was looked at; looks from before it was recorded have none. */
  | { type: 'evidence-viewed'; what: EvidenceLook; attemptId?: string | null }

/** Another case of the same marketplace, and the site of its shop. */
export type CaseElsewhere = {
  caseId: string
  site: string
  /** [TR3] The same person stands for both shops: only then the seller is told which shop it was. */
  samePerson?: boolean
}

/** [LC2] [CK10] What stopped a call: media that stood still, or what a side's own page tells of itself. */
export type InterruptionKind =
  | 'media-stalled'
  | 'reviewer-away'
  | 'left-the-page'
  | 'page-hidden'
  | 'screen-shared'
  | 'window-split'
export type InterruptionSide = 'seller' | 'us' | 'unknown'
export type Interruption = {
  what: InterruptionKind
  side: InterruptionSide
  atMs: number
  endedAtMs: number | null
}

export type CallSide = 'seller' | 'us'

/** [AT6] Whose fault the time was; a lock stops the clock where the program says so. [BK5] No time for a call was free. */
export type TimeGivenBackReason = 'our-outage' | 'our-turn' | 'locked' | 'no-slot'

export type EvidenceLook = 'review' | 'clip' | 'registration' | 'look-alike' | 'export'

export type { ReviewReason } from '../program.ts'

export type CaseEvent = { version: 1; atMs: number; actor: Actor; data: CaseEventData }
