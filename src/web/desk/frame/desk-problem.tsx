import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { useProblemText } from '../../kit/problem.tsx'
import { RequestFailure } from '../../kit/request.ts'

/** Refusals are worded for sellers; where staff need other words they stand under `desk:refusal`. */
export const useDeskProblemText = () => {
  const { t } = useTranslation('desk')
  const forAll = useProblemText()
  return (error: unknown): string => {
    if (!(error instanceof RequestFailure) || error.kind !== 'refused') return forAll(error)
    return t(`refusal.${error.code}`, { defaultValue: forAll(error) })
  }
}

export const DeskProblem = ({
  error,
  onRetry,
  action,
}: {
  error: unknown
  onRetry?: (() => void) | undefined
  action?: ReactNode
}) => {
  const { t } = useTranslation('common')
  const text = useDeskProblemText()(error)
  const requestId = error instanceof RequestFailure ? error.requestId : null
  return (
    <Banner
      role="alert"
      meaning="blocked"
      title={t('problem.title')}
      action={action ?? (onRetry && <Button onClick={onRetry}>{t('tryAgain')}</Button>)}
    >
      <p>{text}</p>
      {requestId && <p className="mt-1 text-sm text-ink-soft">{t('problem.reference', { id: requestId })}</p>}
    </Banner>
  )
}
