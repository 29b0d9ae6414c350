import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ExplainedDecision, ReadFeature, RiskEntry } from '#contracts/desk-risk.ts'
import { Skeleton } from '../../../kit/skeleton.tsx'
import { Table } from '../../../kit/table.tsx'
import { Instant } from '../../../kit/time.tsx'
import { DeskLink, ruleVersionAddress } from '../../frame/desk-link.tsx'
import { DeskProblem } from '../../frame/desk-problem.tsx'
import { useProgramName } from '../../frame/use-program-name.ts'
import { Fold } from '../../review/fold.tsx'
import { riskExplanationQuery } from './risk-queries.ts'
import { RuleLine } from './rule-line.tsx'
import { SignalLook } from './signal-look.tsx'
import { useRiskWords } from './use-risk-words.ts'

type ExplainedSignalProps = { sellerId: string; entry: RiskEntry; program: string | null }

/** [TR4] Every point of one decision: what each rule read then, what was missing and why, and what came of it. */
export const ExplainedSignal = ({ sellerId, entry, program }: ExplainedSignalProps) => {
  const { t } = useTranslation('risk')
  const { data, error, refetch } = useQuery(riskExplanationQuery(sellerId, entry.seq))
  if (error) return <DeskProblem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={4} />
  const decision = data.decisions.find((one) => one.program === program)
  return (
    <div className="grid gap-4">
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <div className="flex gap-2">
          <dt className="text-ink-soft">{t('timeline.occurred')}</dt>
          <dd>
            <Instant at={entry.occurredAt} />
          </dd>
        </div>
        {data.signalId !== null && (
          <>
            <div className="flex gap-2">
              <dt className="text-ink-soft">{t('timeline.received')}</dt>
              <dd>
                <Instant at={entry.receivedAt} />
              </dd>
            </div>
            <div className="flex min-w-0 gap-2">
              <dt className="text-ink-soft">{t('timeline.signalId')}</dt>
              <dd className="min-w-0 font-code break-all">{data.signalId}</dd>
            </div>
          </>
        )}
      </dl>
      {entry.late && <p className="text-sm text-ink-soft">{t('timeline.lateMeans')}</p>}
      {decision ? <Decision decision={decision} /> : <p>{t('timeline.noRules')}</p>}
      <Fold title={t('timeline.inputs', { count: data.inputs.filter(({ value }) => value !== null).length })}>
        <Inputs inputs={data.inputs} />
      </Fold>
      {data.signalId !== null && <SignalLook sellerId={sellerId} seq={entry.seq} looks={data.looks} />}
    </div>
  )
}

const Decision = ({ decision }: { decision: ExplainedDecision }) => {
  const programName = useProgramName()
  const { t } = useTranslation('risk')
  const words = useRiskWords()
  const { program, version, score, opensAt, outcome, contributions, notAsked } = decision
  return (
    <>
      <p>
        {t(`timeline.outcome.${outcome}`, { score: words.number(score), opensAt: words.number(opensAt ?? 0) })}{' '}
        <DeskLink to={ruleVersionAddress(program, version)} className="text-accent underline underline-offset-2">
          {t('timeline.byRules', { program: programName(program), version })}
        </DeskLink>
      </p>
      {contributions.length === 0 ? (
        <p className="text-ink-soft">{t('timeline.nothingSeen')}</p>
      ) : (
        <ul className="grid gap-3" aria-label={t('timeline.madeUpOf')}>
          {contributions.map((rule) => (
            <RuleLine key={rule.rule} rule={rule} isNew={rule.isNew}>
              <Reads reads={rule.reads} />
            </RuleLine>
          ))}
        </ul>
      )}
      {notAsked.length > 0 && (
        <Fold title={t('timeline.notAsked', { count: notAsked.length })}>
          <p className="mb-3 text-sm text-ink-soft">{t('timeline.notAskedMeans')}</p>
          <ul className="grid gap-3">
            {notAsked.map((rule) => (
              <RuleLine key={rule.rule} rule={rule}>
                <Reads reads={rule.reads} />
              </RuleLine>
            ))}
          </ul>
        </Fold>
      )}
    </>
  )
}

const Reads = ({ reads }: { reads: readonly ReadFeature[] }) => {
  const words = useRiskWords()
  return (
    <dl className="grid gap-0.5 text-sm">
      {reads.map((read) => (
        <div key={read.feature} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-soft">{words.feature(read.feature)}</dt>
          <dd className={read.value === null ? 'text-ink-soft italic' : 'font-medium'}>{words.answer(read)}</dd>
        </div>
      ))}
    </dl>
  )
}

const Inputs = ({ inputs }: { inputs: readonly ReadFeature[] }) => {
  const { t } = useTranslation('risk')
  const words = useRiskWords()
  return (
    <Table
      caption={t('timeline.inputsCaption')}
      rows={inputs}
      rowKey={(read) => read.feature}
      columns={[
        { id: 'feature', head: t('timeline.feature'), cell: (read) => words.feature(read.feature) },
        {
          id: 'value',
          head: t('timeline.value'),
          cell: (read) => (
            <span className={read.value === null ? 'text-ink-soft italic' : 'font-medium'}>{words.answer(read)}</span>
          ),
        },
      ]}
    />
  )
}
