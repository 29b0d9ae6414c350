import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RuleVersionView } from '#contracts/desk-rules.ts'
import { Banner } from '../../kit/banner.tsx'
import { buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'
import { DeskLink, ruleProgramAddress, ruleReplayAddress } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useMay } from '../frame/use-me.ts'
import { DraftEditor } from './editor/draft-editor.tsx'
import { ProblemList } from './problem-list.tsx'
import { RuleDiffView } from './rule-diff-view.tsx'
import { ruleVersionQuery } from './rule-queries.ts'
import { RuleSetView } from './rule-set-view.tsx'
import { TryPanel } from './try-panel.tsx'
import { stateMeaning, useRuleWords } from './use-rule-words.ts'
import { VersionActions } from './version-actions.tsx'

/** [TR4] One version of a program's rules; a draft is written here by whoever may. */
export const RuleVersionPage = ({ program, version }: { program: string; version: number }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const { data, error, refetch } = useQuery(ruleVersionQuery(program, version))
  const canMake = useMay('rules')
  return (
    <Page
      title={
        data
          ? t('risk:rules.versionOf', { version, program: words.inLanguage(data.title) })
          : t('risk:rules.version', { version })
      }
      lead={data && <Lead data={data} />}
      actions={
        <>
          <DeskLink to={ruleReplayAddress(program, version)} className={buttonClass('secondary')}>
            {t('risk:rules.replay')}
          </DeskLink>
          <DeskLink to={ruleProgramAddress(program)} className={buttonClass('quiet')}>
            {t('risk:rules.allVersions')}
          </DeskLink>
        </>
      }
    >
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={10} />}
      {data &&
        (data.row.state === 'draft' && canMake ? (
          <DraftEditor key={`${program}.${version}`} data={data} />
        ) : (
          <Standing data={data} />
        ))}
    </Page>
  )
}

const Lead = ({ data: { row, why } }: { data: RuleVersionView }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const newest = row.published ?? row.proposed ?? row.edited
  const did = row.published ? 'publishedBy' : row.proposed ? 'proposedBy' : 'editedBy'
  return (
    <span className="grid gap-1">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Tag meaning={stateMeaning(row)}>{t(`risk:rules.state.${row.state}`)}</Tag>
        <span>
          {t(`risk:rules.did.${did}`, { name: words.author(newest.by) })} · <Instant at={newest.at} />
        </span>
        {row.restoresVersion !== null && <span>{t('risk:rules.restores', { version: row.restoresVersion })}</span>}
      </span>
      {why && row.state !== 'draft' && <span className="text-ink">{t('risk:rules.because', { why })}</span>}
    </span>
  )
}

/** A version that nobody edits now. */
const Standing = ({ data }: { data: RuleVersionView }) => {
  const { t } = useTranslation('risk')
  const { row, rules, published, problems } = data
  const isProposal = row.state === 'proposed' || row.state === 'draft'
  return (
    <>
      {problems.length > 0 && (
        <Banner meaning="blocked" title={t('risk:rules.cannotRun')}>
          <ProblemList problems={problems} rules={rules} />
        </Banner>
      )}
      <VersionActions data={data} />
      {isProposal && (
        <Card
          title={published ? t('risk:rules.diff.title', { version: published.version }) : t('risk:rules.diff.first')}
        >
          <RuleDiffView before={published?.rules ?? null} after={rules} />
        </Card>
      )}
      <RuleSetView rules={rules} />
      <TryPanel rules={rules} />
    </>
  )
}
