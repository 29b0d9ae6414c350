import { z } from 'zod'
import { expressionReader } from '#domain/risk/expression.ts'
import type { FeatureName } from '#domain/risk/features.ts'
import { featuresIn } from '#domain/risk/term.ts'
import type { App } from '../app.ts'

export type RuleAsWritten = { words: Record<string, string>; weight: number; hard: boolean; reads: FeatureName[] }

/** A version of rules as somebody explains a decision by it: what each rule is in words, and which features it reads. */
export type RulesAsWritten = { opensAt: number; personAt: number | null; rules: Map<string, RuleAsWritten> }

const bodySchema = z.object({
  lists: z.record(z.string(), z.array(z.string())),
  thresholds: z.object({ open: z.number(), person: z.number().nullable() }),
  rules: z.array(
    z.object({
      id: z.string(),
      when: z.string(),
      weight: z.number(),
      hard: z.boolean(),
      staff: z.record(z.string(), z.string()),
    }),
  ),
})

type Named = { program: string; version: number }
export const ruleVersionKey = ({ program, version }: Named): string => `${program}/${version}`

/** The versions that decisions name, by `ruleVersionKey`; one that is not there, or not readable any more, is left out. */
export const rulesAsWritten = async (
  app: App,
  tenantId: string,
  versions: readonly Named[],
): Promise<Map<string, RulesAsWritten>> => {
  const wanted = new Map(versions.map((one) => [ruleVersionKey(one), one]))
  const found = await Promise.all(
    [...wanted].map(async ([key, { program, version }]) => {
      const row = await app.database.kysely
        .selectFrom('rule_set_version')
        .select('body')
        .where('tenant_id', '=', tenantId)
        .where('program', '=', program)
        .where('version', '=', version)
        .executeTakeFirst()
      const parsed = bodySchema.safeParse(row?.body)
      return parsed.success ? [[key, written(parsed.data)] as const] : []
    }),
  )
  return new Map(found.flat())
}

const written = ({ lists, thresholds, rules }: z.infer<typeof bodySchema>): RulesAsWritten => {
  const read = expressionReader(lists)
  return {
    opensAt: thresholds.open,
    personAt: thresholds.person,
    rules: new Map(
      rules.map(({ id, when, weight, hard, staff }) => {
        const expression = read(when)
        return [
          id,
          { words: staff, weight, hard, reads: expression.ok ? [...new Set(featuresIn(expression.value))] : [] },
        ]
      }),
    ),
  }
}
