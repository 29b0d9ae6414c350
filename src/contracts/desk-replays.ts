import { z } from '@hono/zod-openapi'
import { ruleAuthorView } from './desk-rules.ts'
import { idSchema, instantSchema } from './primitives.ts'

/** Replays at the desk, under `/desk/api/replays`. [TR7] */

const openingView = z.object({
  seq: z.number().int(),
  atMs: z.number(),
  outcome: z.enum(['open', 'open-with-person']),
  score: z.number(),
  rules: z.array(z.string()),
})

const changeView = z.object({
  sellers: z.number().int(),
  byRule: z.array(z.object({ rule: z.string(), sellers: z.number().int() })),
  samples: z.array(z.object({ sellerId: z.string(), before: openingView.nullable(), after: openingView.nullable() })),
})

export const replayResultView = z.object({
  signals: z.number().int(),
  sellers: z.number().int(),
  openings: z.object({ before: z.number().int(), after: z.number().int(), same: z.number().int() }),
  changes: z.object({ opened: changeView, notOpened: changeView, changed: changeView }),
  over: z.object({ before: z.number().int(), after: z.number().int() }),
  rules: z.array(
    z.object({
      rule: z.string(),
      before: z.number().int(),
      after: z.number().int(),
      notAsked: z.number().int(),
    }),
  ),
  stored: z.object({ compared: z.number().int(), otherwise: z.number().int() }),
})

export const replayStateSchema = z.enum(['waiting', 'running', 'done', 'cancelled', 'failed'])

export const replayRow = z.object({
  id: z.string(),
  program: z.string(),
  version: z.number().int(),
  revision: z.number().int(),
  publishedVersion: z.number().int().nullable(),
  since: instantSchema,
  state: replayStateSchema,
  askedBy: ruleAuthorView,
  askedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  /** Null until they were counted. */
  signalsTotal: z.number().int().nullable(),
  signalsDone: z.number().int(),
})

/** `words` are what staff read of each rule, of the draft and of what is published. */
export const replayView = replayRow.extend({
  result: replayResultView.nullable(),
  words: z.record(z.string(), z.record(z.string(), z.string())),
})
export const replaysView = z.object({ replays: z.array(replayRow) })
export const replayAskedView = z.object({ id: z.string() })

export const replayRequest = z.strictObject({
  program: idSchema,
  version: z.number().int().min(1).max(1_000_000_000),
  since: instantSchema,
})
export const replaysQuery = z.object({ program: idSchema })
export const replayParam = z.object({ replayId: idSchema })

export type ReplayRowView = z.infer<typeof replayRow>
export type ReplayView = z.infer<typeof replayView>
export type ReplayResultView = z.infer<typeof replayResultView>
