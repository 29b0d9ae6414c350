import { z } from '@hono/zod-openapi'
import { parseIpAddress } from '#domain/risk/ip-address.ts'
import type { Signal } from '#domain/risk/signal.ts'
import { type NamedProblem, problemsByField } from './field-problems.ts'
import { idSchema, instantSchema, text } from './primitives.ts'

/** What a call of `POST /v1/signals` may bring. The limits of the fields keep each signal below `signalBytes`. */
export const signalLimits = {
  signalsPerCall: 10_000,
  /** Serialised as JSON in UTF-8. */
  signalBytes: 16_384,
  countPerSignal: 1_000_000,
  /** In units of the currency; above every real order, and far below where a double loses cents. */
  amount: 1_000_000_000_000,
  deviceCharacters: 512,
  userAgentCharacters: 2048,
} as const

const ipSchema = text(45)
  .refine((ip) => parseIpAddress(ip) !== null, 'an IPv4 or IPv6 address')
  .meta({ description: 'IPv4 or IPv6', example: '203.0.113.9' })
const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'a country of two capital letters (ISO 3166-1)')
  .meta({ example: 'CN' })
const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'a currency of three capital letters (ISO 4217)')
  .meta({ example: 'USD' })
/** Kept in the open as JSON, where a database takes neither control characters nor half of a surrogate pair. */
const categorySchema = text(80).regex(/^[^\p{Cc}\p{Cs}]+$/u, 'a name without control characters')
const amountSchema = z.number().min(0).max(signalLimits.amount).meta({ description: 'In units, not in cents' })

const placeSchema = z.strictObject({
  country: countrySchema,
  latitudeDeg: z.number().min(-90).max(90),
  longitudeDeg: z.number().min(-180).max(180),
})

/** What happened, by its `type`. [TR1] */
export const signalDataSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('login'),
    ip: ipSchema,
    device: text(signalLimits.deviceCharacters).min(1).nullable().default(null),
    userAgent: text(signalLimits.userAgentCharacters).nullable().default(null),
    place: placeSchema.nullable().default(null),
    network: z.enum(['home', 'company', 'mobile', 'public-wifi', 'hosting']).nullable().default(null),
  }),
  z.strictObject({ type: z.literal('shop-opened') }),
  z.strictObject({ type: z.literal('seller-told') }),
  z.strictObject({ type: z.literal('real-name-check'), outcome: z.enum(['passed', 'failed']) }),
  z.strictObject({
    type: z.literal('registration-changed'),
    member: z.enum(['legal-representative', 'operator', 'shareholder', 'phone', 'bank-card', 'address', 'category']),
    inRegister: z.boolean().nullable().default(null),
  }),
  z.strictObject({
    type: z.literal('listings-added'),
    count: z.number().int().min(1).max(signalLimits.countPerSignal),
    category: categorySchema,
  }),
  z.strictObject({ type: z.literal('order'), amount: amountSchema, currency: currencySchema }),
  z.strictObject({ type: z.literal('withdrawal'), amount: amountSchema, currency: currencySchema }),
  z.strictObject({
    type: z.literal('complaint'),
    about: z.enum(['intellectual-property', 'counterfeit']),
    outcome: z.enum(['alleged', 'upheld']),
  }),
  z.strictObject({ type: z.literal('violation'), number: text(128).min(1) }),
])

/** [TR1] One signal as a marketplace sends it: `{ id, sellerId, at, data: { type, … } }`. */
export const signalSchema = z
  .strictObject({
    id: idSchema.meta({ description: "The marketplace's own; sent twice, it is the same signal" }),
    sellerId: idSchema,
    at: instantSchema.meta({ description: 'When it happened' }),
    data: signalDataSchema,
  })
  .meta({ id: 'Signal' })

/** The body of `POST /v1/signals`: one signal, or up to 10,000 at once. */
export const signalsBodySchema = z
  .union([
    signalSchema,
    z.strictObject({ signals: z.array(signalSchema).min(1).max(signalLimits.signalsPerCall) }).meta({ id: 'Signals' }),
  ])
  .meta({ id: 'SignalsBody' })

/** The envelope of several signals; each is parsed by itself, so that one that is wrong does not take the others along. */
export const signalBatchSchema = z.strictObject({
  signals: z.array(z.unknown()).min(1).max(signalLimits.signalsPerCall),
})

/** One signal of unknown JSON; what is wrong is named by field, such as `data.amount`. */
export const parseSignal = (json: unknown): { ok: true; value: Signal } | { ok: false; problems: NamedProblem[] } => {
  const parsed = signalSchema.safeParse(json)
  if (!parsed.success) {
    return { ok: false, problems: problemsByField(parsed.error, '(signal)') }
  }
  const { id, sellerId, at, data } = parsed.data
  return { ok: true, value: { id, sellerId, atMs: Date.parse(at), data } }
}
