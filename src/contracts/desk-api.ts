import { z } from '@hono/zod-openapi'
import { callRecordView } from './call-record.ts'
import { confirmedValuesSchema } from './confirmed-registration.ts'
import { findingViewSchema } from './finding-view.ts'
import { scopeSchema } from './marketplace-api.ts'
import {
  caseStatusSchema,
  dateSchema,
  idSchema,
  instantSchema,
  reasonSchema,
  staffLanguageSchema,
  text,
} from './primitives.ts'
import { registrationSchema } from './registration.ts'
import { attemptViewSchema, clockViewSchema, restrictionViewSchema } from './seller-api.ts'

/** What staff pages say and hear, under `/desk/api`. Signed in through `/api/auth/*` (better-auth) by cookie. */

export const roleSchema = z.enum(['reviewer', 'supervisor', 'compliance', 'admin'])
export type Role = z.infer<typeof roleSchema>
/** For doors that are open to all of the staff. */
export const everyRole: readonly Role[] = roleSchema.options

export const meView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  marketplace: z.string(),
  /** Staff without a second factor can do nothing but set one up. */
  secondFactor: z.boolean(),
  /** A second factor exists; a session without it is to be begun anew with it. */
  factorSetUp: z.boolean(),
  /** Some procedure of this installation holds calls, so that there are appointments and duties. */
  holdsCalls: z.boolean(),
  /** The procedures of this installation, with what people call them by language. */
  programs: z.array(z.object({ name: z.string(), title: z.record(z.string(), z.string()) })),
  demo: z.boolean(),
  serverTime: instantSchema,
})

/** `second-look` is judged without being shown what was found before; `disagreement` waits for a lead. */
export const reviewWhySchema = z.enum([
  'unsure',
  'final-manual-queue',
  'program-asks',
  'device-signals',
  'call',
  'second-look',
  'disagreement',
])

export const queueItemView = z.object({
  caseId: z.string(),
  attemptId: z.string(),
  sellerId: z.string(),
  program: z.string(),
  why: reviewWhySchema,
  openedAt: instantSchema,
  dueAt: instantSchema,
})
export const queueView = z.object({ items: z.array(queueItemView), serverTime: instantSchema })

/** A field of the registration beside what the recording showed; `differs` is judged by the server. */
export const comparedFieldView = z.object({
  field: z.string(),
  registered: z.string().nullable(),
  read: z.string().nullable(),
  differs: z.boolean().nullable(),
  score01: z.number().nullable(),
})

export const historyLineView = z.object({
  seq: z.number(),
  at: instantSchema,
  type: z.string(),
  actor: z.string(),
  /** The name of the member of staff; null for everybody else, and for whoever is no longer known. */
  by: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** [DV4] `told` is what of a name the hint stands on; null where it stands on none. */
export const deviceSignalView = z.object({
  signal: z.string(),
  confidence01: z.number(),
  told: z.string().nullable(),
})

export const reviewView = z
  .object({
    case: z.object({
      id: z.string(),
      status: z.string(),
      sellerId: z.string(),
      program: z.string(),
      programVersion: z.number(),
      openedAt: instantSchema,
      clocks: z.array(clockViewSchema),
      restrictions: z.array(restrictionViewSchema),
      eligibility: z.array(z.object({ check: z.string(), answer: z.enum(['ok', 'failed', 'not-checked']) })),
    }),
    attempt: attemptViewSchema,
    attempts: z.array(attemptViewSchema),
    why: reviewWhySchema.nullable(),
    /** [DE3] Findings, fields and history are kept back until this person has said what they think. */
    blind: z.boolean(),
    dueAt: instantSchema.nullable(),
    registration: registrationSchema.nullable(),
    /** [DV4] Hints of the device, for a person to weigh; they decide nothing. */
    deviceSignals: z.array(deviceSignalView),
    fields: z.array(comparedFieldView),
    /** Times are on the time line of the recording that is named with each. */
    findings: z.array(findingViewSchema.extend({ recordingId: z.string() })),
    /** Spans of the steps, for jumping in the clip; a step that was opened again in a call comes again. */
    steps: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        startMs: z.number(),
        endMs: z.number().nullable(),
        recordingId: z.string(),
      }),
    ),
    /** What the server drew and showed: turns and digits, with the claimed time. */
    challenges: z.array(
      z.object({ stepId: z.string(), value: z.string(), mediaMs: z.number(), recordingId: z.string() }),
    ),
    /** What happened in the call; null where the seller went through the run alone. */
    call: callRecordView.nullable(),
    /** Of the recording that the attempt names; `GET …/clip` answers byte ranges. */
    clip: z.object({ url: z.string(), sizeBytes: z.number(), type: z.string() }).nullable(),
    reasons: z.array(reasonSchema),
    /** What a failure decided now would leave the seller with; null when the run is not in review. */
    ifFailed: z
      .object({
        leftToday: z.number(),
        lockedUntil: instantSchema.nullable(),
        supportSuggested: z.boolean(),
        nextIsManual: z.boolean(),
      })
      .nullable(),
    history: z.array(historyLineView),
  })
  .meta({ id: 'Review' })

const verdict = z.strictObject({
  outcome: z.enum(['pass', 'fail', 'void']),
  reasons: z.array(reasonSchema).max(10),
  note: text(4000).nullable(),
  /** [RE4] With a pass: what the originals show otherwise than the registration. */
  confirmed: confirmedValuesSchema.nullable().default(null),
})
const saysWhy = ({ outcome, reasons }: z.infer<typeof verdict>): boolean => outcome !== 'fail' || reasons.length > 0
const reasonless = { path: ['reasons'], message: 'a failure needs at least one reason' }
export const verdictRequest = verdict.refine(saysWhy, reasonless)
export const decisionRequest = verdict.extend({ attemptId: idSchema }).refine(saysWhy, reasonless)

export const agreementView = z.object({
  secondLooks: z.object({
    waiting: z.number(),
    agreed: z.number(),
    doubted: z.number(),
    upheld: z.number(),
    overturned: z.number(),
  }),
  fourEyes: z.object({ pairs: z.number(), agreed: z.number() }),
})
/** [DE3] A lead settles a pass that a second look doubted. */
export const settleRequest = z.strictObject({
  attemptId: idSchema,
  outcome: z.enum(['upheld', 'overturned']),
  note: text(4000).min(3),
})
export const settledView = z.object({ newCaseId: z.string().nullable() })

export const caseListQuery = z.strictObject({
  status: caseStatusSchema.optional(),
  seller: text(128).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: text(200).optional(),
})
export const caseRowView = z.object({
  id: z.string(),
  sellerId: z.string(),
  program: z.string(),
  status: z.string(),
  openedAt: instantSchema,
  deadlineAt: instantSchema,
  decidedAt: instantSchema.nullable(),
})
export const caseListView = z.object({ cases: z.array(caseRowView), next: z.string().nullable() })

export const openByHandRequest = z.strictObject({ sellerId: idSchema, program: idSchema, note: text(2000).nullable() })
export const withdrawRequest = z.strictObject({ why: text(2000).min(3) })
export const offlineDecisionRequest = z
  .strictObject({
    outcome: z.enum(['pass', 'refuse']),
    reasons: z.array(reasonSchema).max(10),
    note: text(4000).min(3),
  })
  .refine((decision) => decision.outcome !== 'refuse' || decision.reasons.length > 0, {
    path: ['reasons'],
    message: 'a refusal needs at least one reason',
  })

export const inviteRequest = z.strictObject({
  email: z.email().max(254),
  name: text(120).min(1),
  role: roleSchema,
  /** Of the mail that brings the link. */
  language: staffLanguageSchema.default('en'),
})
export const staffRowView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  secondFactor: z.boolean(),
  active: z.boolean(),
  createdAt: instantSchema,
})
/** The one-time link is shown once to the inviting admin and also mailed. */
export const inviteView = z.object({ staff: staffRowView, setupUrl: z.string(), expiresAt: instantSchema })

export const apiKeyRequest = z.strictObject({
  name: text(80).min(1),
  scopes: z.array(scopeSchema).min(1),
  expiresOn: dateSchema.nullable().default(null),
})
export const apiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
  expiresAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
})
export const apiKeyCreatedView = z.object({ key: apiKeyView, secret: z.string() })

/** Server-sent events on `/desk/api/events`: a nudge to refetch. Signals are nudged to whom they are for; `answered` lets go what was kept back. */
export const staffNudgeSchema = z.object({
  what: z.enum(['case', 'call', 'answered', 'signal']),
  caseId: z.string(),
  /** Of which call; null where it is about the case. */
  bookingId: z.string().nullable(),
})

export type StaffNudgeView = z.infer<typeof staffNudgeSchema>
export type Agreement = z.infer<typeof agreementView>
export type QueueView = z.infer<typeof queueView>
export type ReviewView = z.infer<typeof reviewView>
export type MeView = z.infer<typeof meView>
