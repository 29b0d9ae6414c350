import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { passkeysWorkHere, signInProblem, signInWithPasskey, signInWithPassword } from '../calls/staff-sign-in.ts'
import { DoorFrame } from '../frame/door-frame.tsx'
import { PageHeading, usePageTitle } from '../frame/page.tsx'
import { CodeForm } from './code-form.tsx'
import { SignInProblemText } from './sign-in-problem-text.tsx'

export type SignInPageProps = {
  /** Why somebody who thought to be in sees this page. */
  why: 'session-over' | 'ended' | null
  onSignedIn: () => Promise<void>
}

export const SignInPage = ({ why, onSignedIn }: SignInPageProps) => {
  const { t } = useTranslation('desk')
  const [step, setStep] = useState<'password' | 'code'>('password')
  usePageTitle(t('signIn.title'))
  return (
    <DoorFrame>
      <PageHeading key={step}>{t(step === 'code' ? 'signIn.codeTitle' : 'signIn.title')}</PageHeading>
      {why === 'session-over' && step === 'password' && (
        <Banner meaning="needs-you" role="status" title={t('signIn.over.title')}>
          {t('signIn.over.body')}
        </Banner>
      )}
      {why === 'ended' && (
        <Banner meaning="blocked" role="alert" title={t('signIn.ended.title')}>
          {t('signIn.ended.body')}
        </Banner>
      )}
      {step === 'code' ? (
        <CodeForm onRight={onSignedIn} onBeginAgain={() => setStep('password')} />
      ) : (
        <PasswordForm onSignedIn={onSignedIn} onCodeNeeded={() => setStep('code')} />
      )}
      <p className="text-sm text-ink-soft">{t('signIn.noAccount')}</p>
    </DoorFrame>
  )
}

const PasswordForm = ({ onSignedIn, onCodeNeeded }: { onSignedIn: () => Promise<void>; onCodeNeeded: () => void }) => {
  const { t } = useTranslation('desk')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const byPassword = useMutation({
    mutationFn: () => signInWithPassword(email.trim(), password),
    onSuccess: (next) => (next === 'code-needed' ? onCodeNeeded() : onSignedIn()),
  })
  const byPasskey = useMutation({ mutationFn: signInWithPasskey, onSuccess: onSignedIn })
  const problem = byPassword.error ?? byPasskey.error
  return (
    <Card>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          byPasskey.reset()
          setTried(true)
          if (email.trim() !== '' && password !== '' && !byPassword.isPending) byPassword.mutate()
        }}
      >
        {problem && <SignInProblemText problem={signInProblem(problem)} />}
        <Field label={t('signIn.email')} error={tried && email.trim() === '' && t('form.missing')}>
          <TextInput
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label={t('signIn.password')} error={tried && password === '' && t('form.missing')}>
          <TextInput
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Button look="primary" size="large" type="submit" busy={byPassword.isPending}>
          {t('signIn.go')}
        </Button>
        {passkeysWorkHere() && (
          <>
            <p className="flex items-center gap-3 text-sm text-ink-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
              {t('signIn.or')}
            </p>
            <Button
              icon="lock"
              size="large"
              busy={byPasskey.isPending}
              onClick={() => {
                byPassword.reset()
                byPasskey.mutate()
              }}
            >
              {t('signIn.passkey')}
            </Button>
          </>
        )}
      </form>
    </Card>
  )
}
