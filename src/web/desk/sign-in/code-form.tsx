import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { giveBackupCode, giveCode, signInProblem } from '../calls/staff-sign-in.ts'
import { plainCode } from './plain-code.ts'
import { SignInProblemText } from './sign-in-problem-text.tsx'

export type CodeFormProps = { onRight: () => void | Promise<void>; onBeginAgain: () => void }

/** The second factor on signing in: the app's code, or one of the backup codes when the phone is lost. */
export const CodeForm = ({ onRight, onBeginAgain }: CodeFormProps) => {
  const { t } = useTranslation('desk')
  const [kind, setKind] = useState<'app' | 'backup'>('app')
  const [code, setCode] = useState('')
  const giving = useMutation({
    mutationFn: (given: string) => (kind === 'app' ? giveCode(given) : giveBackupCode(given)),
    onSuccess: onRight,
    onError: () => setCode(''),
  })
  const problem = giving.error ? signInProblem(giving.error) : null
  const change = (typed: string) => {
    setCode(typed)
    // The app's code has six digits: nobody should have to reach for a button while it runs out.
    if (kind === 'app' && plainCode(typed).length === 6 && !giving.isPending) giving.mutate(plainCode(typed))
  }
  return (
    <Card>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (code.trim() !== '' && !giving.isPending) giving.mutate(kind === 'app' ? plainCode(code) : code.trim())
        }}
      >
        {problem && <SignInProblemText problem={problem} />}
        {kind === 'app' ? (
          <Field label={t('signIn.code')} hint={t('signIn.codeHint')}>
            <TextInput
              key="app"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              required
              autoFocus
              className="tabular max-w-40 font-mono text-xl tracking-widest"
              value={code}
              onChange={(event) => change(event.target.value)}
            />
          </Field>
        ) : (
          <Field label={t('signIn.backupCode')} hint={t('signIn.backupHint')}>
            <TextInput
              key="backup"
              autoComplete="off"
              required
              autoFocus
              className="max-w-60 font-mono"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button look="primary" type="submit" busy={giving.isPending}>
            {t('signIn.codeGo')}
          </Button>
          <Button
            look="quiet"
            onClick={() => {
              giving.reset()
              setCode('')
              setKind(kind === 'app' ? 'backup' : 'app')
            }}
          >
            {t(kind === 'app' ? 'signIn.useBackup' : 'signIn.useApp')}
          </Button>
          <Button look="quiet" onClick={onBeginAgain}>
            {t('signIn.beginAgain')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
