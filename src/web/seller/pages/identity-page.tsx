import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Steps } from '../../kit/steps.tsx'
import { Instant } from '../../kit/time.tsx'
import { FunctionsCard } from '../case/functions-card.tsx'
import { wayOf } from '../case/way.ts'
import { useHome } from '../frame/use-home.ts'

/** [NO1] Account → Identity: the red banner stands here until the verification is done. */
export const IdentityPage = () => {
  const { t } = useTranslation('seller')
  const home = useHome()
  const verification = home.case
  if (!verification)
    return (
      <EmptyState icon="good" title={t('home.verified')}>
        {t('next.nothing.after')}
      </EmptyState>
    )
  const open = !['passed', 'restored', 'withdrawn'].includes(verification.status)
  const notice = home.notices.find((one) => one.channels.includes('banner') && one.caseId === verification.id)
  const deadline = verification.clocks.find((clock) => clock.kind === 'complete-verification')
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl font-semibold">{t('identity.title')}</h1>
      {open && (
        <Banner
          meaning="blocked"
          title={notice?.title ?? t('identity.banner')}
          action={
            <Link to="/case" className={buttonClass('primary')}>
              {t('home.toVerificationNow')}
            </Link>
          }
        >
          {notice?.body ?? t(verification.call ? 'identity.bannerBodyCall' : 'identity.bannerBody')}
        </Banner>
      )}
      <Card title={t('identity.state')}>
        <Steps
          label={t('way.label')}
          steps={wayOf(verification, (stop) =>
            stop === 'run' && verification.call ? t('way.call') : t(`way.${stop}`),
          )}
        />
        <dl className="mt-5 grid gap-x-6 gap-y-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <dt className="text-ink-soft">{t('identity.program')}</dt>
          <dd>{verification.program.title}</dd>
          <dt className="text-ink-soft">{t('identity.opened')}</dt>
          <dd>
            <Instant at={verification.openedAt} />
          </dd>
          {deadline && (
            <>
              <dt className="text-ink-soft">{t('identity.due')}</dt>
              <dd>
                <Instant at={deadline.dueAt} />
              </dd>
            </>
          )}
          <dt className="text-ink-soft">{t('identity.basis')}</dt>
          <dd className="max-w-read">{verification.program.legalBasis}</dd>
        </dl>
      </Card>
      <FunctionsCard restrictions={home.restrictions} />
    </div>
  )
}
