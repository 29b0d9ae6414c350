import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleProgramView, RuleVersionRow } from '#contracts/desk-rules.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { Timeline } from '../../kit/timeline.tsx'
import { toast } from '../../kit/toast.tsx'
import { ActionForm } from '../cases/action-form.tsx'
import { DeskLink, ruleVersionAddress, useGo } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useMay } from '../frame/use-me.ts'
import { RuleConflict } from './rule-conflict.tsx'
import { beginDraft, type DraftBeginning, retireRules, rollBack, ruleProgramQuery, rulesKey } from './rule-queries.ts'
import { stateMeaning, useRuleWords } from './use-rule-words.ts'

const longestWhy = 2_000

/** [TR4] Versions of one program's rules: what decides, what did, and who changed it why. */
export const RuleProgramPage = ({ program }: { program: string }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const { data, error, refetch } = useQuery(ruleProgramQuery(program))
  return (
    <Page
      title={data ? t('risk:rules.of', { program: words.inLanguage(data.title) }) : t('risk:rules.title')}
      lead={t('risk:rules.programLead')}
      actions={
        <DeskLink to="/rules" className={buttonClass('quiet')}>
          {t('risk:rules.allPrograms')}
        </DeskLink>
      }
    >
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <NextStep data={data} />
          <Card title={t('risk:rules.versions')}>
            <Versions data={data} />
          </Card>
          <Card title={t('risk:rules.history')}>
            {data.history.length === 0 ? (
              <p className="text-ink-soft">{t('risk:rules.noHistory')}</p>
            ) : (
              <History data={data} />
            )}
          </Card>
        </>
      )}
    </Page>
  )
}

const NextStep = ({ data }: { data: RuleProgramView }) => {
  const { t } = useTranslation('risk')
  const canMake = useMay('rules')
  const go = useGo()
  const queries = useQueryClient()
  const beginning = useMutation({
    mutationFn: (asked: DraftBeginning) => beginDraft(data.program, asked),
    onSuccess: async ({ version }) => {
      await queries.invalidateQueries({ queryKey: rulesKey })
      go(ruleVersionAddress(data.program, version))
    },
  })
  if (data.open)
    return (
      <Banner
        meaning="needs-you"
        title={t(`risk:rules.openIs.${data.open.state === 'proposed' ? 'proposed' : 'draft'}`, {
          version: data.open.version,
        })}
        action={
          <DeskLink to={ruleVersionAddress(data.program, data.open.version)} className={buttonClass('primary')}>
            {t('risk:rules.openIt')}
          </DeskLink>
        }
      />
    )
  if (!canMake)
    return data.versions.length === 0 ? (
      <EmptyState icon="list" title={t('risk:rules.none.title')}>
        {t('risk:rules.none.body')}
      </EmptyState>
    ) : null
  const { published } = data
  const begin = (asked: DraftBeginning, label: string, look: 'primary' | 'secondary') => (
    <Button look={look} busy={beginning.isPending} onClick={() => beginning.mutate(asked)}>
      {label}
    </Button>
  )
  return (
    <Card title={t('risk:rules.begin.title')}>
      <div className="grid gap-3">
        {beginning.error && <RuleConflict error={beginning.error} />}
        <p className="max-w-read text-ink-soft">{t('risk:rules.begin.body')}</p>
        <div className="flex flex-wrap gap-3">
          {published &&
            begin({ from: 'version', version: published.version }, t('risk:rules.begin.fromPublished'), 'primary')}
          {data.hasPreset &&
            begin({ from: 'preset' }, t('risk:rules.begin.fromPreset'), published ? 'secondary' : 'primary')}
          {begin({ from: 'nothing' }, t('risk:rules.begin.fromNothing'), 'secondary')}
        </div>
      </div>
    </Card>
  )
}

type Asked = { what: 'roll-back' | 'retire'; version: number }

const Versions = ({ data }: { data: RuleProgramView }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const canMake = useMay('rules')
  const queries = useQueryClient()
  const [asked, setAsked] = useState<Asked | null>(null)
  const done = async (told: string) => {
    setAsked(null)
    await queries.invalidateQueries({ queryKey: rulesKey })
    toast(told, 'good')
  }
  const publishedVersion = data.published?.version ?? null
  const way = (row: RuleVersionRow) => {
    if (!canMake) return null
    if (row.state === 'retired' && row.published)
      return (
        <Button look="quiet" className="-my-2" onClick={() => setAsked({ what: 'roll-back', version: row.version })}>
          {t('risk:rules.rollBack.ask')}
          <span className="sr-only"> {t('risk:rules.version', { version: row.version })}</span>
        </Button>
      )
    if (row.state !== 'published') return null
    return (
      <Button
        look="quiet"
        className="-my-2 text-blocked"
        onClick={() => setAsked({ what: 'retire', version: row.version })}
      >
        {t('risk:rules.retire.ask')}
        <span className="sr-only"> {t('risk:rules.version', { version: row.version })}</span>
      </Button>
    )
  }
  return (
    <div className="grid gap-4">
      {asked && (
        <div className="rounded-card border border-line-strong p-4">
          <h3 className="mb-2 font-semibold">
            {t(`risk:rules.${camel(asked.what)}.title`, { version: asked.version })}
          </h3>
          <ActionForm
            key={`${asked.what}.${asked.version}`}
            name={`rules.${data.program}.${asked.what}`}
            look="danger"
            longest={longestWhy}
            label={t('risk:rules.why')}
            go={t(`risk:rules.${camel(asked.what)}.go`)}
            send={(why) =>
              asked.what === 'retire'
                ? retireRules(data.program, { version: asked.version, why })
                : rollBack(data.program, { to: asked.version, publishedVersion, why })
            }
            onDone={() => void done(t(`risk:rules.${camel(asked.what)}.done`))}
            onBack={() => setAsked(null)}
          >
            {t(`risk:rules.${camel(asked.what)}.body`)}
          </ActionForm>
        </div>
      )}
      <Table
        caption={t('risk:rules.versions')}
        rows={data.versions}
        rowKey={({ version }) => String(version)}
        empty={t('risk:rules.noVersions')}
        columns={[
          {
            id: 'version',
            head: t('risk:rules.versionHead'),
            cell: (row) => (
              <DeskLink
                to={ruleVersionAddress(data.program, row.version)}
                className="font-medium whitespace-nowrap text-accent underline underline-offset-2"
              >
                {t('risk:rules.version', { version: row.version })}
              </DeskLink>
            ),
          },
          {
            id: 'state',
            head: t('risk:rules.stateHead'),
            cell: (row) => <Tag meaning={stateMeaning(row)}>{t(`risk:rules.state.${row.state}`)}</Tag>,
          },
          {
            id: 'edited',
            head: t('risk:rules.editedBy'),
            cell: (row) => <Done done={row.edited} />,
            className: 'max-sm:hidden',
          },
          {
            id: 'published',
            head: t('risk:rules.publishedBy'),
            cell: (row) => (
              <>
                {row.published ? <Done done={row.published} /> : '–'}
                {row.restoresVersion !== null && (
                  <span className="block text-sm text-ink-soft">
                    {t('risk:rules.restores', { version: row.restoresVersion })}
                    {row.lookedAtBy && ` · ${t('risk:rules.lookedAtBy', { name: words.author(row.lookedAtBy) })}`}
                  </span>
                )}
              </>
            ),
          },
          { id: 'way', head: <span className="sr-only">{t('risk:rules.ways')}</span>, cell: way },
        ]}
      />
    </div>
  )
}

const camel = (what: Asked['what']): 'rollBack' | 'retire' => (what === 'retire' ? 'retire' : 'rollBack')

const Done = ({ done }: { done: RuleVersionRow['edited'] }) => {
  const words = useRuleWords()
  return (
    <span className="grid">
      <span>{words.author(done.by)}</span>
      <span className="text-sm whitespace-nowrap text-ink-soft">
        <Instant at={done.at} />
      </span>
    </span>
  )
}

const History = ({ data }: { data: RuleProgramView }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const meanings = { published: 'good', 'rolled-back': 'needs-you', retired: 'blocked', rejected: 'blocked' } as const
  return (
    <Timeline
      entries={data.history.map((event) => ({
        id: event.id,
        at: event.at,
        title: t(`risk:rules.event.${event.what}`, { version: event.version, name: words.author(event.by) }),
        detail: event.why,
        ...(event.what in meanings ? { meaning: meanings[event.what as keyof typeof meanings] } : {}),
      }))}
    />
  )
}
