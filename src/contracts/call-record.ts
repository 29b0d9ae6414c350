import { z } from '@hono/zod-openapi'
import { commitmentKinds } from '#domain/case/held-call.ts'
import { instantSchema } from './primitives.ts'

/** What is told of a call, while it is held and afterwards. */

export const callRoleSchema = z.enum(['seller', 'reviewer', 'supervisor', 'interpreter'])
export type CallRole = z.infer<typeof callRoleSchema>

export const judgementSchema = z.enum(['right', 'wrong', 'not-needed'])
export const suspicionSchema = z.enum(['coaching', 'stand-in', 'paid-agent', 'played-clip'])
export const commitmentSchema = z.enum(commitmentKinds)
export const commitmentView = z.object({ at: instantSchema, what: commitmentSchema, note: z.string().nullable() })
export const callEndSchema = z.object({
  at: instantSchema,
  why: z.enum(['done', 'time-over', 'interrupted', 'nobody-came-back']),
})
/** What the program calls a step, by language; null where its kind says it all. */
export const stepNameSchema = z.record(z.string(), z.string()).nullable()

export const chatLineView = z.object({
  at: instantSchema,
  by: callRoleSchema,
  name: z.string(),
  text: z.string(),
})

export const interruptionView = z.object({
  what: z.enum(['media-stalled', 'reviewer-away', 'left-the-page', 'page-hidden', 'screen-shared', 'window-split']),
  side: z.enum(['seller', 'us', 'unknown']),
  at: instantSchema,
  endedAt: instantSchema.nullable(),
})

export const questionView = z.object({ id: z.string(), text: z.record(z.string(), z.string()) })

export const snapshotView = z.object({
  id: z.string(),
  stepId: z.string(),
  at: instantSchema,
  widthPx: z.number(),
  heightPx: z.number(),
})

const clipView = z.object({ url: z.string(), sizeBytes: z.number(), type: z.string() })

/** [LC6] A call that was held, for those who decide by it and for whoever looks at it later. */
export const callRecordView = z
  .object({
    bookingId: z.string(),
    startedAt: instantSchema,
    endsAt: instantSchema,
    over: callEndSchema.nullable(),
    /** Where the seller said they were. */
    place: z.string().nullable(),
    /** Each stay in the call; `to` is null while it goes on. `id` is `seller` or a staff id. */
    people: z.array(
      z.object({
        id: z.string(),
        role: callRoleSchema,
        name: z.string(),
        from: instantSchema,
        to: instantSchema.nullable(),
      }),
    ),
    steps: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        name: stepNameSchema,
        asked: z.boolean(),
        judgement: judgementSchema.nullable(),
        judgedBy: z.string().nullable(),
        note: z.string().nullable(),
        /** `mediaMs` is where the recording stood; `recordingId` is null, and there is no picture, once it is deleted. */
        snapshots: z.array(snapshotView.extend({ mediaMs: z.number(), recordingId: z.string().nullable() })),
        /** Only papers that are asked for now and then can be left out. */
        mayBeLeftOut: z.boolean(),
      }),
    ),
    /** [AT7] Steps that were right in an earlier call and were not asked again. */
    kept: z.array(z.object({ id: z.string(), kind: z.string(), name: stepNameSchema })),
    questions: z.array(questionView),
    interruptions: z.array(interruptionView),
    /** [LC2] Those that count, and how many the program bears; null bears any number. */
    counted: z.number(),
    borne: z.number().nullable(),
    suspicions: z.array(
      z.object({ at: instantSchema, by: z.string(), what: suspicionSchema, note: z.string().nullable() }),
    ),
    /** [RE4] What the seller promised. */
    commitments: z.array(commitmentView),
    chat: z.array(chatLineView),
    /**
     * The seller's recordings in order (a page that is loaded anew begins another) and then what the pages of those who led saw,
     * whose names are in `by`. `clip` is null where nothing was recorded, or it is deleted.
     */
    recordings: z.array(
      z.object({
        id: z.string(),
        of: z.enum(['seller', 'witness']),
        by: z.string(),
        openedAt: instantSchema,
        clip: clipView.nullable(),
      }),
    ),
    /** [DE3] What others thought is kept back until this person has said what they think. */
    opinionsHidden: z.boolean(),
  })
  .meta({ id: 'CallRecord' })
export type CallRecord = z.infer<typeof callRecordView>
