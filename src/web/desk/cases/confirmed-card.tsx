import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Instant } from '../../kit/time.tsx'
import { confirmRegistration, type Verification } from '../calls/desk-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { useMay } from '../frame/use-me.ts'
import { textsLike, useKept } from '../kept/kept.ts'
import { ConfirmFields } from '../review/decision/confirm-fields.tsx'
import { emptyConfirmForm, filledIn } from '../review/decision/confirm-form.ts'
import { useDeskWords } from '../words/use-desk-words.ts'

const parseForm = textsLike(emptyConfirmForm)

type ConfirmedCardProps = { verification: Verification; onDone: () => void }

/** [RE4] What the originals of a passed case showed otherwise than the registration, and whether it was taken over. */
export const ConfirmedCard = ({ verification, onDone }: ConfirmedCardProps) => {
  const { t } = useTranslation(['desk', 'common'])
  const words = useDeskWords()
  const mayConfirm = useMay('decide')
  const [asked, setAsked] = useState(false)
  const { confirmed, status } = verification
  if (status !== 'passed' && status !== 'restored') return null
  if (!confirmed && !mayConfirm) return null
  return (
    <Card title={t('confirmed.title')}>
      {confirmed ? (
        <div className="grid gap-1">
          <p>{words.list(confirmed.fields.map((field) => t(`common:field.${field}`)))}</p>
          <p className="text-sm text-ink-soft">
            {confirmed.acknowledgedAt ? (
              <>
                {t('confirmed.taken')} <Instant at={confirmed.acknowledgedAt} />
              </>
            ) : (
              t('confirmed.notTaken')
            )}
          </p>
        </div>
      ) : asked ? (
        <ConfirmForm caseId={verification.id} onDone={onDone} onBack={() => setAsked(false)} />
      ) : (
        <div className="grid justify-items-start gap-3">
          <p className="text-ink-soft">{t('confirmed.lead')}</p>
          <Button onClick={() => setAsked(true)}>{t('confirmed.open')}</Button>
        </div>
      )}
    </Card>
  )
}

type ConfirmFormProps = { caseId: string; onDone: () => void; onBack: () => void }

const ConfirmForm = ({ caseId, onDone, onBack }: ConfirmFormProps) => {
  const { t } = useTranslation(['desk', 'common'])
  const [form, setForm, forget] = useKept(`confirmed.${caseId}`, emptyConfirmForm, parseForm)
  const values = filledIn(form)
  const isFilled = Object.keys(values).length > 0
  const sending = useMutation({
    mutationFn: () => confirmRegistration(caseId, values),
    onSuccess: () => {
      forget()
      onDone()
    },
  })
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (isFilled && !sending.isPending) sending.mutate()
      }}
    >
      {sending.error && <DeskProblem error={sending.error} />}
      <ConfirmFields form={form} onChange={setForm} />
      <div className="flex flex-wrap gap-3">
        <Button look="primary" type="submit" busy={sending.isPending}>
          {t('confirmed.go')}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('decision.notYet')}
        </Button>
      </div>
    </form>
  )
}
