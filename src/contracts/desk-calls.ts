import { z } from '@hono/zod-openapi'
import { isZoneName } from '#domain/zone-name.ts'
import { dateSchema, idSchema, instantSchema, staffLanguageSchema, text, wallSpanSchema } from './primitives.ts'

/**
 * Booked calls at the desk, under `/desk/api`:
 * - `GET roster`, `POST duties`, `PUT duties/{dutyId}`, `POST duties/{dutyId}/end`, `PUT` and `DELETE holidays/{site}/{day}`;
 * - `GET appointments?from=&to=`, `POST appointments/{bookingId}/cancel`, `POST appointments/{bookingId}/no-show`.
 */

/** [BK4] Who was there for a seller's calls, over all their cases. */
export const callAttendanceView = z.object({
  held: z.number(),
  missedBySeller: z.number(),
  missedByUs: z.number(),
  lastMissedBySellerAt: instantSchema.nullable(),
})
export type CallAttendance = z.infer<typeof callAttendanceView>

const siteSchema = z.string().min(1).max(32)
/** 1 is Monday, 7 is Sunday. */
const weekdaySchema = z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day as 1 | 2 | 3 | 4 | 5 | 6 | 7)))

/** [BK1] [BK3] When a reviewer holds calls: wall-clock times of `zone`; hours that end at or before their begin pass midnight. */
export const dutyRequest = z.strictObject({
  reviewerId: idSchema,
  site: siteSchema,
  /** IANA name. */
  zone: z.string().min(1).max(64).refine(isZoneName, 'the IANA name of a time zone, e.g. Asia/Jakarta'),
  weekdays: z.array(weekdaySchema).min(1).max(7),
  hours: wallSpanSchema,
  breaks: z.array(wallSpanSchema).max(8),
  firstDay: dateSchema,
  lastDay: dateSchema.nullable(),
  /** Languages that the reviewer speaks in these hours. */
  languages: z.array(z.string().min(2).max(12)).min(1).max(20),
  /** The procedures that the reviewer has learnt to lead. */
  programs: z.array(idSchema).min(1).max(20),
})
/** The duty is worked on `lastDay` for the last time. One that has not begun by then is never worked. */
export const endDutyRequest = z.strictObject({ lastDay: dateSchema })
export const dutyParam = z.object({ dutyId: idSchema })
export const dutyView = dutyRequest.extend({ id: z.string() })

export const holidayParam = z.object({ site: siteSchema, day: dateSchema })
export const holidayRequest = z.strictObject({ name: text(80).min(1) })
/** Nobody of the site is on duty; `day` is the day on which the duty would begin. */
export const holidayView = z.object({ site: z.string(), day: dateSchema, name: z.string() })

/** `language` is of the procedures' titles. */
export const rosterQuery = z.strictObject({ language: staffLanguageSchema.default('en') })
export const rosterView = z
  .object({
    duties: z.array(dutyView),
    /** From yesterday on. */
    holidays: z.array(holidayView),
    /** What a duty can be made of: active staff that review, and what the programs with calls name. */
    reviewers: z.array(z.object({ id: z.string(), name: z.string() })),
    sites: z.array(z.object({ site: z.string(), zone: z.string() })),
    languages: z.array(z.string()),
    /** `slotMinutes` is null where no calls are held: a duty is for reviews then. */
    programs: z.array(z.object({ name: z.string(), title: z.string(), slotMinutes: z.number().nullable() })),
  })
  .meta({ id: 'Roster' })

export const appointmentView = z
  .object({
    bookingId: z.string(),
    /** What the seller's mail calls it; stays the same when the call is moved. */
    meetingId: z.string(),
    caseId: z.string(),
    program: z.string(),
    sellerId: z.string(),
    shopName: z.string(),
    site: z.string(),
    /** The site's, for showing the time by its clock. */
    zone: z.string(),
    startAt: instantSchema,
    endAt: instantSchema,
    language: z.string(),
    reviewer: z.object({ id: z.string(), name: z.string() }),
    state: z.enum(['booked', 'cancelled', 'missed', 'held']),
    /** Who was not there; null unless `missed`. */
    missedBy: z.enum(['seller', 'us']).nullable(),
    /** False when the roster has changed since: the call stands, and somebody must take it or give it up. */
    onDuty: z.boolean(),
  })
  .meta({ id: 'Appointment' })

const longestSpanMs = 31 * 24 * 60 * 60_000
/** At most 31 days; appointments that overlap the span, earliest first. */
export const appointmentsQuery = z
  .strictObject({ from: instantSchema, to: instantSchema, reviewer: z.string().max(128).optional() })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from) && Date.parse(to) - Date.parse(from) <= longestSpanMs, {
    path: ['to'],
    message: 'after `from`, by at most 31 days',
  })
export const appointmentsView = z.object({ appointments: z.array(appointmentView), serverTime: instantSchema })
export const bookingParam = z.object({ bookingId: idSchema })
/**
 * This reviewer cannot hold the call. With `handOver`, another who is free then takes it and the seller notices nothing; where
 * there is none, or without it, the call is cancelled by us. One's own call, or anybody's for leads.
 */
export const giveUpCallRequest = z.strictObject({ handOver: z.boolean() })
export const gaveUpCallView = z.object({ outcome: z.enum(['handed-over', 'cancelled']), appointment: appointmentView })
/** [BK4] Who was not there when the call had begun. */
export const noShowRequest = z.strictObject({ side: z.enum(['seller', 'us']) })

export type Roster = z.infer<typeof rosterView>
export type DutyAsked = z.infer<typeof dutyRequest>
export type DutyView = z.infer<typeof dutyView>
export type HolidayView = z.infer<typeof holidayView>
export type Appointment = z.infer<typeof appointmentView>
export type Appointments = z.infer<typeof appointmentsView>
