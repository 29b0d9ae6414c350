import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplayResultView, ReplayView } from '#contracts/desk-replays.ts'
import { Banner } from '../../kit/banner.tsx'
import { Card } from '../../kit/card.tsx'
import { Table } from '../../kit/table.tsx'
import { Instant } from '../../kit/time.tsx'
import { dateText } from '../../kit/time-text.ts'
import { DeskLink, sellerAddress } from '../frame/desk-link.tsx'
import { useRuleWords } from './use-rule-words.ts'

const changeNames = ['opened', 'notOpened', 'changed'] as const
type Change = ReplayResultView['changes']['opened']
type Opening = Change['samples'][number]['after']

/** [TR7] What a replay found: for whom cases would open, would not, or would otherwise, by reason, with some to look at. */
export const ReplayResultCards = ({ data, result }: { data: ReplayView; result: ReplayResultView }) => {
  const { t, i18n } = useTranslation('risk')
  const number = (value: number) => value.toLocaleString(i18n.language)
  const { openings, over, stored, changes } = result
  const against =
    data.publishedVersion === null
      ? t('risk:replay.against-nothing')
      : t('risk:replay.against', { version: data.publishedVersion })
  const isSame = changeNames.every((name) => changes[name].sellers === 0)
  return (
    <>
      <Card
        title={t('risk:replay.replayed', {
          version: data.version,
          revision: data.revision,
          since: dateText(data.since.slice(0, 10), i18n.language),
        })}
      >
        <div className="grid gap-4">
          <p className="text-ink-soft">
            {against}. {t('risk:replay.looked', { signals: number(result.signals), sellers: number(result.sellers) })}
          </p>
          <dl className="grid gap-4 sm:grid-cols-3">
            {changeNames.map((name) => (
              <div key={name} className="rounded-control bg-sunken p-4">
                <dt className="text-sm text-ink-soft">{t(`risk:replay.${name}.title`)}</dt>
                <dd className="tabular text-2xl font-semibold">{number(changes[name].sellers)}</dd>
              </div>
            ))}
          </dl>
          <p>
            {t('risk:replay.openings', {
              before: number(openings.before),
              after: number(openings.after),
              same: number(openings.same),
            })}{' '}
            {t('risk:replay.over', { before: number(over.before), after: number(over.after) })}
          </p>
          {isSame && <p className="font-medium">{t('risk:replay.nothing')}</p>}
          {stored.otherwise > 0 && <Banner meaning="needs-you" title={t('risk:replay.stored', stored)} />}
        </div>
      </Card>
      {changeNames
        .filter((name) => changes[name].sellers > 0)
        .map((name) => (
          <ChangeCard key={name} title={t(`risk:replay.${name}.title`)} change={changes[name]} words={data.words} />
        ))}
      <RuleCounts data={data} result={result} />
    </>
  )
}

type Words = ReplayView['words']

const RuleName = ({ rule, words }: { rule: string; words: Words }) => {
  const { inLanguage } = useRuleWords()
  return (
    <span className="grid min-w-44 gap-0.5">
      <span className="font-medium">{inLanguage(words[rule] ?? { en: rule })}</span>
      <code className="font-code text-sm text-ink-soft">{rule}</code>
    </span>
  )
}

const ChangeCard = ({ title, change, words }: { title: string; change: Change; words: Words }) => {
  const { t, i18n } = useTranslation('risk')
  const most = Math.max(1, ...change.byRule.map(({ sellers }) => sellers))
  return (
    <Card title={title}>
      <div className="grid gap-5">
        <Table
          caption={`${title}: ${t('risk:replay.reasons')}`}
          rows={change.byRule}
          rowKey={({ rule }) => rule}
          columns={[
            { id: 'rule', head: t('risk:replay.reasons'), cell: ({ rule }) => <RuleName rule={rule} words={words} /> },
            {
              id: 'bar',
              head: <span className="sr-only">{t('risk:replay.sellers')}</span>,
              className: 'w-2/5',
              cell: ({ sellers }) => <Bar share01={sellers / most} />,
            },
            {
              id: 'sellers',
              head: t('risk:replay.sellers'),
              numeric: true,
              cell: ({ sellers }) => sellers.toLocaleString(i18n.language),
            },
          ]}
        />
        <Table
          caption={`${title}: ${t('risk:replay.samples')}`}
          showCaption
          rows={change.samples}
          rowKey={({ sellerId }) => sellerId}
          columns={[
            {
              id: 'seller',
              head: t('risk:replay.seller'),
              cell: ({ sellerId }) => (
                <DeskLink to={sellerAddress(sellerId)} className="text-accent underline underline-offset-2">
                  {sellerId}
                </DeskLink>
              ),
            },
            {
              id: 'before',
              head: t('risk:replay.before'),
              cell: ({ before }) => <OpeningText opening={before} words={words} />,
            },
            {
              id: 'after',
              head: t('risk:replay.after'),
              cell: ({ after }) => <OpeningText opening={after} words={words} />,
            },
          ]}
        />
      </div>
    </Card>
  )
}

/** Says nothing that the number beside it does not say. */
const Bar = ({ share01 }: { share01: number }) => (
  <span aria-hidden="true" className="block h-3 rounded-control bg-sunken">
    <span className="block h-3 rounded-control bg-accent" style={{ width: `${Math.max(2, share01 * 100)}%` }} />
  </span>
)

const OpeningText = ({ opening, words }: { opening: Opening; words: Words }): ReactNode => {
  const { t } = useTranslation('risk')
  const { inLanguage } = useRuleWords()
  if (opening === null) return <span className="text-ink-soft">{t('risk:replay.no-opening')}</span>
  return (
    <span className="grid min-w-48 gap-0.5">
      <span>
        <Instant at={new Date(opening.atMs).toISOString()} /> · {t('risk:replay.points', { score: opening.score })}
      </span>
      <span className="text-sm text-ink-soft">
        {opening.rules.map((rule) => inLanguage(words[rule] ?? { en: rule })).join(t('risk:rules.comma'))}
      </span>
    </span>
  )
}

const RuleCounts = ({ data: { words }, result }: { data: ReplayView; result: ReplayResultView }) => {
  const { t, i18n } = useTranslation('risk')
  const number = (value: number) => value.toLocaleString(i18n.language)
  return (
    <Card title={t('risk:replay.rules')}>
      <Table
        caption={t('risk:replay.rules')}
        rows={result.rules}
        rowKey={({ rule }) => rule}
        columns={[
          { id: 'rule', head: t('risk:replay.rule'), cell: ({ rule }) => <RuleName rule={rule} words={words} /> },
          { id: 'before', head: t('risk:replay.before'), numeric: true, cell: ({ before }) => number(before) },
          { id: 'after', head: t('risk:replay.after'), numeric: true, cell: ({ after }) => number(after) },
          { id: 'notAsked', head: t('risk:replay.not-asked'), numeric: true, cell: ({ notAsked }) => number(notAsked) },
        ]}
      />
    </Card>
  )
}
