import { z } from '@hono/zod-openapi'
import { subCheckIds } from '#domain/checks.ts'
import { reasonCodes } from '#domain/failure-catalogue.ts'
import { readingLanguages, staffLanguages } from '#domain/language.ts'

/** Building blocks shared by every door. Text is trimmed of nothing and limited in length, so nothing huge is stored. */
export const idSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._~-]+$/, 'letters, digits and . _ ~ - only')
export const instantSchema = z.iso.datetime({ offset: true })
export const dateSchema = z.iso.date()
/** What a seller reads; what staff reads. */
export const languageSchema = z.enum(readingLanguages)
export const staffLanguageSchema = z.enum(staffLanguages)
export const text = (max: number) => z.string().max(max)
export const reasonSchema = z.enum(reasonCodes as [string, ...string[]]).meta({ id: 'ReasonCode' })
export const subCheckSchema = z.enum(subCheckIds as [string, ...string[]]).meta({ id: 'SubCheckId' })
/** [RE1] What a marketplace can take away and give back, by name. */
export const capabilitySchema = z.enum([
  'product_listing',
  'withdrawal',
  'orders',
  'finance',
  'product_visibility',
  'funds',
  'search_ranking',
])
/** How a case stands; one that exists is never `none`. */
export const caseStatusSchema = z.enum([
  'awaiting-seller',
  'in-run',
  'inspecting',
  'in-review',
  'offline',
  'passed',
  'restored',
  'withdrawn',
  'banned',
])
export const msSchema = z.number().int().min(0).max(86_400_000)

/** RFC 9457. `errors` names every field that was wrong. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' })

const wallTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 09:00')
/** Times of day by the clock on a wall. */
export const wallSpanSchema = z.strictObject({ from: wallTimeSchema, to: wallTimeSchema })
