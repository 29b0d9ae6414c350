import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { StepPicture } from '../drawings/step-picture.tsx'
import { VerificationFrame } from '../frame/verification-frame.tsx'

/** What will be asked, as pictures, and what the run costs when it fails; both before it begins. */
export const Brief = ({ verification, onStart }: { verification: SellerCase; onStart: () => void }) => {
  const { t } = useTranslation('seller')
  const { leftToday, failuresUntilLock, lockHours, nextIsManual } = verification.allowance
  const rules: [icon: IconName, text: string][] = [
    ['screen', t('brief.ruleStay')],
    ['network', t('brief.ruleSave')],
    ['list', t('brief.ruleCost', { count: leftToday })],
  ]
  if (failuresUntilLock !== null)
    rules.push(['lock', t('brief.ruleLock', { count: failuresUntilLock, hours: lockHours })])
  if (nextIsManual) rules.push(['person', t('brief.ruleManual')])
  return (
    <VerificationFrame title={t('brief.title')}>
      <h1 className="text-2xl font-semibold">{t('brief.title')}</h1>
      <p className="mt-1 mb-5 text-ink-soft">{t('brief.lead')}</p>
      <ol className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
        {verification.capture.steps.map((step, index) => (
          <li key={step.id} className="flex gap-4 rounded-card border border-line bg-surface p-4 lg:flex-col lg:gap-2">
            <StepPicture kind={step.kind} className="h-24 shrink-0 self-center max-lg:w-32 lg:h-28" />
            <div>
              <h2 className="flex items-baseline gap-2 font-semibold">
                <span className="tabular text-accent">{index + 1}</span>
                {t(`common:stepKind.${step.kind}`)}
              </h2>
              <p className="text-sm text-ink-soft">{t(`brief.step.${step.kind}`)}</p>
            </div>
          </li>
        ))}
      </ol>
      <div className="mt-5 grid gap-5 rounded-card border border-line bg-surface p-5 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-end">
        <div>
          <h2 className="mb-2 font-semibold">{t('brief.rules')}</h2>
          <ul className="grid gap-2">
            {rules.map(([icon, text]) => (
              <li key={icon} className="flex items-start gap-3">
                <span className="mt-0.5 text-accent">
                  <Icon name={icon} />
                </span>
                <span className="max-w-read">{text}</span>
              </li>
            ))}
          </ul>
        </div>
        <div className="flex flex-wrap gap-3 lg:flex-col">
          <Button look="primary" size="large" icon="camera" onClick={onStart}>
            {t('brief.start')}
          </Button>
          <Link to="/prepare" className={buttonClass('quiet', 'large')}>
            {t('brief.notYet')}
          </Link>
        </div>
      </div>
    </VerificationFrame>
  )
}
