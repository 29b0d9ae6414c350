import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { Status } from '../../../kit/status.tsx'
import { attemptMeaning } from '../../cases/case-words.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'

/** Instead of the decision when there is none to make: what became of the run, or that others decide it. */
export const DecidedBar = ({ review }: { review: ReviewView }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const { attempt } = review
  return (
    <section
      aria-label={t('decision.title')}
      className="sticky bottom-0 z-20 flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line-strong bg-raised px-4 py-3"
    >
      <Status meaning={attemptMeaning(attempt.outcome)}>{t(`attempt.${attempt.outcome}`)}</Status>
      <p className="text-ink-soft">
        {attempt.outcome === 'in-review'
          ? t('decision.notYours')
          : attempt.failures.length > 0
            ? t('decision.was', { reasons: words.list(attempt.failures.map(({ code }) => words.reason(code).title)) })
            : t(`decision.wasNot.${attempt.outcome}`, { defaultValue: t('decision.nothingToDo') })}
      </p>
    </section>
  )
}
