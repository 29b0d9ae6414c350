import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { Button } from '../../../kit/button.tsx'
import { Field, TextArea } from '../../../kit/field.tsx'
import { toast } from '../../../kit/toast.tsx'
import { settleSecondLook } from '../../calls/desk-queries.ts'
import { useGo } from '../../frame/desk-link.tsx'
import { DeskProblem } from '../../frame/desk-problem.tsx'

const leastLetters = 3

/** [DE3] A pass that a second look doubted: a lead says whether it stands, after seeing what each of the two saw. */
export const SettleBar = ({ review }: { review: ReviewView }) => {
  const { t } = useTranslation('desk')
  const go = useGo()
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const isShort = note.trim().length < leastLetters
  const settling = useMutation({
    mutationFn: (outcome: 'upheld' | 'overturned') =>
      settleSecondLook(review.case.id, { attemptId: review.attempt.id, outcome, note: note.trim() }),
    onSuccess: ({ newCaseId }, outcome) => {
      toast(t(outcome === 'overturned' && newCaseId === null ? 'settle.noNewCase' : `settle.done.${outcome}`), 'good')
      go(newCaseId === null ? '/' : `/cases/${newCaseId}`)
    },
  })
  const settle = (outcome: 'upheld' | 'overturned') => {
    setTried(true)
    if (!isShort && !settling.isPending) settling.mutate(outcome)
  }
  return (
    <section
      aria-label={t('settle.title')}
      className="sticky bottom-0 z-20 grid gap-3 border-t border-line-strong bg-raised px-4 py-3"
    >
      {settling.error && <DeskProblem error={settling.error} />}
      <p className="max-w-read">{t('settle.body')}</p>
      <Field label={t('settle.note')} error={tried && isShort && t('case.textNeeded')}>
        <TextArea rows={2} maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" busy={settling.isPending} onClick={() => settle('upheld')}>
          {t('settle.uphold')}
        </Button>
        <Button look="danger" busy={settling.isPending} onClick={() => settle('overturned')}>
          {t('settle.overturn')}
        </Button>
      </div>
    </section>
  )
}
