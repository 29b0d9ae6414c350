import { z } from 'zod'
import type { RiskOfCase } from '#domain/risk/risk-of-case.ts'
import type { Database, Tx } from '../ports/database.ts'

/** A rule that was true when signals opened a case, in the words of the version that was asked; null where it is not there. */
export type RuleInWords = {
  rule: string
  weight: number
  hard: boolean
  staff: Record<string, string> | null
  seller: Record<string, string> | null
}

const words = z.record(z.string(), z.string())
const bodySchema = z.object({ rules: z.array(z.object({ id: z.string(), staff: words, seller: words.nullable() })) })

/** [TR4] Why signals opened a case, the heaviest rule first. A version never changes, so this is what was meant then. */
export const rulesInWords = async (
  reader: Tx | Database['kysely'],
  tenantId: string,
  program: string,
  risk: RiskOfCase,
): Promise<RuleInWords[]> => {
  const row = await reader
    .selectFrom('rule_set_version')
    .select('body')
    .where('tenant_id', '=', tenantId)
    .where('program', '=', program)
    .where('version', '=', risk.rulesVersion)
    .executeTakeFirst()
  const parsed = bodySchema.safeParse(row?.body)
  const rules = new Map(parsed.success ? parsed.data.rules.map((rule) => [rule.id, rule]) : [])
  return risk.contributions
    .toSorted((one, other) => Number(other.hard) - Number(one.hard) || other.weight - one.weight)
    .map(({ rule, weight, hard }) => ({
      rule,
      weight,
      hard,
      staff: rules.get(rule)?.staff ?? null,
      seller: rules.get(rule)?.seller ?? null,
    }))
}

/** As many reasons as a letter bears. */
const toldMost = 5

/** What of it the seller is told: only rules that have words for sellers, and that raised the risk. */
export const toldToSeller = (rules: readonly RuleInWords[]): Record<string, string>[] =>
  rules.flatMap(({ seller, weight, hard }) => (seller && (hard || weight > 0) ? [seller] : [])).slice(0, toldMost)
