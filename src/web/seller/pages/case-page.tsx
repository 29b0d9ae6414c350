import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Steps } from '../../kit/steps.tsx'
import { CaseAppointment } from '../call/case-appointment.tsx'
import { MissedBanner } from '../call/missed-banner.tsx'
import { AllowanceCard } from '../case/allowance-card.tsx'
import { AppealCard } from '../case/appeal-card.tsx'
import { BadgeCard } from '../case/badge-card.tsx'
import { CaseHistory } from '../case/case-history.tsx'
import { FaceComparisonCard } from '../case/face-comparison-card.tsx'
import { FunctionsCard } from '../case/functions-card.tsx'
import { Ledger } from '../case/ledger.tsx'
import { NextStepCard } from '../case/next-step-card.tsx'
import { RefusedPapers } from '../case/refused-papers.tsx'
import { OtherWayCard, ReasonCard } from '../case/side-cards.tsx'
import { wayOf } from '../case/way.ts'
import { ComparisonCard } from '../compare/comparison-card.tsx'
import { useHome } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { DocumentsCard } from '../prepare/documents-card.tsx'

/** Where am I, what do I do now, what happens after: without scrolling. What was and why stands below. */
export const CasePage = () => {
  const { t } = useTranslation('seller')
  const { case: verification, marketplace, seller } = useHome()
  if (!verification)
    return (
      <VerificationFrame title={t('case.title')} narrow>
        <EmptyState icon="good" title={t('next.nothing.title')} />
      </VerificationFrame>
    )
  return (
    <VerificationFrame title={t('case.title')}>
      <h1 className="sr-only">{t('case.title')}</h1>
      <Steps
        label={t('way.label')}
        steps={wayOf(verification, (stop) => (stop === 'run' && verification.call ? t('way.call') : t(`way.${stop}`)))}
      />
      <div className="mt-5 grid gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid content-start gap-5">
          <MissedBanner verification={verification} />
          <NextStepCard verification={verification} />
          <AppealCard verification={verification} />
          <BadgeCard badge={verification.badge} seller={seller.id} />
          <CaseAppointment verification={verification} />
          <DocumentsCard documents={verification.documents} />
          {verification.offlineLane?.refused && <RefusedPapers refused={verification.offlineLane.refused} />}
          {verification.supportSuggested && (
            <Banner meaning="needs-you" title={t('case.supportTitle')}>
              {t('case.supportBody')}
            </Banner>
          )}
          <Ledger verification={verification} />
          <CaseHistory verification={verification} />
        </div>
        <aside className="grid content-start gap-5">
          <FunctionsCard restrictions={verification.restrictions} />
          <AllowanceCard verification={verification} />
          <FaceComparisonCard verification={verification} />
          <ComparisonCard verification={verification} />
          <OtherWayCard verification={verification} />
          <ReasonCard verification={verification} marketplace={marketplace} />
          <p className="px-1 text-sm text-ink-soft">{t('case.help', { id: verification.id })}</p>
        </aside>
      </div>
    </VerificationFrame>
  )
}
