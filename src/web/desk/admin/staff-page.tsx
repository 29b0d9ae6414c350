import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '#contracts/desk-api.ts'
import { staffLanguageOf } from '#domain/language.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, SelectInput, TextInput } from '../../kit/field.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Status, Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { toast } from '../../kit/toast.tsx'
import { endAccount, type Invite, inviteStaff, type StaffRow, staffQuery } from '../calls/desk-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useMe } from '../frame/use-me.ts'
import { textsLike, useKept } from '../kept/kept.ts'
import { AskTwice } from './ask-twice.tsx'
import { ShownOnce } from './shown-once.tsx'

const roles: readonly Role[] = ['reviewer', 'supervisor', 'compliance', 'admin']

export const StaffPage = () => {
  const { t } = useTranslation('desk')
  const { data: staff, error, refetch } = useQuery(staffQuery)
  const [invited, setInvited] = useState<Invite | null>(null)
  return (
    <Page title={t('staff.title')} lead={t('staff.lead')}>
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {invited && (
        <ShownOnce
          title={t('staff.invited.title', { name: invited.staff.name })}
          label={t('staff.invited.link')}
          secret={invited.setupUrl}
          copy={t('staff.invited.copy')}
          onDone={() => setInvited(null)}
        >
          {t('staff.invited.body')} <Instant at={invited.expiresAt} />
        </ShownOnce>
      )}
      {!staff && !error && <Skeleton lines={5} />}
      {staff && (
        <div className="rounded-card border border-line bg-surface px-4 py-1">
          <StaffTable staff={staff} />
        </div>
      )}
      <InviteForm onInvited={setInvited} />
    </Page>
  )
}

const StaffTable = ({ staff }: { staff: StaffRow[] }) => {
  const { t } = useTranslation('desk')
  const me = useMe()
  const queries = useQueryClient()
  const ending = useMutation({
    mutationFn: (row: StaffRow) => endAccount(row.id),
    onSuccess: (_, row) => {
      toast(t('staff.ended', { name: row.name }), 'good')
      void queries.invalidateQueries({ queryKey: staffQuery.queryKey })
    },
  })
  return (
    <>
      {ending.error && <DeskProblem error={ending.error} />}
      <Table
        caption={t('staff.title')}
        rows={staff}
        rowKey={(row) => row.id}
        stacks
        rowClass={(row) => !row.active && 'text-ink-soft'}
        columns={[
          {
            id: 'name',
            head: t('staff.name'),
            cell: (row) => (
              <>
                <span className="block font-medium">
                  {row.name} {row.id === me.id && <span className="font-normal text-ink-soft">{t('staff.you')}</span>}
                </span>
                <span className="block text-sm wrap-anywhere text-ink-soft">{row.email}</span>
                <span className="block text-sm text-ink-soft sm:hidden">{t(`role.${row.role}`)}</span>
              </>
            ),
          },
          { id: 'role', head: t('staff.role'), cell: (row) => t(`role.${row.role}`), className: 'max-sm:hidden' },
          {
            id: 'factor',
            head: t('staff.factor'),
            className: 'max-md:hidden',
            cell: (row) => (
              <Status meaning={row.secondFactor ? 'good' : 'neutral'}>
                {t(row.secondFactor ? 'staff.factorYes' : 'staff.factorNo')}
              </Status>
            ),
          },
          {
            id: 'active',
            head: t('staff.state'),
            cell: (row) => (
              <Tag meaning={row.active ? 'good' : 'neutral'}>{t(row.active ? 'staff.active' : 'staff.over')}</Tag>
            ),
          },
          {
            id: 'since',
            head: t('staff.since'),
            cell: (row) => <Instant at={row.createdAt} />,
            className: 'max-lg:hidden',
          },
          {
            id: 'end',
            head: <span className="sr-only">{t('staff.actions')}</span>,
            className: 'text-right',
            cell: (row) =>
              row.active &&
              row.id !== me.id && (
                <AskTwice
                  ask={t('staff.end')}
                  about={row.name}
                  question={t('staff.endQuestion', { name: row.name })}
                  confirm={t('staff.endConfirm')}
                  busy={ending.isPending}
                  onConfirm={() => ending.mutate(row)}
                />
              ),
          },
        ]}
      />
    </>
  )
}

const emptyForm = { name: '', email: '', role: 'reviewer' }
const parseForm = textsLike(emptyForm)

const InviteForm = ({ onInvited }: { onInvited: (invite: Invite) => void }) => {
  const { t, i18n } = useTranslation('desk')
  const queries = useQueryClient()
  const [form, setForm, forget] = useKept('invite', emptyForm, parseForm)
  const [tried, setTried] = useState(false)
  const isNameMissing = form.name.trim() === ''
  const isEmailWrong = !/^\S+@\S+\.\S+$/.test(form.email.trim())
  // Whoever invites knows the person; the mail comes in the language they speak together.
  const language = staffLanguageOf(i18n.language)
  const role = roles.find((one) => one === form.role) ?? 'reviewer'
  const inviting = useMutation({
    mutationFn: () => inviteStaff({ name: form.name.trim(), email: form.email.trim(), role, language }),
    onSuccess: (invite) => {
      forget()
      setTried(false)
      onInvited(invite)
      void queries.invalidateQueries({ queryKey: staffQuery.queryKey })
      window.scrollTo({ top: 0 })
    },
  })
  const isTaken = inviting.error instanceof RequestFailure && inviting.error.code === 'email-taken'
  return (
    <Card title={t('staff.invite.title')}>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!isNameMissing && !isEmailWrong && !inviting.isPending) inviting.mutate()
        }}
      >
        {inviting.error && !isTaken && <DeskProblem error={inviting.error} />}
        <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_14rem]">
          <Field label={t('staff.name')} error={tried && isNameMissing && t('form.missing')}>
            <TextInput
              required
              maxLength={120}
              autoComplete="off"
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          </Field>
          <Field
            label={t('signIn.email')}
            error={isTaken ? t('staff.invite.taken') : tried && isEmailWrong && t('form.email')}
          >
            <TextInput
              type="email"
              required
              maxLength={254}
              autoComplete="off"
              value={form.email}
              onChange={(event) => {
                inviting.reset()
                setForm({ ...form, email: event.target.value })
              }}
            />
          </Field>
          <Field label={t('staff.role')}>
            <SelectInput value={role} onChange={(event) => setForm({ ...form, role: event.target.value })}>
              {roles.map((one) => (
                <option key={one} value={one}>
                  {t(`role.${one}`)}
                </option>
              ))}
            </SelectInput>
          </Field>
        </div>
        <p className="text-sm text-ink-soft">{t(`staff.may.${role}`)}</p>
        <div>
          <Button look="primary" type="submit" busy={inviting.isPending}>
            {t('staff.invite.go')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
