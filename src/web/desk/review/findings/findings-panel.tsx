import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../kit/class-names.ts'
import { Icon, type IconName } from '../../../kit/icon.tsx'
import { type Meaning, meaningIcon, meaningText } from '../../../kit/status.tsx'
import type { Finding } from '../../calls/desk-queries.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { FindingCard } from './finding-card.tsx'
import { type FindingGroup, findingGroups, type GroupName, groupOf } from './finding-groups.ts'

export type FindingsPanelProps = {
  findings: readonly Finding[]
  selected: string | null
  onSelect: (finding: Finding) => void
  onProof: (finding: Finding) => void
}

const meaningOf: Record<GroupName, Meaning> = {
  fail: 'blocked',
  unsure: 'needs-you',
  'not-judged': 'neutral',
  signals: 'neutral',
  pass: 'good',
  'not-applicable': 'neutral',
}
const iconOf: Partial<Record<GroupName, IconName>> = { 'not-judged': 'person' }

/** All findings in groups. What passed is folded away until somebody wants it, or steps into it by keys. */
export const FindingsPanel = ({ findings, selected, onSelect, onProof }: FindingsPanelProps) => {
  const { t } = useTranslation('desk')
  const [open, setOpen] = useState<readonly GroupName[]>(['fail', 'unsure', 'not-judged', 'signals'])
  const selectedGroup = findings.find(({ check }) => check === selected)
  const within = selectedGroup ? groupOf(selectedGroup) : null
  useEffect(() => {
    if (within) setOpen((before) => (before.includes(within) ? before : [...before, within]))
  }, [within])
  if (findings.length === 0) return <p className="text-ink-soft">{t('findings.none')}</p>
  return (
    <div className="grid gap-4">
      {findingGroups(findings).map((group) => {
        const isOpen = open.includes(group.name)
        const toggle = () => setOpen(isOpen ? open.filter((name) => name !== group.name) : [...open, group.name])
        return (
          <section key={group.name} aria-labelledby={`findings-${group.name}`} className="grid gap-1.5">
            <h3 id={`findings-${group.name}`}>
              <button
                type="button"
                aria-expanded={isOpen}
                onClick={toggle}
                className="flex min-h-8 w-full items-center gap-2 text-left"
              >
                <span className={meaningText[meaningOf[group.name]]}>
                  <Icon name={iconOf[group.name] ?? meaningIcon[meaningOf[group.name]]} sizePx={18} />
                </span>
                <span className="font-semibold">{t(`findings.group.${group.name}`)}</span>
                <span className="tabular text-ink-soft">{group.findings.length}</span>
                <span className={classNames('ml-auto text-ink-soft transition-transform', isOpen && 'rotate-90')}>
                  <Icon name="next" sizePx={16} />
                </span>
              </button>
            </h3>
            {isOpen && <Group group={group} selected={selected} onSelect={onSelect} onProof={onProof} />}
          </section>
        )
      })}
    </div>
  )
}

type GroupProps = Omit<FindingsPanelProps, 'findings'> & { group: FindingGroup }

const Group = ({ group, selected, onSelect, onProof }: GroupProps) => {
  const { t } = useTranslation('desk')
  if (group.name === 'not-judged' || group.name === 'not-applicable')
    return (
      <>
        {group.name === 'not-judged' && <p className="text-sm text-ink-soft">{t('findings.lookYourself')}</p>}
        <ShortList findings={group.findings} selected={selected} onSelect={onSelect} />
      </>
    )
  return (
    <ul className="grid gap-1.5">
      {group.findings.map((finding) => (
        <FindingCard
          key={finding.check}
          finding={finding}
          isSelected={finding.check === selected}
          onSelect={() => onSelect(finding)}
          onProof={() => onProof(finding)}
        />
      ))}
    </ul>
  )
}

/** Findings that have nothing but a name: many of them must not push the others out of sight. */
const ShortList = ({ findings, selected, onSelect }: Omit<FindingsPanelProps, 'onProof'>) => {
  const words = useDeskWords()
  return (
    <ul className="flex flex-wrap gap-1.5">
      {findings.map((finding) => (
        <li key={finding.check}>
          <button
            type="button"
            aria-pressed={finding.check === selected}
            title={finding.reason ? words.reason(finding.reason).why : undefined}
            onClick={() => onSelect(finding)}
            className={classNames(
              'min-h-7 rounded-md border px-2 text-left text-sm hover:border-line-strong',
              finding.check === selected ? 'border-accent bg-accent-wash' : 'border-line bg-surface',
            )}
          >
            {words.check(finding.check)}
          </button>
        </li>
      ))}
    </ul>
  )
}
