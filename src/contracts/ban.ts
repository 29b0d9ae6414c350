import { z } from '@hono/zod-openapi'
import { instantSchema, text } from './primitives.ts'

const banReasonSchema = z.enum(['stand-in', 'forged-document', 'paid-agent'])
const note = text(4000).min(3)

/** [RE5] What staff do: one proposes, another settles, and a third one settles an appeal. [EV6] */
export const proposeBanRequest = z.strictObject({ reason: banReasonSchema, note })
export const settleBanRequest = z.strictObject({ outcome: z.enum(['confirmed', 'refused']), note })
export const settleAppealRequest = z.strictObject({ outcome: z.enum(['upheld', 'lifted']), note })
export const appealRequest = z.strictObject({ text: note })

export const banView = z.object({
  reason: banReasonSchema,
  proposedBy: z.string(),
  proposedAt: instantSchema,
  note: z.string().nullable(),
  confirmed: z.object({ by: z.string(), at: instantSchema }).nullable(),
  appeal: z
    .object({ at: instantSchema, dueAt: instantSchema, upheld: z.boolean(), text: z.string().nullable() })
    .nullable(),
})
export type BanView = z.infer<typeof banView>

/** What the seller sees of it: never who, and nothing of a ban that is only proposed. */
export const sellerBanView = z.object({
  reason: banReasonSchema,
  at: instantSchema,
  appeal: z.object({ at: instantSchema, dueAt: instantSchema, upheld: z.boolean() }).nullable(),
})

export const banListView = z.object({
  bans: z.array(
    z.object({
      caseId: z.string(),
      sellerId: z.string(),
      waitsFor: z.enum(['confirmation', 'appeal']),
      dueAt: instantSchema,
    }),
  ),
})
export type BanList = z.infer<typeof banListView>
