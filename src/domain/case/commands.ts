import type { DeviceSignal } from '../device-signals.ts'
import type { ReasonCode } from '../finding.ts'
import type { OpenedBy } from '../program.ts'
import type { ComparedField } from '../registration-fields.ts'
import type { RiskOfCase } from '../risk/risk-of-case.ts'
import type { AftermathCommand } from './aftermath-commands.ts'
import type {
  CallSide,
  CaseElsewhere,
  CheckedEligibility,
  EvidenceLook,
  FindingSummary,
  InterruptionKind,
  Sealed,
  VoidReason,
} from './events.ts'
import type { CallEnd, Commitment, GuestSeat, Judgement, Suspicion } from './held-call.ts'

/** What somebody asks of a case. Clock, ids and ciphertext arrive with the command: the domain makes none of them. */
export type CaseCommand =
  | AftermathCommand
  | {
      type: 'open'
      sellerId: string
      site: string
      way: OpenedBy
      /** [SI1] The case whose opening opened this one. */
      from?: CaseElsewhere
      /** [TR4] What the rules saw, where signals open it. */
      risk?: RiskOfCase
      /** When the marketplace told the seller, if it did so itself before opening the case here. */
      noticedAtMs: number | null
      identityCommitment: string
      registration: Sealed
      note: Sealed | null
    }
  | { type: 'record-eligibility'; answers: CheckedEligibility[] }
  | { type: 'record-notice'; noticeId: string; kind: string; channels: string[] }
  | { type: 'read-notice'; noticeId: string }
  | { type: 'choose-offline-lane'; way: string }
  | { type: 'choose-self-service-lane' }
  | { type: 'record-device-check'; problems: string[]; signals?: DeviceSignal[]; details: Sealed }
  | { type: 'compare-registration'; differing: ComparedField[]; details: Sealed }
  | { type: 'confirm-phone'; bookingId: string }
  | { type: 'give-consent'; textVersion: string; language: string }
  | { type: 'agree-to-face-comparison'; textVersion: string; language: string }
  | { type: 'withdraw-face-comparison' }
  /** The earliest time that a seller can book ends at `firstEndMs`; null when none is offered, or one was in time. */
  | { type: 'offer-calls'; firstEndMs: number | null }
  | { type: 'book-call'; bookingId: string; startMs: number; endMs: number; language: string }
  | { type: 'cancel-call'; bookingId: string; by: CallSide }
  /** `beforeMs`: only times before it are wanted; null wants any. */
  | { type: 'join-waiting-list'; language: string; beforeMs: number | null }
  | { type: 'leave-waiting-list' }
  /** `movesDeadline`: no time within the deadline was there for the seller. */
  | { type: 'offer-call'; bookingId: string; startMs: number; endMs: number; movesDeadline: boolean }
  | { type: 'end-offer'; bookingId: string; why: 'declined' | 'not-answered' }
  | { type: 'remind-of-call' }
  | { type: 'miss-call'; bookingId: string; side: CallSide }
  | { type: 'enter-call'; bookingId: string; place: Sealed | null }
  | { type: 'ring-call'; bookingId: string }
  | {
      type: 'answer-call'
      bookingId: string
      attemptId: string
      recordingId: string
      /** Of the program's steps, those that are for this seller (checklist.ts). */
      due: string[]
      questions: string[]
      identityFailuresElsewhere: number
    }
  | { type: 'join-call'; attemptId: string; as: GuestSeat }
  | { type: 'leave-call'; attemptId: string }
  /** `lead` takes the call over from whoever leads it. */
  | { type: 'hand-over-call'; attemptId: string; to: string; lead: boolean }
  | { type: 'pause-call'; attemptId: string; paused: boolean }
  | { type: 'interrupt-call'; attemptId: string; what: InterruptionKind }
  | { type: 'resume-call'; attemptId: string }
  /** The step that was open ends; null opens none. */
  | { type: 'lead-step'; attemptId: string; stepId: string | null; claimedMediaMs: number }
  | {
      type: 'take-snapshot'
      attemptId: string
      stepId: string
      snapshotId: string
      sha256: string
      widthPx: number
      heightPx: number
      claimedMediaMs: number
    }
  | { type: 'judge-step'; attemptId: string; stepId: string; judgement: Judgement; note: Sealed | null }
  | { type: 'note-suspicion'; attemptId: string; what: Suspicion; note: Sealed | null }
  | { type: 'note-commitment'; attemptId: string; what: Commitment; note: Sealed | null }
  | { type: 'say-in-call'; attemptId: string; text: Sealed }
  | { type: 'restart-recording'; attemptId: string; recordingId: string }
  /** `withVerdict`: a review of the same transaction follows. */
  | { type: 'end-call'; attemptId: string; why: CallEnd; withVerdict: boolean; lead: boolean }
  | {
      type: 'start-attempt'
      attemptId: string
      recordingId: string
      /** Of the program's steps, those that are for this seller (checklist.ts); all of them when it is left out. */
      due?: string[]
      identityFailuresElsewhere: number
    }
  | { type: 'start-step'; attemptId: string; stepId: string; claimedMediaMs: number }
  | {
      type: 'show-challenge'
      attemptId: string
      stepId: string
      index: number
      claimedMediaMs: number
      challenge: Sealed
      /** Since when we have been there to answer: time that we were away is not the step's. */
      servingSinceMs: number
    }
  | {
      type: 'show-challenge-again'
      attemptId: string
      stepId: string
      index: number
      claimedMediaMs: number
      servingSinceMs: number
    }
  | { type: 'end-step'; attemptId: string; stepId: string; claimedMediaMs: number }
  | { type: 'leave-page'; attemptId: string; recordingSha256: string | null; chunkCount: number }
  | { type: 'complete-attempt'; attemptId: string; recordingSha256: string; chunkCount: number }
  | { type: 'void-attempt'; attemptId: string; why: VoidReason }
  | {
      type: 'record-findings'
      attemptId: string
      findings: FindingSummary[]
      fields: Sealed
      models: Record<string, string>
      frames?: Record<string, string>
      /** Drawn anew for every run, 0 to below 1: whether a pass by rule is looked at again. */
      drawn01: number
    }
  | {
      type: 'review'
      attemptId: string
      outcome: 'pass' | 'fail' | 'void'
      reasons: ReasonCode[]
      note: Sealed | null
      /** Whether the person leads others; only a lead decides where two opinions differ. */
      lead?: boolean
    }
  | { type: 'look-again'; attemptId: string; outcome: 'pass' | 'fail'; reasons: ReasonCode[]; note: Sealed | null }
  | {
      type: 'settle-second-look'
      attemptId: string
      outcome: 'upheld' | 'overturned'
      note: Sealed | null
      lead: boolean
    }
  | { type: 'decide-offline'; outcome: 'pass' | 'refuse'; reasons: ReasonCode[]; note: Sealed }
  /** [SI1] A case of the same entity passed on another site, at `passedAtMs`. */
  | { type: 'pass-by-entity'; fromCaseId: string; fromSite: string; passedAtMs: number }
  | { type: 'miss-deadline' }
  | { type: 'credit-outage'; fromMs: number; toMs: number }
  | { type: 'acknowledge-restriction'; restrictionId: string; change: 'applied' | 'lifted' }
  /** Whatever the marketplace has not acknowledged and is due to be told again. */
  | { type: 'send-restrictions-again' }
  /** The same for one, by hand and at once. */
  | { type: 'send-restriction-now'; restrictionId: string }
  /** How it really is at the marketplace, as of a moment by its own clock. */
  | { type: 'report-restriction'; restrictionId: string; really: 'taken' | 'free'; asOfMs: number }
  | { type: 'withdraw'; why: Sealed }
  | { type: 'view-evidence'; what: EvidenceLook; attemptId: string | null }
