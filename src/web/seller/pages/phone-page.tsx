import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhoneCodeSent } from '#contracts/seller-preparation.ts'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { useRemaining, useShortRemaining } from '../../kit/clock.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { Icon } from '../../kit/icon.tsx'
import { announce } from '../../kit/live-region.ts'
import { Problem, useProblemText } from '../../kit/problem.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { timeOfDayText } from '../../kit/time-text.ts'
import { confirmPhoneCode, sendPhoneCode } from '../api/preparation-queries.ts'
import { useCase } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'

/** [DV6] The phone is confirmed by a code: asked for, read, typed in. */
export const PhonePage = () => {
  const { t } = useTranslation('seller')
  const verification = useCase()
  const sending = useMutation({ mutationFn: (caseId: string) => sendPhoneCode(caseId) })
  if (!verification) return null
  if (verification.nextStep !== 'confirm-phone-code')
    return (
      <VerificationFrame title={t('phoneCode.title')} narrow>
        <h1 className="sr-only">{t('phoneCode.title')}</h1>
        <EmptyState
          icon="info"
          title={t('phoneCode.notNow')}
          action={
            <Link to="/case" className={buttonClass('primary')}>
              {t('result.toCase')}
            </Link>
          }
        >
          {t('phoneCode.notNowWhy')}
        </EmptyState>
      </VerificationFrame>
    )
  const send = () => sending.mutate(verification.id)
  return (
    <VerificationFrame title={t('phoneCode.title')} narrow>
      <h1 className="text-2xl font-semibold">{t('phoneCode.title')}</h1>
      <p className="mt-1 mb-5 max-w-read text-ink-soft">{t('phoneCode.lead')}</p>
      <div className="grid gap-4">
        {sending.error && <Problem error={sending.error} />}
        {sending.data ? (
          <Code
            key={sending.data.resendAt}
            caseId={verification.id}
            sent={sending.data}
            again={<SendAgain sent={sending.data} busy={sending.isPending} failed={sending.isError} onSend={send} />}
          />
        ) : (
          <div>
            <Button look="primary" size="large" busy={sending.isPending} onClick={send}>
              {t('phoneCode.send')}
            </Button>
          </div>
        )}
        <p className="max-w-read text-sm text-ink-soft">{t('phoneCode.help')}</p>
      </div>
    </VerificationFrame>
  )
}

const Code = ({ caseId, sent, again }: { caseId: string; sent: PhoneCodeSent; again: React.ReactNode }) => {
  const { t, i18n } = useTranslation('seller')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const confirming = useMutation({
    mutationFn: async (typed: string) => {
      await confirmPhoneCode(caseId, typed)
      await queries.invalidateQueries({ queryKey: ['home'] })
    },
    onSuccess: () => {
      announce(t('phoneCode.done'))
      return navigate({ to: '/case' })
    },
  })
  const wrong = useCodeProblem(confirming.error)
  const isWhole = /^\d{6}$/.test(code)
  return (
    <Card>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (isWhole) confirming.mutate(code)
        }}
      >
        <p role="status" className="flex items-center gap-2 font-medium">
          <span className="text-good">
            <Icon name="good" sizePx={18} />
          </span>
          {t('phoneCode.sentTo', { to: sent.to })}
        </p>
        <Field
          label={t('phoneCode.label')}
          hint={t('phoneCode.hint', { at: timeOfDayText(sent.expiresAt, i18n.language) })}
          error={asked && !isWhole ? t('phoneCode.six') : wrong}
        >
          <TextInput
            value={code}
            onChange={(event) => {
              confirming.reset()
              setCode(event.target.value.replace(/\D/g, '').slice(0, 6))
            }}
            inputMode="numeric"
            autoComplete="one-time-code"
            className="tabular max-w-48 text-xl tracking-[0.3em]"
          />
        </Field>
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" look="primary" size="large" busy={confirming.isPending}>
            {t('phoneCode.confirm')}
          </Button>
          {again}
        </div>
      </form>
    </Card>
  )
}

/** What was wrong with a code, with the tries that are left where there are some. */
const useCodeProblem = (error: unknown): string | null => {
  const { t } = useTranslation('seller')
  const textOf = useProblemText()
  if (!error) return null
  const triesLeft = error instanceof RequestFailure && error.code === 'phone-code-wrong' && error.details.triesLeft
  return typeof triesLeft === 'number' ? t('phoneCode.wrong', { count: triesLeft }) : textOf(error)
}

type SendAgainProps = { sent: PhoneCodeSent; busy: boolean; failed: boolean; onSend: () => void }

/** Another code, after a pause that is counted down; at once where the last one could not be sent. */
const SendAgain = ({ sent, busy, failed, onSend }: SendAgainProps) => {
  const { t } = useTranslation('seller')
  const { left } = useRemaining(Date.parse(sent.resendAt))
  const short = useShortRemaining()
  if (sent.codesLeft === 0 && left.over) return <p className="text-ink-soft">{t('phoneCode.noneLeft')}</p>
  if (!left.over && !failed)
    return <p className="tabular text-ink-soft">{t('phoneCode.againIn', { time: short(left) })}</p>
  return (
    <Button busy={busy} onClick={onSend}>
      {t('phoneCode.again')}
    </Button>
  )
}
