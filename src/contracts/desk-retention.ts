import { z } from '@hono/zod-openapi'
import { instantSchema, text } from './primitives.ts'

/** [EV3] What becomes of the media of a case. */
export const retentionView = z.object({
  /** When the next recording is deleted; null where none is due, as under a hold. */
  deleteAt: instantSchema.nullable(),
  hold: z.object({ since: instantSchema, by: z.string() }).nullable(),
  /** Runs whose media are gone. */
  deletedRuns: z.number(),
})
export type RetentionView = z.infer<typeof retentionView>

export const holdRequest = z.strictObject({ hold: z.boolean(), why: text(2000).min(3) })
