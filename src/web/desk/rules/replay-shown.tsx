import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplayView } from '#contracts/desk-replays.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { cancelReplay, isUnderWay, replayQuery, replaysKey } from './replay-queries.ts'
import { ReplayResultCards } from './replay-result.tsx'

/** One replay: how far it is, or what it found. */
export const ReplayShown = ({ program, id }: { program: string; id: string }) => {
  const { t } = useTranslation('risk')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(replayQuery(program, id))
  const state = data?.state
  // The list beside it says that it has ended, too.
  useEffect(() => {
    if (state && !isUnderWay({ state }))
      void queries.invalidateQueries({ queryKey: [...replaysKey, program], exact: true })
  }, [state, program, queries])
  if (error) return <DeskProblem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  if (isUnderWay(data)) return <UnderWay data={data} />
  if (data.state === 'cancelled') return <Banner meaning="neutral" title={t('risk:replay.cancelled')} />
  if (data.result === null) return <Banner meaning="blocked" title={t('risk:replay.failed')} />
  return <ReplayResultCards data={data} result={data.result} />
}

const UnderWay = ({ data: { id, signalsTotal, signalsDone } }: { data: ReplayView }) => {
  const { t, i18n } = useTranslation('risk')
  const queries = useQueryClient()
  const cancelling = useMutation({
    mutationFn: () => cancelReplay(id),
    onSettled: () => queries.invalidateQueries({ queryKey: replaysKey }),
  })
  const number = (value: number) => value.toLocaleString(i18n.language)
  const said =
    signalsTotal === null
      ? t('risk:replay.waiting')
      : t('risk:replay.progress', { done: number(signalsDone), total: number(signalsTotal) })
  return (
    <Card title={t('risk:replay.running')}>
      <div className="grid gap-3">
        <progress
          className="h-3 w-full appearance-none overflow-hidden rounded-control bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
          aria-label={t('risk:replay.running')}
          {...(signalsTotal === null ? {} : { value: signalsDone, max: Math.max(1, signalsTotal) })}
        />
        <p className="tabular text-ink-soft">{said}</p>
        <div>
          <Button busy={cancelling.isPending} onClick={() => cancelling.mutate()}>
            {t('risk:replay.cancel')}
          </Button>
        </div>
      </div>
    </Card>
  )
}
