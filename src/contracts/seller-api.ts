import { z } from '@hono/zod-openapi'
import { sellerBadgeView } from './badge.ts'
import { sellerBanView } from './ban.ts'
import { findingViewSchema } from './finding-view.ts'
import { noticeViewSchema } from './notice-view.ts'
import {
  capabilitySchema,
  caseStatusSchema,
  idSchema,
  instantSchema,
  languageSchema,
  msSchema,
  reasonSchema,
  text,
} from './primitives.ts'
import { callViewSchema } from './seller-call.ts'
import { faceComparisonView, neededDocumentView } from './seller-preparation.ts'

/** Everything the seller's pages say to the server and hear from it, under `/s/api`. Signed in by cookie. */

export const sellerSessionRequest = z.strictObject({ token: text(512) })
export const sellerSessionView = z.object({ sellerId: z.string(), caseId: z.string(), expiresAt: instantSchema })

export const restrictionViewSchema = z.object({
  id: z.string(),
  capability: capabilitySchema,
  state: z.enum(['applying', 'applied', 'lifting', 'lifted']),
  since: instantSchema,
  /** How often the marketplace was told of this change, and when last. */
  sends: z.number(),
  sentAt: instantSchema,
  /** [RE2] The marketplace reported otherwise than it should be, and no later report says that it is mended. */
  drift: z.object({ kind: z.enum(['left-behind', 'not-taken']), since: instantSchema }).nullable(),
})

export const clockViewSchema = z.object({
  kind: z.enum([
    'complete-verification',
    'restriction-stage',
    'run-expires',
    'lock-ends',
    'review-promise',
    'restore-promise',
    'appeal-promise',
  ]),
  owner: z.enum(['seller', 'us', 'marketplace']),
  dueAt: instantSchema,
})

export const failureViewSchema = z.object({
  code: reasonSchema,
  /** The marketplace's own code for it, where it has one. */
  originalCode: z.string().nullable(),
  retry: z.enum(['at-once', 'after-change', 'not-yours']),
  hint: z.string(),
})

export const attemptViewSchema = z.object({
  id: z.string(),
  no: z.number(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  outcome: z.enum(['running', 'inspecting', 'in-review', 'passed', 'failed', 'voided']),
  counted: z.boolean(),
  /** Why a voided attempt used nothing. */
  voidReason: z.string().nullable(),
  failures: z.array(failureViewSchema),
  recordingId: z.string(),
  /** [EV3] Recording and pictures are gone since. */
  mediaDeletedAt: instantSchema.nullable(),
  steps: z.array(z.object({ id: z.string(), kind: z.string(), done: z.boolean() })),
})

export const captureStepViewSchema = z.object({
  id: z.string(),
  kind: z.enum(['id-front', 'id-back', 'face', 'digits', 'pan', 'licence', 'document', 'statement']),
  minSeconds: z.number(),
  maxSeconds: z.number(),
  challenge: z.enum(['none', 'turns', 'digits']),
  challengeCount: z.number(),
})

export const caseViewSchema = z
  .object({
    id: z.string(),
    program: z.object({
      name: z.string(),
      version: z.number(),
      title: z.string(),
      marketplace: z.string(),
      legalBasis: z.string(),
      /** Those that the marketplace asks its sellers in; the switch offers them. */
      languages: z.array(languageSchema),
    }),
    /** [TR4] What signals opened it for, in the seller's language; empty where something else did. */
    because: z.array(z.string()),
    status: caseStatusSchema,
    nextStep: z.enum([
      'complete-registration',
      'renew-licence',
      'confirm-phone',
      'contact-support',
      'book-call',
      'compare-registration',
      'check-device',
      'give-consent',
      'confirm-phone-code',
      'start-run',
      'wait-for-call',
      'enter-call',
      'continue-run',
      'wait-for-findings',
      'wait-for-review',
      'appeal',
      'wait-for-appeal',
      'wait-for-lock',
      'wait-for-tomorrow',
      'follow-offline-lane',
      'wait-for-restoration',
      'nothing',
    ]),
    openedAt: instantSchema,
    clocks: z.array(clockViewSchema),
    eligibility: z.array(z.object({ check: z.string(), answer: z.enum(['ok', 'failed', 'not-checked']) })),
    missingRegistration: z.array(z.string()),
    /** [EL4] The last day of the licence on file, and how many days it must have left; null where nobody asks. */
    licence: z.object({ validTo: z.string().nullable(), minDaysLeft: z.number() }).nullable(),
    /** `offline` when the registered person does not hold the card that the self-service lane takes. */
    suggestedLane: z.enum(['self-service', 'offline']),
    offlineLane: z
      .object({
        chosen: z.string().nullable(),
        /** Why the papers were refused, until another way is chosen. */
        refused: z.object({ at: instantSchema, failures: z.array(failureViewSchema) }).nullable(),
        ways: z.array(
          z.object({
            id: z.string(),
            workingDaysAtLeast: z.number().nullable(),
            feeCny: z.tuple([z.number(), z.number()]).nullable(),
          }),
        ),
      })
      .nullable(),
    device: z.object({
      desktopOnly: z.boolean(),
      browsers: z.array(z.object({ name: z.string(), minVersion: z.number() })),
      cameraMinWidthPx: z.number(),
      cameraMinHeightPx: z.number(),
      microphoneRequired: z.boolean(),
      minUplinkMbps: z.number().nullable(),
      maxLatencyMs: z.number().nullable(),
      lastCheck: z
        .object({ ok: z.boolean(), at: instantSchema, problems: z.array(z.string()), current: z.boolean() })
        .nullable(),
    }),
    /** [DO1] What this seller has at hand; empty where the program names nothing. */
    documents: z.array(neededDocumentView),
    /** [EL6] The last comparison; null when there was none, or the program wants none. */
    comparison: z.object({ at: instantSchema, differing: z.array(z.string()) }).nullable(),
    consent: z.object({ textVersion: z.string(), at: instantSchema }).nullable(),
    /** Null where the program holds no calls. */
    /** [BK6] How long it probably takes until a person has looked; null unless one is waited for. */
    reviewWait: z
      .object({
        /** Reviews that are due before this one. */
        ahead: z.number(),
        onDuty: z.number(),
        nextOnDutyAt: instantSchema.nullable(),
        /** Null where too little is known of pace or roster. */
        expectedAt: instantSchema.nullable(),
      })
      .nullable(),
    call: callViewSchema.nullable(),
    consentTextVersion: z.string(),
    faceComparison: faceComparisonView.nullable(),
    /** [RE5] [EV6] The account is closed for good; one appeal is free. */
    ban: sellerBanView.nullable(),
    /** [RE3] The last that the seller was given; null when they never had one. */
    badge: sellerBadgeView.nullable(),
    /** [EV3] Hours after a run until its recordings and pictures are deleted; null where they are kept as proof. */
    mediaHours: z.number().nullable(),
    capture: z.object({
      steps: z.array(captureStepViewSchema),
      maxRunMinutes: z.number(),
      rehearsalSeconds: z.number(),
    }),
    attempts: z.array(attemptViewSchema),
    allowance: z.object({
      leftToday: z.number(),
      failuresUntilLock: z.number().nullable(),
      lockHours: z.number().nullable(),
      lockedUntil: instantSchema.nullable(),
      nextIsManual: z.boolean(),
    }),
    supportSuggested: z.boolean(),
    restrictions: z.array(restrictionViewSchema),
    /** What happened, newest last; words are in the locales under `history.<type>`. */
    history: z.array(
      z.object({
        at: instantSchema,
        type: z.string(),
        params: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
  })
  .meta({ id: 'SellerCase' })

export const sellerHomeSchema = z.object({
  seller: z.object({ id: z.string(), shopName: z.string(), language: languageSchema, site: z.string() }),
  marketplace: z.string(),
  demo: z.boolean(),
  serverTime: instantSchema,
  notices: z.array(noticeViewSchema),
  restrictions: z.array(restrictionViewSchema),
  /** The open case, or the last one decided. */
  case: caseViewSchema.nullable(),
})

export const languageRequest = z.strictObject({ language: languageSchema })
export const laneRequest = z.strictObject({
  lane: z.enum(['self-service', 'offline']),
  way: z.enum(['mail', 'bank-counter', 'lawyer-witness']).optional(),
})

/** A run begins: where to send the recording and what will be asked. */
export const attemptStartedView = z.object({
  attemptId: z.string(),
  recordingId: z.string(),
  no: z.number(),
  expiresAt: instantSchema,
  steps: z.array(captureStepViewSchema),
})

/** DV7: a rehearsal is recorded and inspected like a run, and uses no attempt. */
export const rehearsalStartedView = z.object({ rehearsalId: z.string(), recordingId: z.string(), seconds: z.number() })
export const rehearsalView = z.object({
  id: z.string(),
  state: z.enum(['recording', 'inspecting', 'done', 'refused']),
  refusal: z.string().nullable(),
  findings: z.array(findingViewSchema),
})

/** `PUT /s/api/recordings/{id}/chunks/{seq}`: body is the bytes; headers `x-chunk-sha256` (hex), `x-media-end-ms`. */
export const chunkAckView = z.object({ seq: z.number(), durable: z.literal(true) })
/** `nextSeq` is the first chunk number that is not durable yet. */
export const recordingView = z.object({
  id: z.string(),
  state: z.enum(['open', 'closed']),
  nextSeq: z.number(),
  bytes: z.number(),
})

export const stepRequest = z.strictObject({ mediaMs: msSchema })
export const challengeRequest = z.strictObject({
  stepId: idSchema,
  index: z.number().int().min(0).max(50),
  mediaMs: msSchema,
})
/** One drawn challenge, and how long to wait before asking for the next (null: it was the last). */
export const challengeView = z.object({
  stepId: z.string(),
  index: z.number(),
  challenge: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('turn'), value: z.enum(['left', 'right', 'up', 'down']) }),
    z.object({ kind: z.literal('digit'), value: z.string().regex(/^\d$/) }),
  ]),
  answerWithinMs: z.number(),
  nextInMs: z.number().nullable(),
})

export const focusLossRequest = z.strictObject({
  kind: z.enum(['hidden', 'blurred', 'left', 'reloaded', 'resized', 'screen-shared']),
  mediaMs: msSchema,
  chunkCount: z.number().int().min(0).max(100_000),
})
export const completeRequest = z.strictObject({ chunkCount: z.number().int().min(1).max(100_000), mediaMs: msSchema })

export const attemptResultView = z.object({
  attempt: attemptViewSchema,
  /** Complete when the inspection has finished; grows while it follows the recording. */
  findings: z.array(findingViewSchema),
  inspection: z.enum(['waiting', 'running', 'done']),
})

/** Server-sent events on `/s/api/events`: a nudge to refetch, never payload. */
export const sellerNudgeSchema = z.object({
  what: z.enum(['case', 'attempt', 'notices', 'rehearsal', 'call', 'signal']),
  id: z.string(),
})

export type SellerHome = z.infer<typeof sellerHomeSchema>
export type SellerCase = z.infer<typeof caseViewSchema>
export type AttemptView = z.infer<typeof attemptViewSchema>
export type AttemptResult = z.infer<typeof attemptResultView>
export type ChallengeView = z.infer<typeof challengeView>
