import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleProblemView } from '#contracts/desk-rules.ts'
import type { Rule, RuleSet } from '#domain/risk/rule-set.ts'
import { Button } from '../../../kit/button.tsx'
import { Icon } from '../../../kit/icon.tsx'
import { announce } from '../../../kit/live-region.ts'
import { Status, Tag } from '../../../kit/status.tsx'
import { useRuleWords } from '../use-rule-words.ts'
import { changeRule, duplicateRule, moveRule, removeRule } from './draft-edits.ts'
import { RuleForm } from './rule-form.tsx'

type RuleListProps = {
  rules: RuleSet
  problems: readonly RuleProblemView[]
  /** In which sellers may be told. */
  languages: string[]
  onChange: (rules: RuleSet) => void
}

/** Every rule in one line, and the one that is being written whole below it. */
export const RuleList = ({ rules: set, problems, languages, onChange }: RuleListProps) => {
  const { t } = useTranslation('risk')
  const [opened, setOpened] = useState<number | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const count = useRef(set.rules.length)
  const isFresh = useRef(false)
  // A rule that was just added stands at the end, out of sight: it is opened, and whoever added it can type at once.
  useEffect(() => {
    const before = count.current
    count.current = set.rules.length
    if (set.rules.length !== before + 1 || set.rules.at(-1)?.when !== '') return
    isFresh.current = true
    setOpened(set.rules.length - 1)
  }, [set.rules])
  useEffect(() => {
    if (!isFresh.current) return
    isFresh.current = false
    const added = list.current?.lastElementChild
    added?.scrollIntoView({ block: 'start' })
    added?.querySelector('textarea')?.focus({ preventScroll: true })
  }, [opened])
  if (set.rules.length === 0) return <p className="text-ink-soft">{t('risk:rules.noRules')}</p>
  const take = (next: RuleSet, open: number | null, told: string) => {
    onChange(next)
    setOpened(open)
    announce(told)
  }
  return (
    <ol ref={list} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {set.rules.map((rule, index) => {
        const own = problems.filter(({ field }) => field.startsWith(`rules.${index}.`))
        const isOpen = opened === index
        const move = (by: -1 | 1) =>
          take(moveRule(set, index, by), isOpen ? index + by : opened, t('risk:rules.edit.moved', { id: rule.id }))
        return (
          // A rule's place is what it is known by while its id is typed.
          <li key={index} className="scroll-mt-48 rounded-control border border-line">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
              <button
                type="button"
                aria-expanded={isOpen}
                className="flex min-h-10 min-w-0 flex-1 items-center gap-2 text-left max-sm:basis-full"
                onClick={() => setOpened(isOpen ? null : index)}
              >
                <span className={isOpen ? 'rotate-90 text-ink-soft' : 'text-ink-soft'}>
                  <Icon name="next" sizePx={16} />
                </span>
                <Summary rule={rule} />
              </button>
              {own.length > 0 && (
                <Status meaning="blocked">{t('risk:rules.edit.problems', { count: own.length })}</Status>
              )}
              <span className="flex max-sm:-mr-2 max-sm:ml-auto">
                <Small label={t('risk:rules.edit.up', { id: rule.id })} disabled={index === 0} onClick={() => move(-1)}>
                  ↑
                </Small>
                <Small
                  label={t('risk:rules.edit.down', { id: rule.id })}
                  disabled={index === set.rules.length - 1}
                  onClick={() => move(1)}
                >
                  ↓
                </Small>
                <Small
                  label={t('risk:rules.edit.duplicate', { id: rule.id })}
                  onClick={() =>
                    take(duplicateRule(set, index), index + 1, t('risk:rules.edit.duplicated', { id: rule.id }))
                  }
                >
                  <Icon name="copy" sizePx={16} />
                </Small>
                <Small
                  label={t('risk:rules.edit.removeRule', { id: rule.id })}
                  onClick={() => take(removeRule(set, index), null, t('risk:rules.edit.removed', { id: rule.id }))}
                >
                  <Icon name="close" sizePx={16} />
                </Small>
              </span>
            </div>
            {isOpen && (
              <RuleForm
                rule={rule}
                problems={own}
                languages={languages}
                lists={Object.keys(set.lists)}
                onChange={(change) => onChange(changeRule(set, index, change))}
              />
            )}
          </li>
        )
      })}
    </ol>
  )
}

const Summary = ({ rule }: { rule: Rule }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
      <span className="font-medium break-words">{words.inLanguage(rule.staff) || t('risk:rules.edit.noWords')}</span>
      <code className="font-mono text-sm text-ink-soft">{rule.id}</code>
      <span className="ml-auto flex items-center gap-2">
        {rule.hard && <Tag meaning="blocked">{t('risk:rules.hardYes')}</Tag>}
        <span className="tabular font-medium">{Number.isNaN(rule.weight) ? '?' : words.weight(rule.weight)}</span>
      </span>
    </span>
  )
}

type SmallProps = { label: string; disabled?: boolean; onClick: () => void; children: React.ReactNode }

const Small = ({ label, disabled = false, onClick, children }: SmallProps) => (
  <Button look="quiet" className="px-2.5" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
    {children}
  </Button>
)
