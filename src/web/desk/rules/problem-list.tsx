import { useTranslation } from 'react-i18next'
import type { RuleProblemView } from '#contracts/desk-rules.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'

/** What is wrong and where: in the reader's words what kind of mistake it is, and in English what exactly. */
export const ProblemList = ({ problems, rules }: { problems: readonly RuleProblemView[]; rules: RuleSet }) => (
  <ul className="grid list-disc gap-1 pl-5">
    {problems.slice(0, 20).map((problem) => (
      <li key={`${problem.field}.${problem.code}.${problem.message}`}>
        <code className="font-mono text-sm">{placeOf(problem.field, rules)}</code> <ProblemText problem={problem} />
      </li>
    ))}
  </ul>
)

/** What the schema says of a member's form is for those who write files; at a field its words would only puzzle. */
const ofSchema = /^(Too (small|big)|Invalid|Unrecognized)/

export const ProblemText = ({ problem, isEmpty = false }: { problem: RuleProblemView; isEmpty?: boolean }) => {
  const { t } = useTranslation('risk')
  if (isEmpty) return t('risk:rules.problem.missing')
  if (ofSchema.test(problem.message)) return t(`risk:rules.problem.${problem.code}`)
  return (
    <>
      {t(`risk:rules.problem.${problem.code}`, { defaultValue: t('risk:rules.problem.not-a-rule-set') })}{' '}
      <span lang="en" className="text-ink-soft">
        ({problem.message})
      </span>
    </>
  )
}

/** `rules.3.when` as the rule's own id, where it has one. */
const placeOf = (field: string, { rules }: RuleSet): string =>
  field.replace(/^rules\.(\d+)/, (whole, no: string) => rules[Number(no)]?.id || whole)
