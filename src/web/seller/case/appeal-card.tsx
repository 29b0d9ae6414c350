import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, TextArea } from '../../kit/field.tsx'
import { Problem } from '../../kit/problem.tsx'
import { instantText } from '../../kit/time-text.ts'
import { appealBan } from '../api/seller-queries.ts'

const leastLetters = 3
const mostLetters = 4000

/** [RE5] [EV6] Why the account is closed for good, and the one appeal, which is free and decided by somebody else. */
export const AppealCard = ({ verification }: { verification: SellerCase }) => {
  const { t, i18n } = useTranslation(['seller', 'common'])
  const { ban } = verification
  if (!ban) return null
  return (
    <section id="appeal">
      <Card title={t('appeal.title')}>
        <div className="grid gap-4">
          <p className="font-medium">{t('appeal.reason', { reason: t(`common:banReason.${ban.reason}`) })}</p>
          {ban.appeal === null ? (
            <AppealForm caseId={verification.id} />
          ) : (
            <p>
              {ban.appeal.upheld
                ? t('appeal.upheld')
                : t('appeal.waiting', { at: instantText(ban.appeal.dueAt, i18n.language) })}
            </p>
          )}
        </div>
      </Card>
    </section>
  )
}

const AppealForm = ({ caseId }: { caseId: string }) => {
  const { t } = useTranslation('seller')
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const isShort = text.trim().length < leastLetters
  const sending = useMutation({
    mutationFn: () => appealBan(caseId, text.trim()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['home'] }),
  })
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!isShort && !sending.isPending) sending.mutate()
      }}
    >
      <p className="max-w-read text-ink-soft">{t('appeal.how')}</p>
      {sending.error && <Problem error={sending.error} />}
      <Field label={t('appeal.label')} error={tried && isShort && t('appeal.needed')}>
        <TextArea maxLength={mostLetters} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <div>
        <Button look="primary" type="submit" busy={sending.isPending}>
          {t('appeal.go')}
        </Button>
      </div>
    </form>
  )
}
