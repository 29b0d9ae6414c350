import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Icon } from '../../kit/icon.tsx'
import { KeyHint } from '../../kit/key-hint.tsx'
import { meaningIcon, meaningText } from '../../kit/status.tsx'
import { attemptMeaning } from '../cases/case-words.ts'
import { caseAddress, DeskLink, reviewAddress } from '../frame/desk-link.tsx'
import { PageHeading, usePageTitle } from '../frame/page.tsx'
import { useProgramName } from '../frame/use-program-name.ts'
import { PromiseClock } from '../queue/promise-clock.tsx'

/** Whose run, why it is here, which other runs there are, and until when. */
export const CockpitHead = ({ review, onHelp }: { review: ReviewView; onHelp: () => void }) => {
  const { t } = useTranslation('desk')
  const programName = useProgramName()
  const { attempt, attempts, why, dueAt } = review
  const title = t('review.title', { no: attempt.no, seller: review.case.sellerId })
  usePageTitle(title)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-surface px-4 py-1.5">
      <div className="grid min-w-0">
        <PageHeading className="truncate text-base!">{title}</PageHeading>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
          <span>
            {programName(review.case.program)} v{review.case.programVersion}
          </span>
          <DeskLink to={caseAddress(review.case.id)} className="text-accent underline underline-offset-2">
            {t('review.toCase')}
          </DeskLink>
          {why && (
            <span className="inline-flex items-center gap-1 text-ink" title={t(`why.${why}.body`)}>
              <span aria-hidden="true">·</span> {t(`why.${why}.title`)}
            </span>
          )}
        </p>
      </div>
      {attempts.length > 1 && (
        <nav aria-label={t('review.runs')} className="flex flex-wrap gap-1">
          {attempts.map((one) => {
            const meaning = attemptMeaning(one.outcome)
            const isHere = one.id === attempt.id
            return (
              <DeskLink
                key={one.id}
                to={reviewAddress(review.case.id, one.id)}
                aria-current={isHere ? 'page' : undefined}
                className={classNames(
                  'flex min-h-8 items-center gap-1.5 rounded-control border px-2 text-sm text-ink no-underline',
                  isHere ? 'border-accent bg-accent-wash font-semibold' : 'border-line hover:bg-sunken',
                )}
              >
                <span className={meaningText[meaning]}>
                  <Icon name={meaningIcon[meaning]} sizePx={14} />
                </span>
                {t('review.run', { no: one.no, outcome: t(`attempt.${one.outcome}`) })}
              </DeskLink>
            )
          })}
        </nav>
      )}
      <div className="ml-auto flex items-center gap-2">
        <Button look="quiet" className="hidden px-2.5 pointer-fine:inline-flex" onClick={onHelp}>
          <span className="inline-flex items-center gap-1.5">
            {t('review.keys')} <KeyHint keys="?" />
          </span>
        </Button>
        {dueAt && <PromiseClock dueAt={dueAt} />}
      </div>
    </div>
  )
}
