import type { WallSpan } from './booking/duty.ts'
import type { DocumentRule } from './documents.ts'
import type { ReasonCode } from './finding.ts'
import type { InspectionSettings } from './inspection-settings.ts'
import type { LinkRules } from './links/link.ts'
import type { SellerKind } from './registration.ts'
import type { HeadTurn, StepKind } from './run-plan.ts'

/**
 * A program is one marketplace's whole procedure as data. Every field here is obeyed by code (program.test.ts names the
 * interpreter of each); a case keeps the version it was opened with.
 */
export type Program = {
  name: string
  version: number
  /** Shown to people, by language. */
  title: Record<string, string>
  marketplace: Record<string, string>
  languages: string[]
  /** IANA zone in which "a day" of attempts is counted. */
  zone: string
  /** Cited in every notice. [NO6] */
  legalBasis: Record<string, string>
  opening: { by: OpeningWay[] }
  eligibility: EligibilityRules
  /** The self-service lane is always there; others are beside it. */
  lanes: { offline: OfflineLane | null }
  /** A person leads the run in a call that the seller books; null where sellers go through it by themselves. */
  call: CallRules | null
  device: DeviceRules
  /** [DO1] What the seller has at hand, by site, category and kind of business. */
  documents: DocumentRule[]
  capture: CaptureRules
  inspection: InspectionSettings
  decision: DecisionRules
  attempts: AttemptRules
  /** [RE1] Capabilities taken away so many hours after opening without completion; 0 is at once. */
  restrictions: { afterHours: number; capabilities: Capability[] }[]
  /** [RE1] With all of these taken away the seller may only look; empty where that is never said. */
  viewOnlyWhen: Capability[]
  deadline: { completeWithinHours: number }
  /** [DE4] What we promise, in minutes. */
  promises: { reviewWithinMinutes: number; restoreWithinMinutes: number; secondLookWithinMinutes: number }
  sites: SiteRules
  /** [TR3] [SC3] What shops of the same people have in common, and what follows from it. */
  links: LinkRules
  retention: RetentionRules
  /** [RE3] Null where buyers are shown nothing. */
  badge: BadgeRules | null
  /** [RE5] Null where nobody is banned for good. */
  ban: BanRules | null
  notices: NoticeRules
  /** [FA1] The original procedure's own codes for our reasons, where it has them. */
  originalCodes: Partial<Record<ReasonCode, string>>
}

/** Why a run goes to a person. */
export type ReviewReason = 'unsure' | 'final-manual-queue' | 'program-asks' | 'device-signals' | 'call'

/** [TR2] `signals`: the published rules of the marketplace open one. */
export type OpeningWay = 'api' | 'hand' | 'signals'
/** How a case was really opened: also by a case of the same entity on another site [SI1], or by a ban of one [RE5]. */
export type OpenedBy = OpeningWay | 'spread' | 'linked-ban' | 'linked-failure'

/** Names of what a marketplace can take away and give back; the marketplace acknowledges each by name. */
export type Capability =
  | 'product_listing'
  | 'withdrawal'
  | 'orders'
  | 'finance'
  | 'product_visibility'
  | 'funds'
  | 'search_ranking'

export type EligibilityRules = {
  /** [EL1] The only document that is taken; `any` is one that a person can read in a call. */
  identityDocument: 'prc-resident-card' | 'any'
  /** [TR5] [EL5] */
  phoneRealNameLevel: 0 | 1 | 2
  /** [EL5] Registration members that must be filled in before verification starts. */
  requiredRegistration: ('companyName' | 'licence' | 'creditCode' | 'address')[]
  /** [EL7] Look-ups asked before verification; without a source the answer is `not-checked`. */
  lookups: LookupKind[]
  /** [SI2] Look-ups asked of sellers of these sites only. */
  siteLookups: { sites: string[]; lookup: LookupKind }[]
  /** [EL4] A licence that has no more days left than this is renewed first; null where nobody asks. */
  licenceMinDaysLeft: number | null
  /** [EL6] The seller compares what is on file with the documents, field by field, before anything else. */
  compareRegistration: boolean
}

export type LookupKind = 'business-register' | 'carrier-real-name' | 'sanctions' | 'tax-number' | 'dti-registration'

/** [EL1] The way for holders of other documents: a lane of the case, not a dead end. */
export type OfflineLane = {
  ways: {
    id: 'mail' | 'bank-counter' | 'lawyer-witness'
    workingDaysAtLeast: number | null
    feeCny: [number, number] | null
  }[]
}

/** [DV2] [DV3] */
export type DeviceRules = {
  desktopOnly: boolean
  browsers: { name: 'chrome' | 'firefox' | 'edge' | 'safari'; minVersion: number }[]
  cameraMinWidthPx: number
  cameraMinHeightPx: number
  microphoneRequired: boolean
  /** [DV3] Null where the program asks nothing: a slow line then only sends later. */
  minUplinkMbps: number | null
  /** Of a question to our server and its answer, there and back. */
  maxLatencyMs: number | null
  /** [DV1] A device check older than this is asked for again; before a call, older than this when the call begins. */
  validForMinutes: number
  /** [DV6] The phone is confirmed by a code in a text message before the call. */
  phoneCode: boolean
  /** [DV4] A run made on a device with a hint at least this sure does not pass unseen; nothing refuses alone. */
  toPersonAt01: number
}

export type CallRules = { booking: BookingRules; conduct: ConductRules; notices: CallNoticeRules }

export type BookingRules = {
  /** How long an appointment is. */
  slotMinutes: number
  /** [BK1] IANA zone of each site's office; a site that is not named has the program's zone. */
  siteZones: Record<string, string>
  /** Nothing is booked for sooner than this. */
  leadMinutes: number
  /** How far ahead times are offered. */
  daysAhead: number
  /** [BK1] Wall times of the site's zone at which a call is answered fastest. */
  fastest: WallSpan | null
  /** [BK3] Languages in which calls are held, and those that are held when they were asked for so long before. */
  languages: string[]
  onRequest: { language: string; leadMinutes: number }[]
  /** [NO2] In falling order. */
  remindMinutesBefore: number[]
  /** [BK4] How often, and until when, a seller may move one appointment; null whenever they like until it begins. */
  moves: MoveRules | null
  /** [BK4] A time that gets free is kept so long for whoever is first in the waiting list; null where there is none. */
  holdOfferMinutes: number | null
}

export type MoveRules = { most: number; untilMinutesBefore: number }

/** How a booked call is held. */
export type ConductRules = {
  /** [LC1] The waiting room opens so long before the appointment. */
  enterMinutesAhead: number
  /** [LC1] A ring that is not answered for so long forfeits the call. */
  answerWithinSeconds: number
  /** [LC2] The longest that a call may take; it never runs past its appointment. */
  maxMinutes: number
  /** [LC2] So many interruptions are borne, the next one ends the call; null bears any number. */
  interruptionsBorne: number | null
  /** An interruption that lasts longer ends the call. */
  resumeWithinSeconds: number
  /** [DE2] Whether the verdict is given with the end of the call, or in a review that follows. */
  verdictAtEnd: boolean
  /** [LC4] So many of these are drawn for each call and asked in its `statement` step. */
  questions: { count: number; from: Question[] }
}

export type Question = { id: string; text: Record<string, string>; when: SellerCondition | null }

/** A step or a question is for sellers of whom all that is named is true; a list that is null says nothing. [LC4] */
export type SellerCondition = { sites: string[] | null; categories: string[] | null; kinds: SellerKind[] | null }

export type CallNoticeKind =
  | 'call-booked'
  | 'call-moved'
  | 'call-cancelled'
  | 'call-reminder'
  | 'call-missed'
  | 'call-offered'
  | 'call-offer-over'
/** [NO2] Which channels carry what is told of a call. */
export type CallNoticeRules = Record<CallNoticeKind, NoticeChannel[]>

export type CaptureRules = {
  /** [CP1] In the order they are asked. */
  steps: CaptureStep[]
  maxRunMinutes: number
  /** [CP5] A run nobody has sent anything for this long is closed as nobody's fault. */
  silentForMinutes: number
  rehearsalSeconds: number
  /** [CK10] What leaving the page does. */
  onFocusLoss: 'fail-attempt' | 'interrupt-call' | 'record-only'
}

export type CaptureStep = {
  id: string
  kind: StepKind
  /** What a step of its own is called, by language; null where its kind says it all. */
  name: Record<string, string> | null
  /** Null: asked of everybody. */
  when: SellerCondition | null
  minSeconds: number
  maxSeconds: number
  challenge:
    | { kind: 'none' }
    | { kind: 'turns'; count: number; from: HeadTurn[]; eachSeconds: number }
    | { kind: 'digits'; count: number; maxSecondsEach: number; gapSeconds: [number, number] }
}

export type DecisionRules = {
  /** [DE1] Whether a clean run passes by itself. */
  automaticPass: boolean
  /** Whether a failed gate fails by itself, with its proof. */
  automaticFail: boolean
  /** [DE3] Share of the automatic passes that a person looks at again without being shown the verdict. */
  secondLookShare01: number
  /** [DE3] Reviews that two people decide, neither shown what the other thinks. */
  fourEyes: ReviewReason[]
}

export type AttemptRules = {
  /** [AT1] */
  retriesPerDay: number
  /** [AT2] */
  suggestSupportAfterInARow: number
  /** [AT3] So many failures in one day lock the account; null where the day's number never does. */
  lockAfterFailures: number | null
  lockHours: number
  /** [AT5] Hours for which each failure in a row locks the account: the first, the second…; the last repeats. */
  freezeHours: number[]
  /** Whether the deadline and the restrictions wait while the account is locked. */
  lockPausesDeadline: boolean
  /** [AT4] After this many failures of the same identity in total a person decides its next run. */
  manualAfterTotal: number
  /** [AT7] After a failed call, only what was not right is asked again, and the person. */
  keepWhatWasRight: boolean
}

/** [RE5] Why a seller may be banned for good. */
export type BanReason = 'stand-in' | 'forged-document' | 'paid-agent'
export type BanRules = {
  reasons: BanReason[]
  /** [EV6] An appeal against a ban is decided within. */
  appealWithinHours: number
}

/** [RE3] Shops of these sites have a badge for buyers once they are restored. */
export type BadgeRules = { sites: string[] }

/** [EV3] */
export type RetentionRules = {
  /** Hours after a run, or call, until its recordings and pictures are deleted; null where they are kept as proof. */
  mediaHours: number | null
}

/** [SI1] What shops of one entity have in common. */
export type SiteRules = {
  /** A pass on one site restores the open cases of the entity on the others. */
  sharePass: boolean
  /** Sites with duties of their own, which a pass elsewhere does not fulfil. [SI2] [DO1] */
  ownDuties: string[]
  /** A case that is opened on one site opens one for each shop of the entity on the others. [TR2] */
  spread: boolean
}

export type NoticeChannel = 'pop-up' | 'banner' | 'in-site' | 'email' | 'text-message'
/** [NO1] [NO3] Which channels carry which kind of notice. */
export type NoticeRules = Record<NoticeKind, NoticeChannel[]>
export type NoticeKind =
  | 'case-opened'
  | 'attempt-failed'
  | 'offline-refused'
  | 'in-review'
  | 'passed'
  | 'deadline-missed'
  | 'account-locked'
  | 'banned'
  | 'appeal-decided'
