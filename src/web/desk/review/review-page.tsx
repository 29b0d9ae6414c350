import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { reviewQuery } from '../calls/desk-queries.ts'
import { onCaseChanged } from '../calls/nudges.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Cockpit } from './cockpit.tsx'

export const ReviewPage = ({ caseId, attemptId }: { caseId: string; attemptId: string }) => {
  const { data: review, error, refetch, isFetching } = useQuery(reviewQuery(caseId, attemptId))
  const [isStale, setStale] = useState(false)
  // Looking again is a look that is recorded, so the reviewer says when.
  useEffect(() => onCaseChanged((changed) => setStale((before) => before || changed === caseId)), [caseId])
  const { t } = useTranslation('desk')
  const lookAgain = () => {
    setStale(false)
    void refetch()
  }
  if (error)
    return (
      <div className="p-4 sm:p-6">
        <DeskProblem error={error} onRetry={lookAgain} />
      </div>
    )
  if (!review)
    return (
      <div className="grid gap-6 p-4 min-[64rem]:grid-cols-[1.25fr_1fr]">
        <div className="skeleton-shimmer aspect-video rounded-card" />
        <Skeleton lines={9} />
      </div>
    )
  return (
    <>
      {isStale && (
        <div className="px-4 pt-3">
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
        </div>
      )}
      <Cockpit key={attemptId} review={review} onJudged={lookAgain} />
    </>
  )
}
