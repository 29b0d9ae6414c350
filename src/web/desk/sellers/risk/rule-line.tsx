import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RiskRule } from '#contracts/desk-risk.ts'
import { Tag } from '../../../kit/status.tsx'
import { useRiskWords } from './use-risk-words.ts'

type RuleLineProps = { rule: RiskRule; isNew?: boolean; children?: ReactNode }

/** What a rule does to the score, what it says, and below what it read. */
export const RuleLine = ({ rule, isNew = false, children }: RuleLineProps) => {
  const { t } = useTranslation('risk')
  const words = useRiskWords()
  return (
    <li className="grid grid-cols-[2.25rem_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1">
      <span className="tabular text-right font-medium">{words.weight(rule.weight)}</span>
      <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span>{words.rule(rule)}</span>
        {rule.hard && <Tag meaning="needs-you">{t('timeline.hard')}</Tag>}
        {isNew && <Tag>{t('timeline.new')}</Tag>}
      </span>
      {children && <div className="col-start-2">{children}</div>}
    </li>
  )
}
