import { z } from '@hono/zod-openapi'
import { commitmentSchema } from './call-record.ts'
import { confirmedStateView } from './confirmed-registration.ts'
import { caseStatusSchema, idSchema, instantSchema, text } from './primitives.ts'
import { attemptViewSchema, clockViewSchema, restrictionViewSchema } from './seller-api.ts'

/** The HTTP interface for marketplaces, under `/v1`, by API key. */

export const scopeSchema = z.enum(['sellers', 'signals', 'cases', 'restrictions', 'webhooks', 'programs', 'rules'])
export type Scope = z.infer<typeof scopeSchema>
export const scopes = scopeSchema.options

export const openCaseRequest = z
  .strictObject({
    sellerId: idSchema,
    program: idSchema,
    note: text(2000).nullable().default(null),
    /** When the marketplace itself told the seller, if it did so before; the deadline counts from then. At most 60 days ago. */
    noticedAt: instantSchema.nullable().default(null),
  })
  .meta({ id: 'OpenCase' })

export const caseSchema = z
  .object({
    id: z.string(),
    sellerId: z.string(),
    program: z.string(),
    programVersion: z.number(),
    status: caseStatusSchema,
    nextStep: z.string(),
    openedAt: instantSchema,
    deadlineAt: instantSchema,
    decidedAt: instantSchema.nullable(),
    clocks: z.array(clockViewSchema),
    attempts: z.array(attemptViewSchema),
    restrictions: z.array(restrictionViewSchema),
    /** [RE4] */
    confirmed: confirmedStateView.nullable(),
    /** [RE4] What the seller promised in calls of this case, by its kind: for the marketplace's own rating of the risk. */
    commitments: z.array(z.object({ attemptId: z.string(), what: commitmentSchema, at: instantSchema })),
    eligibility: z.array(z.object({ check: z.string(), answer: z.enum(['ok', 'failed', 'not-checked']) })),
  })
  .meta({ id: 'Case' })

export const caseEventSchema = z
  .object({
    caseId: z.string(),
    seq: z.number(),
    type: z.string(),
    version: z.number(),
    at: z.string(),
    actor: z.unknown(),
    data: z.unknown(),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'CaseEvent' })

export const linkSchema = z.object({ url: z.string(), expiresAt: instantSchema }).meta({ id: 'SellerLink' })

export const sellerStoredSchema = z.object({ sellerId: z.string(), created: z.boolean() })

export const restrictionAckRequest = z
  .strictObject({ change: z.enum(['applied', 'lifted']) })
  .meta({ id: 'RestrictionAck' })

export const webhookEventTypes = [
  'case.opened',
  'case.scheduled',
  'case.decided',
  'case.expired',
  'restriction.applied',
  'restriction.lifted',
  'attempt.failed',
  'registration.confirmed',
  'badge.issued',
  'badge.revoked',
] as const

export const webhookRequest = z
  .strictObject({
    url: z.url().max(2000),
    events: z
      .array(z.enum(['*', ...webhookEventTypes]))
      .min(1)
      .max(20),
  })
  .meta({ id: 'WebhookRequest' })

export const webhookSchema = z
  .object({ id: z.string(), url: z.string(), events: z.array(z.string()), createdAt: instantSchema })
  .meta({ id: 'Webhook' })
/** `secret` is shown once. */
export const webhookCreatedSchema = webhookSchema.extend({ secret: z.string() }).meta({ id: 'WebhookCreated' })
