import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RiskEntry, RiskTimeline } from '#contracts/desk-risk.ts'
import { Button } from '../../../kit/button.tsx'
import { Card } from '../../../kit/card.tsx'
import { EmptyState } from '../../../kit/empty-state.tsx'
import { SelectInput } from '../../../kit/field.tsx'
import { Skeleton } from '../../../kit/skeleton.tsx'
import { DeskProblem } from '../../frame/desk-problem.tsx'
import { useProgramName } from '../../frame/use-program-name.ts'
import { RiskEntryRow } from './risk-entry-row.tsx'
import { RiskNow } from './risk-now.tsx'
import { riskTimelineQuery } from './risk-queries.ts'
import { ScoreChart } from './score-chart.tsx'
import type { ScorePoint } from './score-steps.ts'

/** [TR4] Why the seller's score is what it is: over time, and for each signal down to what every rule read. */
export const RiskCard = ({ sellerId }: { sellerId: string }) => {
  const { t } = useTranslation('risk')
  const programName = useProgramName()
  const titleId = useId()
  const listed = useInfiniteQuery(riskTimelineQuery(sellerId))
  const [chosen, setChosen] = useState<string | null>(null)
  const entries = listed.data?.pages.flatMap((page) => page.entries) ?? []
  const now = listed.data?.pages[0]?.now ?? null
  const programs = programsIn(entries, now)
  const program = programs.find((one) => one === chosen) ?? programs[0] ?? null
  return (
    <Card
      labelledBy={titleId}
      title={<span id={titleId}>{t('timeline.title')}</span>}
      aside={
        programs.length > 1 && program !== null ? (
          <SelectInput
            aria-label={t('timeline.rulesOf')}
            value={program}
            onChange={(event) => setChosen(event.target.value)}
            className="max-w-44"
          >
            {programs.map((one) => (
              <option key={one} value={one}>
                {programName(one)}
              </option>
            ))}
          </SelectInput>
        ) : undefined
      }
    >
      {listed.error && <DeskProblem error={listed.error} onRetry={() => void listed.refetch()} />}
      {listed.isPending && <Skeleton lines={5} />}
      {listed.data && entries.length === 0 && now === null && (
        <EmptyState icon="info" title={t('timeline.none.title')}>
          {t('timeline.none.body')}
        </EmptyState>
      )}
      {listed.data && (entries.length > 0 || now !== null) && (
        <div className="grid gap-4">
          {program === null ? (
            <p className="text-ink-soft">{t('timeline.noRules')}</p>
          ) : (
            <Scores program={program} entries={entries} now={now} />
          )}
          {entries.length === 0 ? (
            <p className="text-ink-soft">{t('timeline.none.body')}</p>
          ) : (
            <ol className="grid" aria-label={t('timeline.signals')}>
              {entries.map((entry) => (
                <RiskEntryRow key={entry.seq} sellerId={sellerId} entry={entry} program={program} />
              ))}
            </ol>
          )}
          {listed.hasNextPage && (
            <div className="text-center">
              <Button busy={listed.isFetchingNextPage} onClick={() => void listed.fetchNextPage()}>
                {t('timeline.older')}
              </Button>
            </div>
          )}
        </div>
      )}
    </Card>
  )
}

type ScoresProps = { program: string; entries: readonly RiskEntry[]; now: RiskTimeline['now'] }

const Scores = ({ program, entries, now }: ScoresProps) => {
  const standing = now?.decisions.find((one) => one.program === program) ?? null
  const decided = entries
    .flatMap(({ seq, occurredAt, decisions, openedCase }) => {
      const decision = decisions.find((one) => one.program === program)
      const opened = openedCase?.program === program
      return decision ? [{ seq, atMs: Date.parse(occurredAt), score: decision.score, opened }] : []
    })
    .toReversed()
  const points = inOrderOfTime(decided)
  return (
    <>
      {standing && now && <RiskNow standing={standing} decidedAt={now.decidedAt} />}
      {points.length > 1 && <ScoreChart points={points} opensAt={standing?.opensAt ?? null} />}
    </>
  )
}

/** Shown when they happened, as in the list; one that came late stands where the score had already got to. */
const inOrderOfTime = (decided: readonly ScorePoint[]): ScorePoint[] => {
  let lastMs = 0
  return decided.map((point) => {
    lastMs = Math.max(lastMs, point.atMs)
    return { ...point, atMs: lastMs }
  })
}

/** Whose rules have looked at this seller, those that do so now first. */
const programsIn = (entries: readonly RiskEntry[], now: RiskTimeline['now']): string[] => [
  ...new Set(
    [...(now?.decisions ?? []), ...entries.flatMap(({ decisions }) => decisions)].map(({ program }) => program),
  ),
]
