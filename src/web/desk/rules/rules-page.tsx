import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RuleProgramRow, RuleVersionRow } from '#contracts/desk-rules.ts'
import { buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'
import { DeskLink, ruleProgramAddress, ruleVersionAddress } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { ruleProgramsQuery } from './rule-queries.ts'
import { stateMeaning, useRuleWords } from './use-rule-words.ts'

/** [TR4] By which rules signals open cases, program by program. */
export const RulesPage = () => {
  const { t } = useTranslation(['risk', 'desk'])
  const { data: programs, error, refetch } = useQuery(ruleProgramsQuery)
  return (
    <Page title={t('risk:rules.title')} lead={t('risk:rules.lead')}>
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!programs && !error && <Skeleton lines={8} />}
      {programs && (
        <div className="grid gap-4 lg:grid-cols-2">
          {programs.map((program) => (
            <ProgramCard key={program.program} program={program} />
          ))}
        </div>
      )}
    </Page>
  )
}

const ProgramCard = ({ program }: { program: RuleProgramRow }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const { published, open } = program
  return (
    <Card
      title={words.inLanguage(program.title)}
      aside={!published && <Tag>{t('risk:rules.nothingPublished')}</Tag>}
      className="grid content-start gap-3"
    >
      {published ? (
        <VersionLine program={program.program} row={published} />
      ) : (
        <p className="text-ink-soft">{t('risk:rules.nothingDecides')}</p>
      )}
      {open && <VersionLine program={program.program} row={open} />}
      <div>
        <DeskLink to={ruleProgramAddress(program.program)} className={buttonClass()}>
          {t('risk:rules.openProgram')}
          <span className="sr-only">: {words.inLanguage(program.title)}</span>
        </DeskLink>
      </div>
    </Card>
  )
}

const VersionLine = ({ program, row }: { program: string; row: RuleVersionRow }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const newest = row.state === 'published' ? (row.published ?? row.edited) : (row.proposed ?? row.edited)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <DeskLink
        to={ruleVersionAddress(program, row.version)}
        className="font-medium text-accent underline underline-offset-2"
      >
        {t('risk:rules.version', { version: row.version })}
      </DeskLink>
      <Tag meaning={stateMeaning(row)}>{t(`risk:rules.state.${row.state}`)}</Tag>
      <span className="text-sm text-ink-soft">
        {words.author(newest.by)} · <Instant at={newest.at} />
      </span>
    </div>
  )
}
