import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Field, SelectInput, TextInput } from '../../kit/field.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { type CaseFilter, type CaseRow, casesQuery } from '../calls/desk-queries.ts'
import { caseAddress, DeskLink, useGo } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useMay } from '../frame/use-me.ts'
import { useProgramName } from '../frame/use-program-name.ts'
import { caseStatuses, isCaseStatus, statusMeaning } from './case-words.ts'

/** While somebody types, the list waits for a pause. */
const typingPauseMs = 350

export const CasesPage = ({ filter }: { filter: CaseFilter }) => {
  const { t } = useTranslation('desk')
  const mayOpen = useMay('lead')
  const listed = useInfiniteQuery(casesQuery(filter))
  const rows = listed.data?.pages.flatMap((page) => page.cases) ?? []
  return (
    <Page
      title={t('cases.title')}
      lead={t('cases.lead')}
      actions={
        mayOpen && (
          <DeskLink to="/cases/new" className={buttonClass('primary')}>
            {t('cases.open')}
          </DeskLink>
        )
      }
    >
      <Filters filter={filter} />
      {listed.error && <DeskProblem error={listed.error} onRetry={() => void listed.refetch()} />}
      {listed.isPending && <Skeleton lines={8} />}
      {listed.data && rows.length === 0 && <NoCases filtered={Boolean(filter.status ?? filter.seller)} />}
      {rows.length > 0 && (
        <div className="rounded-card border border-line bg-surface px-4 py-1">
          <CaseTable rows={rows} />
        </div>
      )}
      {listed.hasNextPage && (
        <div className="text-center">
          <Button busy={listed.isFetchingNextPage} onClick={() => void listed.fetchNextPage()}>
            {t('cases.older')}
          </Button>
        </div>
      )}
    </Page>
  )
}

const Filters = ({ filter }: { filter: CaseFilter }) => {
  const { t } = useTranslation('desk')
  const go = useGo()
  const [seller, setSeller] = useState(filter.seller ?? '')
  const show = (next: CaseFilter) =>
    go('/cases', {
      replace: true,
      search: { ...(next.status ? { status: next.status } : {}), ...(next.seller ? { seller: next.seller } : {}) },
    })
  useEffect(() => {
    if (seller.trim() === (filter.seller ?? '')) return
    const timer = setTimeout(() => show({ ...filter, seller: seller.trim() }), typingPauseMs)
    return () => clearTimeout(timer)
  }, [seller])
  return (
    <search className="flex flex-wrap items-end gap-3">
      <Field label={t('cases.status')} className="min-w-44">
        <SelectInput
          value={filter.status ?? ''}
          onChange={({ target }) => {
            const { status: _, ...rest } = filter
            show(isCaseStatus(target.value) ? { ...rest, status: target.value } : rest)
          }}
        >
          <option value="">{t('cases.anyStatus')}</option>
          {caseStatuses.map((status) => (
            <option key={status} value={status}>
              {t(`status.${status}`)}
            </option>
          ))}
        </SelectInput>
      </Field>
      <Field label={t('cases.seller')} className="min-w-56">
        <TextInput
          type="search"
          value={seller}
          maxLength={128}
          spellCheck={false}
          onChange={(event) => setSeller(event.target.value)}
        />
      </Field>
    </search>
  )
}

const NoCases = ({ filtered }: { filtered: boolean }) => {
  const { t } = useTranslation('desk')
  return (
    <EmptyState
      icon="box"
      title={t(filtered ? 'cases.noneFound.title' : 'cases.none.title')}
      action={
        filtered ? (
          <DeskLink to="/cases" className={buttonClass()}>
            {t('cases.showAll')}
          </DeskLink>
        ) : undefined
      }
    >
      {t(filtered ? 'cases.noneFound.body' : 'cases.none.body')}
    </EmptyState>
  )
}

const CaseTable = ({ rows }: { rows: CaseRow[] }) => {
  const { t } = useTranslation('desk')
  const programName = useProgramName()
  return (
    <Table
      caption={t('cases.title')}
      rows={rows}
      rowKey={(row) => row.id}
      stacks
      columns={[
        {
          id: 'seller',
          head: t('cases.seller'),
          cell: (row) => (
            <DeskLink to={caseAddress(row.id)} className="font-medium text-accent underline underline-offset-2">
              {row.sellerId}
            </DeskLink>
          ),
        },
        {
          id: 'status',
          head: t('cases.status'),
          cell: (row) => <Tag meaning={statusMeaning(row.status)}>{t(`status.${row.status}`)}</Tag>,
        },
        { id: 'program', head: t('cases.program'), cell: (row) => programName(row.program) },
        {
          id: 'opened',
          head: t('cases.opened'),
          cell: (row) => <Instant at={row.openedAt} />,
          className: 'whitespace-nowrap max-md:hidden',
        },
        {
          id: 'deadline',
          head: t('cases.deadlineOrEnd'),
          cell: (row) =>
            row.decidedAt ? (
              <>
                {t('cases.decided')} <Instant at={row.decidedAt} />
              </>
            ) : (
              <Instant at={row.deadlineAt} />
            ),
        },
      ]}
    />
  )
}
