import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplayRowView } from '#contracts/desk-replays.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Instant } from '../../kit/time.tsx'
import { dateText } from '../../kit/time-text.ts'
import { DeskLink, ruleVersionAddress } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { askForReplay, isUnderWay, replaysKey, replaysQuery } from './replay-queries.ts'
import { ReplayShown } from './replay-shown.tsx'
import { useRuleWords } from './use-rule-words.ts'

const dayMs = 86_400_000
const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** [TR7] What a version of rules would have done, before anybody publishes it. */
export const ReplayPage = ({ program, version }: { program: string; version: number }) => {
  const { t } = useTranslation('risk')
  const { data: replays, error, refetch } = useQuery(replaysQuery(program))
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = chosen ?? replays?.find((one) => one.version === version)?.id ?? null
  return (
    <Page
      title={`${t('risk:replay.title')}: ${t('risk:rules.version', { version })}`}
      lead={t('risk:replay.lead')}
      actions={
        <DeskLink to={ruleVersionAddress(program, version)} className={buttonClass('quiet')}>
          {t('risk:replay.back')}
        </DeskLink>
      }
    >
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      <AskForm program={program} version={version} replays={replays ?? []} onAsked={setChosen} />
      {!replays && !error && <Skeleton lines={6} />}
      {shown !== null && <ReplayShown key={shown} program={program} id={shown} />}
      {replays && <Earlier replays={replays} shown={shown} onChoose={setChosen} />}
    </Page>
  )
}

type AskFormProps = {
  program: string
  version: number
  replays: ReplayRowView[]
  onAsked(id: string): void
}

const AskForm = ({ program, version, replays, onAsked }: AskFormProps) => {
  const { t } = useTranslation('risk')
  const queries = useQueryClient()
  const [day, setDay] = useState(() => dayText(Date.now() - 30 * dayMs))
  const asking = useMutation({
    mutationFn: () => askForReplay({ program, version, since: new Date(`${day}T00:00:00Z`).toISOString() }),
    onSuccess: ({ id }) => onAsked(id),
    onSettled: () => queries.invalidateQueries({ queryKey: replaysKey }),
  })
  const isOther = asking.error instanceof RequestFailure && asking.error.code === 'conflict'
  const isFuture = day > dayText(Date.now())
  return (
    <Card>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (day && !isFuture) asking.mutate()
        }}
      >
        {isOther && <Banner meaning="needs-you" title={t('risk:replay.another')} />}
        {asking.error && !isOther && <DeskProblem error={asking.error} />}
        <div className="flex flex-wrap items-end gap-4">
          <Field label={t('risk:replay.since')} error={isFuture && t('risk:replay.future')} className="w-56">
            <TextInput
              type="date"
              required
              value={day}
              max={dayText(Date.now())}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
          </Field>
          <Button look="primary" type="submit" busy={asking.isPending} disabled={replays.some(isUnderWay)}>
            {t('risk:replay.start')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

type EarlierProps = { replays: ReplayRowView[]; shown: string | null; onChoose(id: string): void }

const Earlier = ({ replays, shown, onChoose }: EarlierProps) => {
  const { t, i18n } = useTranslation('risk')
  const words = useRuleWords()
  const others = replays.filter(({ id }) => id !== shown)
  if (others.length === 0)
    return replays.length === 0 ? <p className="text-ink-soft">{t('risk:replay.none-earlier')}</p> : null
  return (
    <Card title={t('risk:replay.earlier')}>
      <ul className="grid gap-2">
        {others.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Button look="quiet" onClick={() => onChoose(one.id)}>
              {t('risk:replay.replayed', {
                version: one.version,
                revision: one.revision,
                since: dateText(one.since.slice(0, 10), i18n.language),
              })}
            </Button>
            <span className="text-sm text-ink-soft">
              {t(`risk:replay.state.${one.state}`)} · {words.author(one.askedBy)} · <Instant at={one.askedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
