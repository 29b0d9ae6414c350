import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { Icon } from '../../kit/icon.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { toast } from '../../kit/toast.tsx'
import { type ApiKey, type ApiKeyRequest, apiKeysQuery, makeApiKey, revokeApiKey } from '../calls/desk-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { textsLike, useKept } from '../kept/kept.ts'
import { useDeskWords } from '../words/use-desk-words.ts'
import { AskTwice } from './ask-twice.tsx'
import { keyState } from './key-state.ts'
import { ShownOnce } from './shown-once.tsx'

const scopes: ApiKeyRequest['scopes'] = ['sellers', 'signals', 'cases', 'restrictions', 'webhooks', 'programs', 'rules']

export const ApiKeysPage = () => {
  const { t } = useTranslation('desk')
  const { data: keys, error, refetch } = useQuery(apiKeysQuery)
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null)
  return (
    <Page title={t('keys.title')} lead={t('keys.lead')}>
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {made && (
        <ShownOnce
          title={t('keys.made.title', { name: made.name })}
          label={t('keys.made.label')}
          secret={made.secret}
          copy={t('keys.made.copy')}
          onDone={() => setMade(null)}
        >
          {t('keys.made.body')}
        </ShownOnce>
      )}
      {!keys && !error && <Skeleton lines={5} />}
      {keys?.length === 0 && (
        <EmptyState icon="lock" title={t('keys.none.title')}>
          {t('keys.none.body')}
        </EmptyState>
      )}
      {keys && keys.length > 0 && (
        <div className="rounded-card border border-line bg-surface px-4 py-1">
          <KeyTable keys={keys} />
        </div>
      )}
      <NewKey onMade={setMade} />
    </Page>
  )
}

const stateMeaning = { active: 'good', expired: 'neutral', revoked: 'neutral' } as const

const KeyTable = ({ keys }: { keys: ApiKey[] }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const queries = useQueryClient()
  const revoking = useMutation({
    mutationFn: (key: ApiKey) => revokeApiKey(key.id),
    onSuccess: (_, key) => {
      toast(t('keys.revoked', { name: key.name }), 'good')
      void queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
    },
  })
  return (
    <>
      {revoking.error && <DeskProblem error={revoking.error} />}
      <Table
        caption={t('keys.title')}
        rows={keys}
        rowKey={(key) => key.id}
        stacks
        rowClass={(key) => keyState(key, serverNowMs()) !== 'active' && 'text-ink-soft'}
        columns={[
          {
            id: 'name',
            head: t('keys.name'),
            cell: (key) => (
              <>
                <span className="block font-medium">{key.name}</span>
                <span className="block font-mono text-sm text-ink-soft">{key.prefix}…</span>
              </>
            ),
          },
          {
            id: 'scopes',
            head: t('keys.scopes'),
            cell: (key) =>
              words.list(key.scopes.map((scope) => t(`keys.scope.${scope}.name`, { defaultValue: scope }))),
          },
          {
            id: 'state',
            head: t('keys.state'),
            cell: (key) => {
              const state = keyState(key, serverNowMs())
              return (
                <span className="grid justify-items-start gap-0.5">
                  <Tag meaning={stateMeaning[state]}>{t(`keys.is.${state}`)}</Tag>
                  {state === 'active' && key.expiresAt && (
                    <span className="text-sm text-ink-soft">
                      {t('keys.until')} <Instant at={key.expiresAt} />
                    </span>
                  )}
                </span>
              )
            },
          },
          {
            id: 'used',
            head: t('keys.lastUsed'),
            className: 'max-md:hidden',
            cell: (key) => (key.lastUsedAt ? <Instant at={key.lastUsedAt} /> : t('keys.never')),
          },
          {
            id: 'revoke',
            head: <span className="sr-only">{t('staff.actions')}</span>,
            className: 'text-right',
            cell: (key) =>
              keyState(key, serverNowMs()) === 'active' && (
                <AskTwice
                  ask={t('keys.revoke')}
                  about={key.name}
                  question={t('keys.revokeQuestion', { name: key.name })}
                  confirm={t('keys.revokeConfirm')}
                  busy={revoking.isPending}
                  onConfirm={() => revoking.mutate(key)}
                />
              ),
          },
        ]}
      />
    </>
  )
}

const emptyForm = { name: '', scopes: '', expiresOn: '' }
const parseForm = textsLike(emptyForm)

const NewKey = ({ onMade }: { onMade: (made: { name: string; secret: string }) => void }) => {
  const { t } = useTranslation('desk')
  const queries = useQueryClient()
  const [form, setForm, forget] = useKept('api-key', emptyForm, parseForm)
  const [tried, setTried] = useState(false)
  const chosen = scopes.filter((scope) => form.scopes.split(',').includes(scope))
  const making = useMutation({
    mutationFn: () =>
      makeApiKey({ name: form.name.trim(), scopes: chosen, expiresOn: form.expiresOn === '' ? null : form.expiresOn }),
    onSuccess: ({ key, secret }) => {
      forget()
      setTried(false)
      onMade({ name: key.name, secret })
      void queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
      window.scrollTo({ top: 0 })
    },
  })
  const isScopeMissing = tried && chosen.length === 0
  return (
    <Card title={t('keys.new.title')}>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (form.name.trim() !== '' && chosen.length > 0 && !making.isPending) making.mutate()
        }}
      >
        {making.error && <DeskProblem error={making.error} />}
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field
            label={t('keys.name')}
            hint={t('keys.new.nameHint')}
            error={tried && form.name.trim() === '' && t('form.missing')}
          >
            <TextInput
              required
              maxLength={80}
              autoComplete="off"
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          </Field>
          <Field label={t('keys.new.expires')} hint={t('keys.new.expiresHint')}>
            <TextInput
              type="date"
              min={new Date(serverNowMs()).toISOString().slice(0, 10)}
              value={form.expiresOn}
              onChange={(event) => setForm({ ...form, expiresOn: event.target.value })}
            />
          </Field>
        </div>
        <fieldset aria-describedby={isScopeMissing ? 'scopes-error' : undefined}>
          <legend className="font-medium">{t('keys.scopes')}</legend>
          <div className="grid sm:grid-cols-2">
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                checked={chosen.includes(scope)}
                onChange={(event) => {
                  const next = event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope)
                  setForm({ ...form, scopes: next.join(',') })
                }}
              >
                <span className="font-medium">{t(`keys.scope.${scope}.name`)}</span>
                <span className="block text-sm text-ink-soft">{t(`keys.scope.${scope}.body`)}</span>
              </Checkbox>
            ))}
          </div>
          {isScopeMissing && (
            <p id="scopes-error" role="alert" className="flex items-center gap-1.5 text-sm text-blocked">
              <Icon name="blocked" sizePx={16} />
              {t('keys.new.scopeNeeded')}
            </p>
          )}
        </fieldset>
        <div>
          <Button look="primary" type="submit" busy={making.isPending}>
            {t('keys.new.go')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
