import { useTranslation } from 'react-i18next'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { siteName } from '#domain/site-name.ts'
import { Card } from '../../kit/card.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { useRuleWords } from './use-rule-words.ts'

/** A whole rule set, to be read. */
export const RuleSetView = ({ rules: set }: { rules: RuleSet }) => {
  const { t, i18n } = useTranslation('risk')
  const words = useRuleWords()
  const lists = Object.entries(set.lists)
  return (
    <>
      <Card title={t('risk:rules.frame')}>
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
          <dt className="text-ink-soft">{t('risk:rules.openAt')}</dt>
          <dd className="tabular">{t('risk:rules.points', { count: set.thresholds.open })}</dd>
          <dt className="text-ink-soft">{t('risk:rules.personAt')}</dt>
          <dd className="tabular">
            {set.thresholds.person === null
              ? t('risk:rules.personNever')
              : t('risk:rules.points', { count: set.thresholds.person })}
          </dd>
          <dt className="text-ink-soft">{t('risk:rules.sites')}</dt>
          <dd>
            {set.sites
              ? set.sites.map((site) => siteName(i18n.language, site)).join(t('risk:rules.comma'))
              : t('risk:rules.allSites')}
          </dd>
          {lists.map(([name, items]) => (
            <div key={name} className="contents">
              <dt>
                <code className="font-mono text-sm">lists.{name}</code>
              </dt>
              <dd className="break-words">{items.join(t('risk:rules.comma'))}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t('risk:rules.rules', { count: set.rules.length })}>
        <Table
          caption={t('risk:rules.rules', { count: set.rules.length })}
          rows={set.rules}
          rowKey={({ id }) => id}
          empty={t('risk:rules.noRules')}
          columns={[
            {
              id: 'reason',
              head: t('risk:rules.reason'),
              cell: (rule) => (
                <span className="grid min-w-44 gap-0.5">
                  <span className="font-medium">{words.inLanguage(rule.staff)}</span>
                  <code className="font-mono text-sm text-ink-soft">{rule.id}</code>
                </span>
              ),
            },
            {
              id: 'when',
              head: t('risk:rules.when'),
              cell: (rule) => <code className="font-mono block min-w-56 text-sm break-words">{rule.when}</code>,
            },
            {
              id: 'weight',
              head: t('risk:rules.weight'),
              numeric: true,
              cell: (rule) => rule.weight,
            },
            {
              id: 'hard',
              head: t('risk:rules.hard'),
              cell: (rule) => (rule.hard ? <Tag meaning="blocked">{t('risk:rules.hardYes')}</Tag> : '–'),
            },
            {
              id: 'seller',
              head: t('risk:rules.told'),
              cell: (rule) => (rule.seller ? words.inLanguage(rule.seller) : t('risk:rules.untold')),
              className: 'min-w-44',
            },
          ]}
        />
      </Card>
    </>
  )
}
