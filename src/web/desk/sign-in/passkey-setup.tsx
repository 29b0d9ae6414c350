import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { addPasskey, signInProblem, signInWithPasskey } from '../calls/staff-sign-in.ts'
import { SignInProblemText } from './sign-in-problem-text.tsx'
import type { SetupProps } from './totp-setup.tsx'

/**
 * A passkey as the second factor. The session at hand began with a password alone, so after making the passkey it is
 * used once: the browser asks twice, and the person is told so.
 */
export const PasskeySetup = ({ onReady, onBack }: SetupProps) => {
  const { t } = useTranslation('desk')
  const [name, setName] = useState('')
  const [made, setMade] = useState(false)
  const make = useMutation({
    mutationFn: async () => {
      if (!made) await addPasskey(name.trim() || t('factor.passkey.name'))
      setMade(true)
      await signInWithPasskey()
    },
    onSuccess: onReady,
  })
  return (
    <Card>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!make.isPending) make.mutate()
        }}
      >
        {make.error && <SignInProblemText problem={signInProblem(make.error)} />}
        {made ? (
          <p>{t('factor.passkey.useOnce')}</p>
        ) : (
          <>
            <p>{t('factor.passkey.twice')}</p>
            <Field label={t('factor.passkey.nameLabel')} hint={t('factor.passkey.nameHint')}>
              <TextInput maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
          </>
        )}
        <div className="flex flex-wrap gap-3">
          <Button look="primary" type="submit" busy={make.isPending}>
            {t(made ? 'factor.passkey.use' : 'factor.passkey.make')}
          </Button>
          <Button look="quiet" onClick={onBack}>
            {t('factor.otherWay')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
