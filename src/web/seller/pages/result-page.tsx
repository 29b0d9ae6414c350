import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../../kit/card.tsx'
import { announce } from '../../kit/live-region.ts'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Instant } from '../../kit/time.tsx'
import { instantText } from '../../kit/time-text.ts'
import { attemptQuery } from '../api/seller-queries.ts'
import { FunctionsCard } from '../case/functions-card.tsx'
import { useCase } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { FailureCard } from '../result/failure-card.tsx'
import { FindingList, UnjudgedList } from '../result/finding-list.tsx'
import { Verdict } from '../result/verdict.tsx'
import { noteRunOfTab } from '../run/resume-left-behind.ts'

/** [FA2] [FA3] What came of a run: never "failed" without reasons, their pictures, and what to do next. */
export const ResultPage = () => {
  const { attemptId } = useParams({ from: '/signed-in/result/$attemptId' })
  const { t, i18n } = useTranslation(['seller', 'failure', 'check'])
  const verification = useCase()
  const { data, error, refetch } = useQuery(attemptQuery(attemptId))
  const outcome = data?.attempt.outcome
  useEffect(() => noteRunOfTab(null), [])
  useEffect(() => {
    if (outcome) announce(t(`outcome.${outcome}`))
  }, [outcome, t])
  if (!verification) return null
  const title = data ? t('result.title', { no: data.attempt.no }) : t('result.checking')
  return (
    <VerificationFrame title={title}>
      {error && !data && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <div className="grid gap-5">
          <Verdict result={data} verification={verification} />
          {data.attempt.outcome === 'failed' && data.attempt.failures.length > 0 && (
            <section aria-labelledby="reasons" className="grid gap-4">
              <h2 id="reasons" className="text-lg font-semibold">
                {t('result.reasons')}
              </h2>
              {data.attempt.failures.map((failure) => (
                <FailureCard
                  key={failure.code}
                  failure={failure}
                  finding={data.findings.find((one) => one.outcome === 'fail' && one.reason === failure.code)}
                />
              ))}
            </section>
          )}
          {data.attempt.outcome === 'passed' && <FunctionsCard restrictions={verification.restrictions} />}
          {data.findings.length > 0 && (
            <Card title={t('result.all')}>
              <FindingList findings={data.findings} />
              <UnjudgedList
                findings={data.findings}
                aPersonLooks={['in-review', 'inspecting'].includes(data.attempt.outcome)}
              />
            </Card>
          )}
          {data.attempt.mediaDeletedAt && (
            <p className="text-ink-soft">
              {t('result.mediaDeleted', { at: instantText(data.attempt.mediaDeletedAt, i18n.language) })}
            </p>
          )}
          <p className="text-sm text-ink-faint">
            <Instant at={data.attempt.startedAt} /> ·{' '}
            <Link to="/case" className="text-accent underline">
              {t('result.toCase')}
            </Link>
          </p>
        </div>
      )}
    </VerificationFrame>
  )
}
