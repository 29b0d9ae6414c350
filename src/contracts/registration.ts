import { z } from '@hono/zod-openapi'
import type { Registration } from '#domain/registration.ts'
import { dateSchema, idSchema, text } from './primitives.ts'

const filled = (max: number) => text(max).min(1)

/** `{ sellerId, site, kind, … }`: the body of `PUT /v1/sellers/{sellerId}` and the registration file of `inspect`. */
export const registrationSchema = z
  .strictObject({
    sellerId: idSchema,
    site: filled(40),
    kind: z.enum(['company', 'sole-trader', 'individual']),
    companyName: filled(200).nullable().default(null),
    creditCode: filled(40).nullable().default(null),
    licence: z
      .strictObject({ validFrom: dateSchema, validTo: dateSchema.nullable(), scope: text(4000) })
      .nullable()
      .default(null),
    legalRepresentative: z.strictObject({
      name: filled(120),
      formerNames: z.array(filled(120)).max(10).default([]),
      idNumber: filled(40),
      idValidTo: dateSchema.nullable().default(null),
    }),
    signatories: z
      .array(z.strictObject({ name: filled(120), idNumber: filled(40) }))
      .max(20)
      .default([]),
    phone: filled(32).regex(/^\+?[0-9 ()-]{5,32}$/, 'a telephone number'),
    phoneRealNameLevel: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    email: z.email().max(254),
    language: filled(16),
    mainCategory: filled(80),
    categories: z.array(filled(80)).max(200),
    address: text(500),
    bankAccountHash: filled(128).nullable().default(null),
    ids: z.record(filled(32), filled(64)).default({}),
  })
  .meta({ id: 'Registration' }) satisfies z.ZodType<Registration>
