import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { rulesKey } from './rule-queries.ts'
import { useRuleWords } from './use-rule-words.ts'

/** A change of rules that was refused; of a conflict, what somebody else has done and the way to see it. */
export const RuleConflict = ({ error }: { error: unknown }) => {
  const { t } = useTranslation('risk')
  const conflict = useRuleWords().conflict(error)
  const queries = useQueryClient()
  if (!conflict) return <DeskProblem error={error} />
  return (
    <Banner
      role="alert"
      meaning="needs-you"
      title={t('risk:rules.conflict.title')}
      action={
        <Button onClick={() => void queries.invalidateQueries({ queryKey: rulesKey })}>
          {t('risk:rules.conflict.look')}
        </Button>
      }
    >
      {conflict}
    </Banner>
  )
}
