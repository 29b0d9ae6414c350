import { useTranslation } from 'react-i18next'
import { type Meaning, Status } from '../../kit/status.tsx'
import type { Finding } from '../api/seller-queries.ts'
import { measureText } from './measure.ts'

export const findingMeaning: Record<Finding['outcome'], Meaning> = {
  pass: 'good',
  fail: 'blocked',
  unsure: 'neutral',
  'not-applicable': 'neutral',
}

const rank: Record<Finding['outcome'], number> = { fail: 0, pass: 1, unsure: 2, 'not-applicable': 3 }

/** [CK11] Everything that was checked: what failed first, then what is good, then what a person looks at. */
export const FindingList = ({ findings }: { findings: readonly Finding[] }) => {
  const { t, i18n } = useTranslation(['check', 'failure'])
  const shown = findings
    .filter((finding) => finding.outcome !== 'not-applicable')
    .sort((a, b) => rank[a.outcome] - rank[b.outcome])
  return (
    <ul className="divide-y divide-line">
      {shown.map((finding) => {
        const value = finding.value === null ? null : measureText(finding.value, finding.unit, i18n.language)
        const limit = finding.limit === null ? null : measureText(finding.limit, finding.unit, i18n.language)
        return (
          <li
            key={`${finding.check} ${finding.stepId ?? ''}`}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-2.5"
          >
            <span>
              {t(`check:${finding.check}`)}
              {finding.reason && finding.outcome === 'fail' && (
                <span className="text-ink-soft"> · {t(`failure:${finding.reason}.title`)}</span>
              )}
            </span>
            <span className="flex flex-wrap items-baseline gap-x-4">
              {value !== null && finding.outcome !== 'unsure' && (
                <span className="tabular text-sm text-ink-faint">
                  {limit === null ? t('check:measuredOnly', { value }) : t('check:measured', { value, limit })}
                </span>
              )}
              <Status
                meaning={findingMeaning[finding.outcome]}
                {...(finding.outcome === 'unsure' ? { icon: 'person' as const } : {})}
              >
                {t(`check:outcome.${finding.outcome}`)}
              </Status>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
