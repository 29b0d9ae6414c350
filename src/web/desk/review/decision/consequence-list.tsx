import { useTranslation } from 'react-i18next'
import { Icon } from '../../../kit/icon.tsx'
import { instantText } from '../../../kit/time-text.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'
import type { Line } from './consequence.ts'

/** What happens when this is confirmed, before it is. */
export const ConsequenceList = ({ lines, reasons }: { lines: Line[]; reasons: readonly string[] }) => {
  const { t, i18n } = useTranslation('desk')
  const words = useDeskWords()
  const text = (line: Line): string => {
    if ('capabilities' in line)
      return t(`consequence.${line.key}`, { capabilities: words.list(line.capabilities.map(words.capability)) })
    if ('checks' in line)
      return t(`consequence.${line.key}`, {
        count: line.checks.length,
        checks: words.list(line.checks.map(words.check)),
      })
    if ('untilAt' in line) return t(`consequence.${line.key}`, { until: instantText(line.untilAt, i18n.language) })
    return t(`consequence.${line.key}`, { count: 'count' in line ? line.count : 0 })
  }
  return (
    <section aria-label={t('consequence.title')} className="grid content-start gap-1 text-[0.9375rem]">
      <h3 className="font-medium">{t('consequence.title')}</h3>
      <ul className="grid gap-1">
        {lines.map((line) => (
          <li key={line.key} className="flex items-start gap-2">
            <span className={line.key === 'overrules' ? 'mt-1 text-needs' : 'mt-1 text-ink-soft'}>
              <Icon name={line.key === 'overrules' ? 'needs-you' : 'next'} sizePx={14} />
            </span>
            <span>
              {text(line)}
              {line.key === 'failTold' && reasons.length > 0 && (
                <ul className="mt-0.5 grid gap-0.5 border-l-2 border-line pl-3 text-sm">
                  {reasons.map((code) => (
                    <li key={code}>
                      <span className="font-medium">{words.reason(code).title}</span>{' '}
                      <span className="text-ink-soft">{words.reason(code).fix}</span>
                    </li>
                  ))}
                </ul>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
