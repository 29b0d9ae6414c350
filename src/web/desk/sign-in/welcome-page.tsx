import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { acceptInvitation } from '../calls/desk-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { DoorFrame } from '../frame/door-frame.tsx'
import { PageHeading, usePageTitle } from '../frame/page.tsx'

const leastLetters = 12

/**
 * The way in from an invitation. The token stands behind the #, which browsers send to nobody, and stays there until it
 * is used, so that a reload loses nothing.
 */
export const WelcomePage = () => {
  const { t } = useTranslation('desk')
  const [token] = useState(() => window.location.hash.slice(1))
  usePageTitle(t('welcome.title'))
  return (
    <DoorFrame>
      <PageHeading>{t('welcome.title')}</PageHeading>
      {token === '' ? (
        <EmptyState icon="message" title={t('welcome.noToken.title')}>
          {t('welcome.noToken.body')}
        </EmptyState>
      ) : (
        <ChoosePassword token={token} />
      )}
    </DoorFrame>
  )
}

const ChoosePassword = ({ token }: { token: string }) => {
  const { t } = useTranslation('desk')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const accept = useMutation({
    mutationFn: () => acceptInvitation(token, password),
    onSuccess: () => window.history.replaceState(null, '', window.location.pathname),
  })
  const isShort = password.length < leastLetters
  const isDifferent = password !== again
  const isTooEasy = accept.error instanceof RequestFailure && accept.error.code === 'invalid-request'
  if (accept.isSuccess)
    return (
      <Card title={t('welcome.done.title')}>
        <p className="mb-4">{t('welcome.done.body')}</p>
        {/* Not a link of the router: the sign-in page should begin afresh, without this token in its memory. */}
        <Button look="primary" onClick={() => window.location.assign('/desk/')}>
          {t('welcome.done.go')}
        </Button>
      </Card>
    )
  return (
    <Card>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!isShort && !isDifferent && !accept.isPending) accept.mutate()
        }}
      >
        <p>{t('welcome.body')}</p>
        {accept.error && !isTooEasy && <DeskProblem error={accept.error} />}
        <Field
          label={t('welcome.password')}
          hint={t('welcome.passwordHint', { count: leastLetters })}
          error={
            tried && isShort
              ? t('welcome.tooShort', { count: leastLetters - password.length })
              : isTooEasy && t('welcome.tooEasy')
          }
        >
          <TextInput
            type="password"
            autoComplete="new-password"
            required
            maxLength={200}
            value={password}
            onChange={(event) => {
              accept.reset()
              setPassword(event.target.value)
            }}
          />
        </Field>
        <Field label={t('welcome.again')} error={tried && !isShort && isDifferent && t('welcome.different')}>
          <TextInput
            type="password"
            autoComplete="new-password"
            required
            maxLength={200}
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
        </Field>
        <Button look="primary" size="large" type="submit" busy={accept.isPending}>
          {t('welcome.go')}
        </Button>
      </form>
    </Card>
  )
}
