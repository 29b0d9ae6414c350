import { z } from '@hono/zod-openapi'
import { ruleLimits } from '#domain/risk/rule-limits.ts'
import type { RuleProblem, RuleSet } from '#domain/risk/rule-set.ts'

/**
 * A rule set file, member by member. Every object is strict: a member that no code obeys is refused by name. Whether its
 * expressions are right is asked of `compileRuleSet`; this is its shape alone.
 */
const slug = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
const words = z.string().trim().min(1).max(500)
const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$/, 'a language tag such as zh or en')
const byLanguage = z.record(languageTag, words)
const listEntry = z.string().min(1).max(ruleLimits.listEntryCharacters)

const ruleSchema = z
  .strictObject({
    id: slug,
    when: z.string().min(1).max(ruleLimits.characters),
    weight: z.number().min(-ruleLimits.weight).max(ruleLimits.weight),
    hard: z.boolean().default(false),
    staff: z.record(languageTag, words).and(z.object({ zh: words, en: words })),
    seller: byLanguage.nullable().default(null),
  })
  .meta({ id: 'Rule' })

export const ruleSetSchema = z
  .strictObject({
    program: slug,
    sites: z.array(z.string().min(1).max(40)).min(1).max(500).nullable().default(null),
    lists: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'a small letter, then small letters, digits and _'),
        z.array(listEntry).max(ruleLimits.listEntries),
      )
      .default({}),
    thresholds: z.strictObject({
      open: z.number().max(ruleLimits.weight * ruleLimits.rules),
      person: z
        .number()
        .max(ruleLimits.weight * ruleLimits.rules)
        .nullable()
        .default(null),
    }),
    rules: z.array(ruleSchema).max(ruleLimits.rules),
  })
  .meta({ id: 'RuleSet' }) satisfies z.ZodType<RuleSet>

export type ParsedRuleSet = { ok: true; value: RuleSet } | { ok: false; problems: RuleProblem[] }

/**
 * Reads a rule set from parsed JSON (`unknown`: nothing about it is trusted). All problems of its shape are named at once,
 * each with the field in dotted form, e.g. `rules.3.weight`. A `$schema` member is for editors and is left out.
 */
export const parseRuleSet = (json: unknown): ParsedRuleSet => {
  const parsed = ruleSetSchema.safeParse(withoutSchemaLink(json))
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, problems: parsed.error.issues.flatMap(problemsOfIssue) }
}

const withoutSchemaLink = (json: unknown): unknown => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const { $schema: _link, ...rest } = json as Record<string, unknown>
  return rest
}

const problemsOfIssue = (issue: z.core.$ZodIssue): RuleProblem[] => {
  const field = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => problem(field ? `${field}.${key}` : key, 'is no field of a rule set'))
  if (issue.code === 'too_big') return [{ field: field || 'rule set', code: 'too-large', message: issue.message }]
  if (issue.code === 'invalid_key') return [problem(field, 'is not a name that may stand here')]
  return [problem(field || 'rule set', issue.message)]
}

const problem = (field: string, message: string): RuleProblem => ({ field, code: 'not-a-rule-set', message })

/** The schema of rule set files for editors and other tools, as JSON Schema 2020-12; kept as `programs/rules/rule-set.schema.json`. */
export const ruleSetJsonSchema = (): Record<string, unknown> => {
  const { $schema, $defs } = z.toJSONSchema(ruleSetSchema, { io: 'input' })
  const { RuleSet: root, ...definitions } = $defs ?? {}
  const properties = { $schema: { type: 'string' }, ...root?.properties }
  return { $schema, title: 'Countersign rule set', ...root, properties, $defs: definitions }
}
