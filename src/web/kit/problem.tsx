import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { RequestFailure } from './request.ts'

/** The words for a failed request, in the person's language. */
export const useProblemText = () => {
  const { t } = useTranslation(['common', 'refusal'])
  return (error: unknown): string => {
    if (!(error instanceof RequestFailure)) return t('problem.server')
    if (error.kind === 'offline') return t('problem.offline')
    return t(`refusal:${error.code}`, {
      defaultValue: error.kind === 'broken' ? t('problem.server') : t('refusal:unknown'),
    })
  }
}

export type ProblemProps = { error: unknown; onRetry?: () => void; action?: ReactNode }

/** What happened, why, what now; the small reference is for support. */
export const Problem = ({ error, onRetry, action }: ProblemProps) => {
  const { t } = useTranslation('common')
  const text = useProblemText()(error)
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
