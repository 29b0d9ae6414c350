import { z } from '@hono/zod-openapi'
import { subCheckIds } from '#domain/checks.ts'
import { documentKinds } from '#domain/documents.ts'
import { reasonCodes } from '#domain/failure-catalogue.ts'
import type { Program } from '#domain/program.ts'
import { type FieldProblem, programProblems } from '#domain/program-problems.ts'
import { linkRulesSchema } from './link-rules.ts'
import { capabilitySchema, wallSpanSchema } from './primitives.ts'

/**
 * A program file, member by member. Every object is strict: a member that no code obeys is refused by name, so that
 * nobody believes in a rule that is not kept. What one member demands of another is in domain/program-problems.ts.
 */
const count = (max: number) => z.number().int().min(0).max(max)
const atLeastOne = (max: number) => z.number().int().min(1).max(max)
const seconds = (max: number) => z.number().min(0).max(max)
const words = z.string().trim().min(1).max(500)
const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$/, 'a language tag such as zh, en or pt-BR')
  .meta({ id: 'LanguageTag' })
const byLanguage = z.record(languageTag, words)

const turnSchema = z.enum(['left', 'right', 'up', 'down'])

const challengeRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('turns'),
    count: atLeastOne(10),
    from: z.array(turnSchema),
    eachSeconds: z.number().min(1).max(30),
  }),
  z.strictObject({
    kind: z.literal('digits'),
    count: atLeastOne(12),
    maxSecondsEach: z.number().min(0.5).max(30),
    gapSeconds: z.tuple([seconds(30), seconds(30)]),
  }),
])

const siteSchema = z.string().min(1).max(32)

const sellerConditionSchema = z.strictObject({
  sites: z.array(siteSchema).nullable().default(null),
  categories: z.array(z.string().min(1).max(80)).nullable().default(null),
  kinds: z
    .array(z.enum(['company', 'sole-trader', 'individual']))
    .nullable()
    .default(null),
})

const captureStepSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
  kind: z.enum(['id-front', 'id-back', 'face', 'digits', 'pan', 'licence', 'document', 'statement']),
  name: byLanguage.nullable().default(null),
  when: sellerConditionSchema.nullable().default(null),
  minSeconds: seconds(600),
  maxSeconds: z.number().min(1).max(1800),
  challenge: challengeRuleSchema,
})

const inspectionSchema = z.strictObject({
  checks: z.partialRecord(
    z.enum(subCheckIds),
    z.strictObject({
      grade: z.enum(['gate', 'signal', 'sampled']),
      limits: z.record(z.string(), z.union([z.number(), z.string()])),
    }),
  ),
  sampleFps: z.number(),
})

const lookupSchema = z.enum(['business-register', 'carrier-real-name', 'sanctions', 'tax-number', 'dti-registration'])

const documentRuleSchema = z.strictObject({
  document: z.enum(documentKinds),
  when: sellerConditionSchema.default({ sites: null, categories: null, kinds: null }),
  demanded: z.enum(['always', 'when-asked']),
})

const channels = z.array(z.enum(['pop-up', 'banner', 'in-site', 'email', 'text-message']))

export const programSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
    version: atLeastOne(1_000_000),
    title: byLanguage,
    marketplace: byLanguage,
    languages: z.array(languageTag),
    zone: z.string().min(1).max(64),
    legalBasis: byLanguage,
    opening: z.strictObject({ by: z.array(z.enum(['api', 'hand', 'signals'])) }),
    eligibility: z.strictObject({
      identityDocument: z.enum(['prc-resident-card', 'any']),
      phoneRealNameLevel: z.union([z.literal(0), z.literal(1), z.literal(2)]),
      requiredRegistration: z.array(z.enum(['companyName', 'licence', 'creditCode', 'address'])),
      lookups: z.array(lookupSchema),
      siteLookups: z.array(z.strictObject({ sites: z.array(siteSchema), lookup: lookupSchema })).default([]),
      licenceMinDaysLeft: count(365).nullable().default(null),
      compareRegistration: z.boolean().default(false),
    }),
    lanes: z.strictObject({
      offline: z
        .strictObject({
          ways: z.array(
            z.strictObject({
              id: z.enum(['mail', 'bank-counter', 'lawyer-witness']),
              workingDaysAtLeast: atLeastOne(365).nullable(),
              feeCny: z.tuple([count(1_000_000), count(1_000_000)]).nullable(),
            }),
          ),
        })
        .nullable(),
    }),
    call: z
      .strictObject({
        booking: z.strictObject({
          slotMinutes: z.number().int().min(5).max(240),
          siteZones: z.record(z.string().min(1).max(32), z.string().min(1).max(64)),
          leadMinutes: count(10_080),
          daysAhead: atLeastOne(90),
          fastest: wallSpanSchema.nullable(),
          languages: z.array(languageTag),
          onRequest: z.array(z.strictObject({ language: languageTag, leadMinutes: atLeastOne(43_200) })),
          remindMinutesBefore: z.array(atLeastOne(10_080)),
          moves: z
            .strictObject({ most: count(100), untilMinutesBefore: count(10_080) })
            .nullable()
            .default(null),
          holdOfferMinutes: z.number().int().min(5).max(1_440).nullable().default(null),
        }),
        conduct: z.strictObject({
          enterMinutesAhead: atLeastOne(120),
          answerWithinSeconds: z.number().int().min(5).max(600),
          maxMinutes: atLeastOne(240),
          interruptionsBorne: count(100).nullable(),
          resumeWithinSeconds: z.number().int().min(10).max(1_800),
          verdictAtEnd: z.boolean(),
          questions: z.strictObject({
            count: count(20),
            from: z.array(
              z.strictObject({
                id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
                text: byLanguage,
                when: sellerConditionSchema.nullable().default(null),
              }),
            ),
          }),
        }),
        notices: z.strictObject({
          'call-booked': channels,
          'call-moved': channels,
          'call-cancelled': channels,
          'call-reminder': channels,
          'call-missed': channels,
          'call-offered': channels.default(['in-site', 'email']),
          'call-offer-over': channels.default(['in-site', 'email']),
        }),
      })
      .nullable()
      .default(null),
    device: z.strictObject({
      desktopOnly: z.boolean(),
      browsers: z.array(
        z.strictObject({ name: z.enum(['chrome', 'firefox', 'edge', 'safari']), minVersion: atLeastOne(10_000) }),
      ),
      cameraMinWidthPx: atLeastOne(16_384),
      cameraMinHeightPx: atLeastOne(16_384),
      microphoneRequired: z.boolean(),
      minUplinkMbps: z.number().min(0.1).max(1000).nullable().default(null),
      maxLatencyMs: atLeastOne(60_000).nullable().default(null),
      validForMinutes: atLeastOne(10_080),
      phoneCode: z.boolean().default(false),
      toPersonAt01: z.number().min(0.01).max(1),
    }),
    documents: z.array(documentRuleSchema).default([]),
    capture: z.strictObject({
      steps: z.array(captureStepSchema),
      maxRunMinutes: atLeastOne(240),
      silentForMinutes: atLeastOne(240),
      rehearsalSeconds: z.number().min(1).max(60),
      onFocusLoss: z.enum(['fail-attempt', 'interrupt-call', 'record-only']),
    }),
    inspection: inspectionSchema,
    decision: z.strictObject({
      automaticPass: z.boolean(),
      automaticFail: z.boolean(),
      secondLookShare01: z.number().min(0).max(1),
      fourEyes: z.array(z.enum(['unsure', 'final-manual-queue', 'program-asks', 'device-signals', 'call'])),
    }),
    attempts: z.strictObject({
      retriesPerDay: count(100),
      suggestSupportAfterInARow: atLeastOne(100),
      lockAfterFailures: atLeastOne(100).nullable(),
      lockHours: atLeastOne(8_760),
      freezeHours: z.array(atLeastOne(8_760)).max(20).default([]),
      lockPausesDeadline: z.boolean(),
      manualAfterTotal: atLeastOne(1_000),
      keepWhatWasRight: z.boolean().default(false),
    }),
    restrictions: z.array(z.strictObject({ afterHours: count(8_760), capabilities: z.array(capabilitySchema) })),
    viewOnlyWhen: z.array(capabilitySchema).default([]),
    deadline: z.strictObject({ completeWithinHours: atLeastOne(8_760) }),
    promises: z.strictObject({
      reviewWithinMinutes: atLeastOne(43_200),
      restoreWithinMinutes: atLeastOne(43_200),
      secondLookWithinMinutes: atLeastOne(43_200),
    }),
    sites: z
      .strictObject({
        sharePass: z.boolean(),
        ownDuties: z.array(z.string().min(1).max(40)),
        spread: z.boolean(),
      })
      .default({ sharePass: false, ownDuties: [], spread: false }),
    badge: z
      .strictObject({ sites: z.array(siteSchema) })
      .nullable()
      .default(null),
    links: linkRulesSchema,
    ban: z
      .strictObject({
        reasons: z.array(z.enum(['stand-in', 'forged-document', 'paid-agent'])),
        appealWithinHours: atLeastOne(8_760),
      })
      .nullable()
      .default(null),
    retention: z.strictObject({ mediaHours: atLeastOne(87_600).nullable() }).default({ mediaHours: null }),
    notices: z.strictObject({
      'case-opened': channels,
      'attempt-failed': channels,
      'offline-refused': channels,
      'in-review': channels,
      passed: channels,
      'deadline-missed': channels,
      'account-locked': channels,
      banned: channels.default(['in-site', 'email']),
      'appeal-decided': channels.default(['in-site', 'email']),
    }),
    originalCodes: z.partialRecord(
      z.enum(reasonCodes),
      z.string().regex(/^[A-Z0-9_-]{1,40}$/, 'the code as the original prints it: capitals, digits, _ and -'),
    ),
  })
  .meta({ id: 'Program' }) satisfies z.ZodType<Program>

export type ParsedProgram = { ok: true; value: Program } | { ok: false; problems: FieldProblem[] }

/**
 * Reads a program from parsed JSON (`unknown`: nothing about it is trusted). All problems are named at once, each with
 * the field in dotted form, e.g. `capture.steps.3.challenge.count`. A `$schema` member is for editors and is left out.
 */
export const parseProgram = (json: unknown): ParsedProgram => {
  const parsed = programSchema.safeParse(withoutSchemaLink(json))
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap(problemsOfIssue) }
  const problems = programProblems(parsed.data)
  return problems.length === 0 ? { ok: true, value: parsed.data } : { ok: false, problems }
}

const withoutSchemaLink = (json: unknown): unknown => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const { $schema: _link, ...rest } = json as Record<string, unknown>
  return rest
}

const problemsOfIssue = (issue: z.core.$ZodIssue): FieldProblem[] => {
  const field = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: field ? `${field}.${key}` : key, message: 'is no field of a program' }))
  if (issue.code === 'invalid_key')
    return [{ field, message: `${issue.path.at(-1)?.toString() ?? 'the name'} is not a name that may stand here` }]
  return [{ field: field || 'program', message: issue.message }]
}

/** The schema of program files for editors and other tools, as JSON Schema 2020-12; kept as `programs/program.schema.json`. */
export const programJsonSchema = (): Record<string, unknown> => {
  const { $schema, $defs } = z.toJSONSchema(programSchema, { io: 'input' })
  const { Program: root, ...definitions } = $defs ?? {}
  const properties = { $schema: { type: 'string' }, ...root?.properties }
  return { $schema, title: 'Countersign program', ...root, properties, $defs: definitions }
}
