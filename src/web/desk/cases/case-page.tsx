import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Clock } from '../../kit/clock.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { caseQuery, type Verification } from '../calls/desk-queries.ts'
import { onCaseChanged } from '../calls/nudges.ts'
import { DeskLink, reviewAddress, sellerAddress } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useMay } from '../frame/use-me.ts'
import { useProgramName } from '../frame/use-program-name.ts'
import { LinksCard } from '../links/links-card.tsx'
import { useDeskWords } from '../words/use-desk-words.ts'
import { AttendanceCard } from './attendance-card.tsx'
import { BanCard } from './ban-card.tsx'
import { CaseActions } from './case-actions.tsx'
import { attemptMeaning, restrictionMeaning, statusMeaning } from './case-words.ts'
import { ComparisonCard } from './comparison-card.tsx'
import { ConfirmedCard } from './confirmed-card.tsx'
import { EligibilityList } from './eligibility-list.tsx'
import { HistoryList } from './history-list.tsx'
import { RetentionCard } from './retention-card.tsx'
import { RiskCard } from './risk-card.tsx'

export const CasePage = ({ caseId }: { caseId: string }) => {
  const { t } = useTranslation('desk')
  const programName = useProgramName()
  const { data, error, refetch, isFetching } = useQuery(caseQuery(caseId))
  const [isStale, setStale] = useState(false)
  useEffect(() => onCaseChanged((changed) => setStale((before) => before || changed === caseId)), [caseId])
  const lookAgain = () => {
    setStale(false)
    void refetch()
  }
  if (error)
    return (
      <Page title={t('case.titleUnknown')}>
        <DeskProblem error={error} onRetry={lookAgain} />
      </Page>
    )
  if (!data)
    return (
      <Page title={t('case.titleUnknown')}>
        <Skeleton lines={9} />
      </Page>
    )
  const { case: verification, history, attendance, retention, comparison, ban, risk } = data
  const banCard = <BanCard verification={verification} ban={ban} onDone={lookAgain} />
  return (
    <Page
      title={t('case.title', { seller: verification.sellerId })}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Tag meaning={statusMeaning(verification.status)}>{t(`status.${verification.status}`)}</Tag>
          <span>
            {programName(verification.program)} v{verification.programVersion}
          </span>
          <span>
            {t('cases.opened')} <Instant at={verification.openedAt} />
          </span>
          <DeskLink
            to={sellerAddress(verification.sellerId)}
            className="font-medium text-accent underline underline-offset-2"
          >
            {t('seller.toSeller')}
          </DeskLink>
          <span className="font-mono text-xs">{verification.id}</span>
        </span>
      }
      actions={verification.clocks.map((clock) => (
        <Clock
          key={`${clock.kind}.${clock.dueAt}`}
          dueAt={clock.dueAt}
          label={t(`clock.${clock.kind}.${clock.owner}`, { defaultValue: t(`clock.${clock.kind}.any`) })}
        />
      ))}
    >
      {isStale && (
        <Banner
          role="status"
          meaning="needs-you"
          title={t('review.changed.title')}
          action={
            <Button busy={isFetching} onClick={lookAgain}>
              {t('review.changed.again')}
            </Button>
          }
        >
          {t('review.changed.body')}
        </Banner>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6">
          <NextStep verification={verification} onDone={lookAgain} />
          <RiskCard risk={risk} program={verification.program} />
          {/* A ban that is proposed, or appealed against, is what the case waits for. */}
          {ban && banCard}
          <Runs verification={verification} />
          <Restrictions verification={verification} />
          <ConfirmedCard verification={verification} onDone={lookAgain} />
          <AttendanceCard attendance={attendance} />
          <LinksCard sellerId={verification.sellerId} />
          <ComparisonCard comparison={comparison} />
          {!ban && banCard}
          <RetentionCard caseId={verification.id} retention={retention} onDone={lookAgain} />
          <Card title={t('eligibility.title')}>
            <EligibilityList eligibility={verification.eligibility} />
          </Card>
        </div>
        <Card title={t('history.title')} className="self-start">
          <HistoryList history={history} />
        </Card>
      </div>
    </Page>
  )
}

const NextStep = ({ verification, onDone }: { verification: Verification; onDone: () => void }) => {
  const { t } = useTranslation('desk')
  const mayLead = useMay('lead')
  const waiting = verification.attempts.find(({ outcome }) => outcome === 'in-review')
  return (
    <Card title={t('case.next')}>
      <div className="grid gap-4">
        <p>{t(`nextStep.${verification.nextStep}`, { defaultValue: verification.nextStep })}</p>
        {waiting && (
          <div>
            <DeskLink to={reviewAddress(verification.id, waiting.id)} className={buttonClass('primary')}>
              {t('case.review', { no: waiting.no })}
            </DeskLink>
          </div>
        )}
        {mayLead && <CaseActions verification={verification} onDone={onDone} />}
      </div>
    </Card>
  )
}

const Runs = ({ verification }: { verification: Verification }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  return (
    <Card title={t('case.runs')}>
      <Table
        caption={t('case.runs')}
        rows={[...verification.attempts].reverse()}
        rowKey={(attempt) => attempt.id}
        empty={t('case.noRuns')}
        columns={[
          {
            id: 'no',
            head: t('case.run'),
            cell: (attempt) => (
              <DeskLink
                to={reviewAddress(verification.id, attempt.id)}
                className="font-medium whitespace-nowrap text-accent underline underline-offset-2"
              >
                {t('case.runNo', { no: attempt.no })}
              </DeskLink>
            ),
          },
          { id: 'at', head: t('case.startedAt'), cell: (attempt) => <Instant at={attempt.startedAt} /> },
          {
            id: 'outcome',
            head: t('case.outcome'),
            cell: (attempt) => (
              <span className="grid justify-items-start gap-1">
                <Tag meaning={attemptMeaning(attempt.outcome)}>{t(`attempt.${attempt.outcome}`)}</Tag>
                <span className="text-sm text-ink-soft">
                  {attempt.voidReason
                    ? t(`history.void.${attempt.voidReason}`, { defaultValue: attempt.voidReason })
                    : words.list(attempt.failures.map(({ code }) => words.reason(code).title))}
                </span>
              </span>
            ),
          },
          {
            id: 'counted',
            head: t('case.counted'),
            cell: (attempt) => t(attempt.counted ? 'case.countedYes' : 'case.countedNo'),
          },
        ]}
      />
    </Card>
  )
}

const Restrictions = ({ verification }: { verification: Verification }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  return (
    <Card title={t('restrictions.title')}>
      <p className="mb-2 text-sm text-ink-soft">{t('restrictions.lead')}</p>
      <Table
        caption={t('restrictions.title')}
        rows={verification.restrictions}
        rowKey={(one) => one.id}
        empty={t('restrictions.none')}
        columns={[
          { id: 'capability', head: t('restrictions.capability'), cell: (one) => words.capability(one.capability) },
          {
            id: 'state',
            head: t('restrictions.state'),
            cell: (one) => <Tag meaning={restrictionMeaning(one.state)}>{t(`restrictions.is.${one.state}`)}</Tag>,
          },
          { id: 'since', head: t('restrictions.since'), cell: (one) => <Instant at={one.since} /> },
        ]}
      />
    </Card>
  )
}
