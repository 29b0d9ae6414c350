import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../kit/button.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { ResultHead } from '../result/result-head.tsx'
import type { RunState } from './run-session.ts'

/** A run that cannot go on: what happened, that nothing is lost, and the one way on. */
export const StoppedRun = ({ run }: { run: Extract<RunState, { phase: 'stopped' }> }) => {
  const { t } = useTranslation(['capture', 'refusal'])
  const toDevice = run.why === 'media' || run.why === 'recorder'
  return (
    <VerificationFrame title={t(`stopped.${run.why}.title`)} narrow>
      <div className="grid gap-4" role="alert">
        <ResultHead
          meaning="needs-you"
          icon="needs-you"
          title={t(`stopped.${run.why}.title`)}
          action={
            <Link to={toDevice ? '/prepare' : '/case'} className={buttonClass('primary', 'large')}>
              {toDevice ? t('toDevice') : t('toCase')}
            </Link>
          }
        >
          <p>{t(`stopped.${run.why}.body`)}</p>
        </ResultHead>
        {run.error instanceof RequestFailure && <Problem error={run.error} />}
      </div>
    </VerificationFrame>
  )
}
