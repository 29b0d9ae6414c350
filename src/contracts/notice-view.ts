import { z } from '@hono/zod-openapi'
import { instantSchema } from './primitives.ts'

/** A notice as the seller's pages show it. */
export const noticeViewSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'case-opened',
    'attempt-failed',
    'offline-refused',
    'in-review',
    'passed',
    'deadline-missed',
    'account-locked',
    'banned',
    'appeal-decided',
    'call-booked',
    'call-moved',
    'call-cancelled',
    'call-reminder',
    'call-missed',
    'call-offered',
    'call-offer-over',
  ]),
  channels: z.array(z.enum(['pop-up', 'banner', 'in-site', 'email', 'text-message'])),
  title: z.string(),
  body: z.string(),
  createdAt: instantSchema,
  readAt: instantSchema.nullable(),
  caseId: z.string(),
})
