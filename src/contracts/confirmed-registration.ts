import { z } from '@hono/zod-openapi'
import { confirmableFields } from '#domain/confirmed-fields.ts'
import { dateSchema, instantSchema, text } from './primitives.ts'

const fieldSchema = z.enum(confirmableFields)

/** [RE4] Fields that the originals show otherwise than the registration; null is a licence or card without an end. */
export const confirmedValuesSchema = z
  .strictObject({
    companyName: text(200).min(1).optional(),
    licenceValidFrom: dateSchema.optional(),
    licenceValidTo: dateSchema.nullable().optional(),
    licenceScope: text(4000).min(1).optional(),
    address: text(500).min(1).optional(),
    legalRepresentative: text(120).min(1).optional(),
    idValidTo: dateSchema.nullable().optional(),
  })
  .meta({ id: 'ConfirmedValues' })

/** How both sides see it; the values are for whoever is entitled to them. */
export const confirmedStateView = z.object({
  fields: z.array(fieldSchema),
  at: instantSchema,
  acknowledgedAt: instantSchema.nullable(),
})
export type ConfirmedState = z.infer<typeof confirmedStateView>

export const confirmedRegistrationSchema = confirmedStateView
  .extend({ caseId: z.string(), sellerId: z.string(), values: confirmedValuesSchema })
  .meta({ id: 'ConfirmedRegistration' })
export const confirmRequest = z.strictObject({ values: confirmedValuesSchema })
