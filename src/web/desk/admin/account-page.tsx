import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import {
  addPasskey,
  listPasskeys,
  makeBackupCodes,
  type Passkey,
  passkeysWorkHere,
  removePasskey,
  signInProblem,
} from '../calls/staff-sign-in.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useMe } from '../frame/use-me.ts'
import { BackupCodes } from '../sign-in/backup-codes.tsx'
import { SignInProblemText } from '../sign-in/sign-in-problem-text.tsx'
import { AskTwice } from './ask-twice.tsx'

/** Oneself: who one is here, and the second factor. */
export const AccountPage = () => {
  const { t } = useTranslation('desk')
  const me = useMe()
  return (
    <Page title={t('account.title')}>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card title={me.name}>
          <dl className="grid grid-cols-[8rem_1fr] gap-y-1">
            <dt className="text-ink-soft">{t('signIn.email')}</dt>
            <dd className="break-words">{me.email}</dd>
            <dt className="text-ink-soft">{t('staff.role')}</dt>
            <dd>{t(`role.${me.role}`)}</dd>
            <dt className="text-ink-soft">{t('account.marketplace')}</dt>
            <dd>{me.marketplace}</dd>
          </dl>
          <p className="mt-3 text-sm text-ink-soft">{t(`staff.may.${me.role}`)}</p>
        </Card>
        <Passkeys />
        <NewBackupCodes />
      </div>
    </Page>
  )
}

const passkeysKey = ['passkeys']

const Passkeys = () => {
  const { t } = useTranslation('desk')
  const queries = useQueryClient()
  const { data: passkeys, error, refetch } = useQuery({ queryKey: passkeysKey, queryFn: listPasskeys })
  const [name, setName] = useState('')
  const again = () => queries.invalidateQueries({ queryKey: passkeysKey })
  const adding = useMutation({
    mutationFn: () => addPasskey(name.trim() || t('factor.passkey.name')),
    onSuccess: () => {
      setName('')
      toast(t('account.passkeyAdded'), 'good')
      return again()
    },
  })
  const removing = useMutation({ mutationFn: (one: Passkey) => removePasskey(one.id), onSuccess: again })
  return (
    <Card title={t('factor.passkey.title')}>
      <div className="grid gap-4">
        <p className="text-ink-soft">{t(passkeysWorkHere() ? 'account.passkeyBody' : 'factor.passkey.notHere')}</p>
        {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
        {removing.error && <DeskProblem error={removing.error} />}
        {!passkeys && !error && <Skeleton lines={2} />}
        {passkeys && passkeys.length > 0 && (
          <ul className="grid gap-1">
            {passkeys.map((one) => (
              <li key={one.id} className="flex items-center justify-between gap-3 border-t border-line pt-1">
                <span>{one.name || t('factor.passkey.name')}</span>
                <AskTwice
                  ask={t('account.removePasskey')}
                  about={one.name || t('factor.passkey.name')}
                  question={t('account.removePasskeyQuestion')}
                  confirm={t('account.removePasskey')}
                  busy={removing.isPending}
                  onConfirm={() => removing.mutate(one)}
                />
              </li>
            ))}
          </ul>
        )}
        {passkeysWorkHere() && (
          <form
            className="grid gap-3"
            onSubmit={(event) => {
              event.preventDefault()
              if (!adding.isPending) adding.mutate()
            }}
          >
            {adding.error && <SignInProblemText problem={signInProblem(adding.error)} />}
            <Field label={t('factor.passkey.nameLabel')} hint={t('factor.passkey.nameHint')}>
              <TextInput maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
            <div>
              <Button type="submit" busy={adding.isPending}>
                {t('factor.passkey.make')}
              </Button>
            </div>
          </form>
        )}
      </div>
    </Card>
  )
}

const NewBackupCodes = () => {
  const { t } = useTranslation('desk')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const making = useMutation({
    mutationFn: () => makeBackupCodes(password),
    onSuccess: () => setPassword(''),
  })
  return (
    <Card title={t('factor.codes.title')}>
      {making.data ? (
        <div className="grid gap-3">
          <p>{t('account.newCodes')}</p>
          <BackupCodes codes={making.data.backupCodes} />
        </div>
      ) : (
        <form
          className="grid gap-3"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (password !== '' && !making.isPending) making.mutate()
          }}
        >
          <p className="text-ink-soft">{t('account.codesBody')}</p>
          {making.error && <SignInProblemText problem={signInProblem(making.error)} />}
          <Field label={t('factor.password')} error={tried && password === '' && t('form.missing')}>
            <TextInput
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
          <div>
            <Button type="submit" busy={making.isPending}>
              {t('account.makeCodes')}
            </Button>
          </div>
        </form>
      )}
    </Card>
  )
}
