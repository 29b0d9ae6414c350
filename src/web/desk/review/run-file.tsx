import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import type { Finding } from '../calls/desk-queries.ts'
import { EligibilityList } from '../cases/eligibility-list.tsx'
import { HistoryList } from '../cases/history-list.tsx'
import { LookAlikeNote } from '../links/look-alikes.tsx'
import { ShownCardNote } from '../links/shown-card-note.tsx'
import { CallSection, type ShownPicture } from './call/call-section.tsx'
import { DeviceSignals } from './device-signals.tsx'
import { FieldsTable } from './fields/fields-table.tsx'
import { RegistrationList } from './fields/registration-list.tsx'
import { FindingsPanel } from './findings/findings-panel.tsx'
import { Fold } from './fold.tsx'

export type RunFileProps = {
  review: ReviewView
  selected: string | null
  onSelect: (finding: Finding) => void
  onProof: (finding: Finding) => void
  mayJudge: boolean
  onPicture: (picture: ShownPicture) => void
  onJudged: () => void
}

/** Everything known beside the clip: compared fields first, then findings, then what is seldom needed. */
export const RunFile = (props: RunFileProps) => {
  const { review, selected, onSelect, onProof, mayJudge, onPicture, onJudged } = props
  const { t } = useTranslation('desk')
  return (
    <section
      aria-label={t('review.file')}
      // Placed, so that hidden words scroll with it and do not make the page longer than the window.
      className="relative grid min-h-0 min-w-0 content-start gap-5 p-3 min-[64rem]:overflow-y-auto min-[64rem]:p-4"
    >
      <section aria-labelledby="fields-title" className="grid gap-1.5">
        <h2 id="fields-title" className="text-base font-semibold">
          {t('fields.title')}
        </h2>
        <FieldsTable fields={review.fields} />
        <Fold title={t('registration.title')}>
          <RegistrationList registration={review.registration} />
        </Fold>
      </section>
      <ShownCardNote sellerId={review.case.sellerId} />
      <LookAlikeNote sellerId={review.case.sellerId} />
      {review.call && (
        <CallSection
          call={review.call}
          attemptId={review.attempt.id}
          findings={review.findings}
          mayJudge={mayJudge}
          onPicture={onPicture}
          onJudged={onJudged}
        />
      )}
      <DeviceSignals signals={review.deviceSignals} />
      <section aria-labelledby="findings-title" className="grid gap-2">
        <h2 id="findings-title" className="text-base font-semibold">
          {t('findings.title')}
        </h2>
        <FindingsPanel findings={review.findings} selected={selected} onSelect={onSelect} onProof={onProof} />
      </section>
      <section aria-labelledby="more-title" className="grid gap-1">
        <h2 id="more-title" className="sr-only">
          {t('review.more')}
        </h2>
        <Fold title={t('eligibility.title')}>
          <EligibilityList eligibility={review.case.eligibility} />
        </Fold>
        <Fold title={t('history.title')}>
          <HistoryList history={review.history} />
        </Fold>
      </section>
    </section>
  )
}
