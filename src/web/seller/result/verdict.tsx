import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AttemptResult, SellerCase } from '#contracts/seller-api.ts'
import { buttonClass } from '../../kit/button.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { instantText } from '../../kit/time-text.ts'
import { ResultHead } from './result-head.tsx'

type VerdictProps = { result: AttemptResult; verification: SellerCase }

/** The head of the result: what came of it, what it means, and the one way on. */
export const Verdict = ({ result, verification }: VerdictProps) => {
  const { t } = useTranslation('seller')
  const { attempt } = result
  const toCase = (
    <Link to="/case" className={buttonClass('primary', 'large')}>
      {t('result.toCase')}
    </Link>
  )
  switch (attempt.outcome) {
    case 'running':
    case 'inspecting':
      return (
        <ResultHead meaning="neutral" icon="clock" title={t('result.checking')}>
          <p className="text-ink-soft">
            {attempt.outcome === 'running' ? t('result.uploading') : t('result.checkingBody')}
          </p>
        </ResultHead>
      )
    case 'in-review':
      return <InReview verification={verification} />
    case 'passed':
      return (
        <ResultHead meaning="good" icon="good" title={t('result.passed')} action={toCase}>
          <p>{verification.status === 'restored' ? t('result.allRestored') : t('result.passedBody')}</p>
          {verification.status === 'passed' && <p className="text-ink-soft">{t('result.restoring')}</p>}
        </ResultHead>
      )
    case 'voided':
      return (
        <ResultHead meaning="neutral" icon="info" title={t('result.voided')} action={toCase}>
          {attempt.voidReason && <p>{t(`void.${attempt.voidReason}`)}</p>}
          <p className="text-ink-soft">{t('result.voidedBody')}</p>
        </ResultHead>
      )
    case 'failed':
      return <Failed result={result} verification={verification} />
  }
}

/** An honest clock: the promise, and whether it falls into the night, when fewer people work. */
const InReview = ({ verification }: { verification: SellerCase }) => {
  const { t, i18n } = useTranslation('seller')
  const promise = verification.clocks.find((clock) => clock.kind === 'review-promise')
  const hour = new Date(serverNowMs()).getHours()
  return (
    <ResultHead
      meaning="neutral"
      icon="person"
      title={t('result.review')}
      action={
        <Link to="/case" className={buttonClass('secondary', 'large')}>
          {t('result.toCase')}
        </Link>
      }
    >
      <p>{t('result.reviewBody')}</p>
      {promise && (
        <p className="text-lg font-semibold">
          {t('result.reviewBy', { at: instantText(promise.dueAt, i18n.language) })}
        </p>
      )}
      <p className="text-ink-soft">{t('result.reviewNothing')}</p>
      {(hour >= 22 || hour < 6) && <p className="text-ink-soft">{t('result.reviewNight')}</p>}
    </ResultHead>
  )
}

const Failed = ({ result: { attempt }, verification }: VerdictProps) => {
  const { t, i18n } = useTranslation('seller')
  const left = attempt.failures.some((failure) => failure.code === 'left-the-page')
  const { leftToday, lockedUntil, failuresUntilLock, lockHours } = verification.allowance
  const isLast = verification.attempts.at(-1)?.id === attempt.id
  const mayRetry = isLast && verification.status === 'awaiting-seller' && !lockedUntil && leftToday > 0
  // Who only left the page has nothing to rehearse.
  const atOnce = left && attempt.failures.length === 1 && verification.nextStep === 'start-run'
  return (
    <ResultHead
      meaning="blocked"
      icon="blocked"
      title={left ? t('result.leftThePage') : t('result.failed')}
      action={
        mayRetry ? (
          <Link to={atOnce ? '/run' : '/prepare'} className={buttonClass('primary', 'large')}>
            {atOnce ? t('result.againNow') : t('result.again')}
          </Link>
        ) : (
          <Link to="/case" className={buttonClass('secondary', 'large')}>
            {t('result.toCase')}
          </Link>
        )
      }
    >
      <p>{left ? t('result.leftThePageBody') : t('result.failedBody')}</p>
      {isLast && (
        <p className="font-medium">
          {lockedUntil
            ? t('result.lockedUntil', { at: instantText(lockedUntil, i18n.language) })
            : leftToday > 0
              ? t('result.left', { count: leftToday })
              : t('result.leftNone')}
        </p>
      )}
      {mayRetry && failuresUntilLock !== null && (
        <p className="text-ink-soft">{t('case.untilLock', { count: failuresUntilLock, hours: lockHours })}</p>
      )}
    </ResultHead>
  )
}
