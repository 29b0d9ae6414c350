import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChangedRule, countChanges, diffRuleSets, type RulePart } from '#domain/risk/rule-diff.ts'
import type { Rule, RuleSet } from '#domain/risk/rule-set.ts'
import { Tag } from '../../kit/status.tsx'
import { useRuleWords } from './use-rule-words.ts'

/** [TR4] What another rule set changes: what comes, what goes, and what was beside what will be. */
export const RuleDiffView = ({ before, after }: { before: RuleSet | null; after: RuleSet }) => {
  const { t } = useTranslation('risk')
  const diff = diffRuleSets(before, after)
  const { lists, rules } = diff
  const comma = t('risk:rules.comma')
  if (before && countChanges(diff) === 0)
    return (
      <p className="text-ink-soft">{diff.isReordered ? t('risk:rules.diff.onlyOrder') : t('risk:rules.diff.same')}</p>
    )
  return (
    <div className="grid gap-5">
      <p className="flex flex-wrap gap-2 empty:hidden">
        {rules.added.length > 0 && (
          <Tag meaning="good">{t('risk:rules.diff.added', { count: rules.added.length })}</Tag>
        )}
        {rules.changed.length > 0 && (
          <Tag meaning="needs-you">{t('risk:rules.diff.changed', { count: rules.changed.length })}</Tag>
        )}
        {rules.removed.length > 0 && (
          <Tag meaning="blocked">{t('risk:rules.diff.removed', { count: rules.removed.length })}</Tag>
        )}
      </p>
      <div className="grid gap-3 empty:hidden">
        {diff.open && <Sides name={t('risk:rules.openAt')} {...diff.open} />}
        {diff.person && (
          <Sides
            name={t('risk:rules.personAt')}
            before={diff.person.before ?? t('risk:rules.personNever')}
            after={diff.person.after ?? t('risk:rules.personNever')}
          />
        )}
        {diff.sites && (
          <Sides
            name={t('risk:rules.sites')}
            before={diff.sites.before?.join(comma) ?? t('risk:rules.allSites')}
            after={diff.sites.after?.join(comma) ?? t('risk:rules.allSites')}
          />
        )}
        {[
          ...lists.added.map((list) => ({ ...list, is: 'added' as const })),
          ...lists.removed.map((list) => ({ ...list, is: 'removed' as const })),
        ].map(({ name, items, is }) => (
          <Sides
            key={name}
            name={`lists.${name}`}
            before={is === 'added' ? '–' : items.join(comma)}
            after={is === 'added' ? items.join(comma) : '–'}
          />
        ))}
        {lists.changed.map(({ name, added, removed }) => (
          <Sides
            key={name}
            name={`lists.${name}`}
            before={removed.length > 0 ? t('risk:rules.diff.without', { items: removed.join(comma) }) : '–'}
            after={added.length > 0 ? t('risk:rules.diff.with', { items: added.join(comma) }) : '–'}
          />
        ))}
      </div>
      {rules.changed.map((changed) => (
        <ChangedRuleView key={changed.id} changed={changed} />
      ))}
      {rules.added.map((rule) => (
        <OneRule key={rule.id} rule={rule} is="added" />
      ))}
      {rules.removed.map((rule) => (
        <OneRule key={rule.id} rule={rule} is="removed" />
      ))}
      {diff.isReordered && <p className="text-sm text-ink-soft">{t('risk:rules.diff.reordered')}</p>}
    </div>
  )
}

const Sides = ({ name, before, after }: { name: ReactNode; before: ReactNode; after: ReactNode }) => {
  const { t } = useTranslation('risk')
  return (
    <div className="grid gap-1">
      <p className="text-sm font-medium">{name}</p>
      <div className="grid gap-2 sm:grid-cols-2">
        <div className="min-w-0 rounded-control border border-blocked-line bg-blocked-wash px-3 py-2 break-words">
          <span className="sr-only">{t('risk:rules.diff.before')}: </span>
          {before}
        </div>
        <div className="min-w-0 rounded-control border border-good-line bg-good-wash px-3 py-2 break-words">
          <span className="sr-only">{t('risk:rules.diff.after')}: </span>
          {after}
        </div>
      </div>
    </div>
  )
}

const ChangedRuleView = ({ changed: { id, before, after, parts } }: { changed: ChangedRule }) => {
  const { t } = useTranslation('risk')
  return (
    <section className="grid gap-3 rounded-card border border-line p-4">
      <RuleTitle rule={after} tag={<Tag meaning="needs-you">{t('risk:rules.diff.isChanged')}</Tag>} id={id} />
      {parts.map((part) => (
        <Sides
          key={part}
          name={t(`risk:rules.part.${part}`)}
          before={<PartText rule={before} part={part} />}
          after={<PartText rule={after} part={part} />}
        />
      ))}
    </section>
  )
}

const PartText = ({ rule, part }: { rule: Rule; part: RulePart }) => {
  const { t } = useTranslation('risk')
  switch (part) {
    case 'when':
      return <code className="font-mono text-sm">{rule.when}</code>
    case 'weight':
      return <span className="tabular">{rule.weight}</span>
    case 'hard':
      return rule.hard ? t('risk:rules.hardYes') : t('risk:rules.hardNo')
    default: {
      const texts = rule[part]
      if (texts === null) return t('risk:rules.untold')
      return (
        <span className="grid gap-1">
          {Object.entries(texts).map(([language, text]) => (
            <span key={language} lang={language}>
              <span className="text-sm text-ink-soft">{language}</span> {text}
            </span>
          ))}
        </span>
      )
    }
  }
}

const OneRule = ({ rule, is }: { rule: Rule; is: 'added' | 'removed' }) => {
  const { t } = useTranslation('risk')
  const meaning = is === 'added' ? 'good' : 'blocked'
  return (
    <section className="grid gap-2 rounded-card border border-line p-4">
      <RuleTitle
        rule={rule}
        id={rule.id}
        tag={<Tag meaning={meaning}>{t(is === 'added' ? 'risk:rules.diff.isAdded' : 'risk:rules.diff.isRemoved')}</Tag>}
      />
      <code className="font-mono text-sm break-words">{rule.when}</code>
      <p className="text-sm text-ink-soft">
        {t('risk:rules.points', { count: rule.weight })}
        {rule.hard && ` · ${t('risk:rules.hardYes')}`}
      </p>
    </section>
  )
}

const RuleTitle = ({ rule, id, tag }: { rule: Rule; id: string; tag: ReactNode }) => {
  const words = useRuleWords()
  return (
    <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {tag}
      <span className="font-medium">{words.inLanguage(rule.staff)}</span>
      <code className="font-mono text-sm font-normal text-ink-soft">{id}</code>
    </h3>
  )
}
