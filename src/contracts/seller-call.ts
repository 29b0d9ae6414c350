import { z } from '@hono/zod-openapi'
import { instantSchema } from './primitives.ts'

/**
 * The seller's call, under `/s/api/cases/{caseId}`: `GET call-times?language=`; `POST call` books a time or moves the call to it,
 * `DELETE call` cancels it, both answer the seller's case (409 `slot-taken`, `slot-too-soon`, `call-has-begun`);
 * `GET call.ics` is the appointment for a calendar. `POST waiting-list` waits for a time that gets free, or changes what is waited
 * for, `DELETE waiting-list` leaves the line, `DELETE call-offer` lets a time go that is kept; `POST call` takes it.
 */

export const bookedCallViewSchema = z.object({
  id: z.string(),
  startAt: instantSchema,
  endAt: instantSchema,
  language: z.string(),
  /** [BK4] How often it can still be moved, and until when; null where there is no limit. */
  moves: z.object({ left: z.number(), until: instantSchema }).nullable(),
})

/** [BK1] Times are shown in the seller's zone and in `zone`, the site's. */
export const callViewSchema = z.object({
  zone: z.string(),
  languages: z.array(z.object({ language: z.string(), leadMinutes: z.number() })),
  booked: bookedCallViewSchema.nullable(),
  /** [BK4] How long a time that gets free is kept for the first who waits; null where nobody can wait. */
  holdOfferMinutes: z.number().nullable(),
  waiting: z
    .object({
      language: z.string(),
      /** Only earlier times are wanted; null wants any. */
      before: instantSchema.nullable(),
      since: instantSchema,
      /** 1 is first. */
      place: z.number().int(),
      /** Kept for this seller alone. */
      offer: z.object({ startAt: instantSchema, endAt: instantSchema, heldUntil: instantSchema }).nullable(),
    })
    .nullable(),
  /** [BK4] Who was not there, newest last. */
  missed: z.array(z.object({ at: instantSchema, side: z.enum(['seller', 'us']) })),
})

/** [BK1] [BK3] Times that are free now, earliest first. */
export const callTimesView = z
  .object({
    zone: z.string(),
    slotMinutes: z.number(),
    deadlineAt: instantSchema,
    times: z.array(z.object({ startAt: instantSchema, endAt: instantSchema, fastest: z.boolean() })),
  })
  .meta({ id: 'CallTimes' })
export const callTimesQuery = z.object({ language: z.string().min(2).max(12) })
/** Books a time, or another in the place of the one that is booked. */
export const bookCallRequest = z.strictObject({ startAt: instantSchema, language: z.string().min(2).max(12) })
/** [BK4] `before` null wants any time that gets free. Whoever has an appointment waits for an earlier one. */
export const waitForCallRequest = z.strictObject({
  language: z.string().min(2).max(12),
  before: instantSchema.nullable(),
})

export type CallTimes = z.infer<typeof callTimesView>
