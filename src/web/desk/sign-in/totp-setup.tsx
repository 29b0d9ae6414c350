import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { Steps } from '../../kit/steps.tsx'
import { beginTotp, giveCode, signInProblem } from '../calls/staff-sign-in.ts'
import { BackupCodes } from './backup-codes.tsx'
import { plainCode, secretOf } from './plain-code.ts'
import { QrCode } from './qr-code.tsx'
import { SignInProblemText } from './sign-in-problem-text.tsx'

type Begun = { totpURI: string; backupCodes: string[] }
type Stage = 'password' | 'codes' | 'app'
const stages: Stage[] = ['password', 'codes', 'app']

export type SetupProps = { onReady: () => Promise<void>; onBack: () => void }

/**
 * Authenticator app in three steps. The backup codes come before the app's first code: that code ends the set-up, and
 * whoever closed the page then would have no codes.
 */
export const TotpSetup = ({ email, onReady, onBack }: SetupProps & { email: string }) => {
  const { t } = useTranslation('desk')
  const [begun, setBegun] = useState<Begun | null>(null)
  const [saved, setSaved] = useState(false)
  const stage: Stage = begun === null ? 'password' : saved ? 'app' : 'codes'
  return (
    <Card>
      <div className="grid gap-5">
        <Steps
          label={t('factor.app.title')}
          steps={stages.map((id, index) => ({
            id,
            label: t(`factor.stage.${id}`),
            state: id === stage ? 'current' : index < stages.indexOf(stage) ? 'done' : 'ahead',
          }))}
        />
        {stage === 'password' && <ConfirmPassword email={email} onBegun={setBegun} onBack={onBack} />}
        {stage === 'codes' && begun && <SaveCodes codes={begun.backupCodes} onSaved={() => setSaved(true)} />}
        {stage === 'app' && begun && <ScanCode otpauth={begun.totpURI} onReady={onReady} />}
      </div>
    </Card>
  )
}

const ConfirmPassword = ({
  email,
  onBegun,
  onBack,
}: {
  email: string
  onBegun: (begun: Begun) => void
  onBack: () => void
}) => {
  const { t } = useTranslation('desk')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const begin = useMutation({ mutationFn: () => beginTotp(password), onSuccess: onBegun })
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (password !== '' && !begin.isPending) begin.mutate()
      }}
    >
      {begin.error && <SignInProblemText problem={signInProblem(begin.error)} />}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={t('factor.password')}
        hint={t('factor.passwordHint')}
        error={tried && password === '' && t('form.missing')}
      >
        <TextInput
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" type="submit" busy={begin.isPending}>
          {t('factor.continue')}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('factor.otherWay')}
        </Button>
      </div>
    </form>
  )
}

const SaveCodes = ({ codes, onSaved }: { codes: string[]; onSaved: () => void }) => {
  const { t } = useTranslation('desk')
  const [kept, setKept] = useState(false)
  return (
    <div className="grid gap-4">
      <h2 className="text-lg font-semibold">{t('factor.codes.title')}</h2>
      <p>{t('factor.codes.body')}</p>
      <BackupCodes codes={codes} />
      <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)}>
        {t('factor.codes.kept')}
      </Checkbox>
      <div>
        <Button look="primary" disabled={!kept} onClick={onSaved}>
          {t('factor.continue')}
        </Button>
      </div>
    </div>
  )
}

const ScanCode = ({ otpauth, onReady }: { otpauth: string; onReady: () => Promise<void> }) => {
  const { t } = useTranslation('desk')
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: (given: string) => giveCode(given),
    onSuccess: onReady,
    onError: () => setCode(''),
  })
  const change = (typed: string) => {
    setCode(typed)
    if (plainCode(typed).length === 6 && !confirm.isPending) confirm.mutate(plainCode(typed))
  }
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (plainCode(code) !== '' && !confirm.isPending) confirm.mutate(plainCode(code))
      }}
    >
      <h2 className="text-lg font-semibold">{t('factor.scan.title')}</h2>
      {confirm.error && <SignInProblemText problem={signInProblem(confirm.error)} />}
      <div className="flex flex-wrap items-start gap-5">
        <QrCode text={otpauth} label={t('factor.scan.picture')} />
        <div className="grid min-w-44 flex-1 gap-2 text-sm">
          <p className="text-ink-soft">{t('factor.scan.byHand')}</p>
          <p className="font-mono break-all select-all">{secretOf(otpauth)}</p>
        </div>
      </div>
      <Field label={t('signIn.code')} hint={t('factor.scan.codeHint')}>
        <TextInput
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          required
          className="tabular max-w-40 font-mono text-xl tracking-widest"
          value={code}
          onChange={(event) => change(event.target.value)}
        />
      </Field>
      <div>
        <Button look="primary" type="submit" busy={confirm.isPending}>
          {t('factor.finish')}
        </Button>
      </div>
    </form>
  )
}
