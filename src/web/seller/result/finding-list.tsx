import { useTranslation } from 'react-i18next'
import { type Meaning, Status } from '../../kit/status.tsx'
import type { Finding } from '../api/seller-queries.ts'
import { measuredText } from './measure.ts'

export const findingMeaning: Record<Finding['outcome'], Meaning> = {
  pass: 'good',
  fail: 'blocked',
  unsure: 'neutral',
  'not-applicable': 'neutral',
}

const rank: Record<Finding['outcome'], number> = { fail: 0, pass: 1, unsure: 2, 'not-applicable': 3 }

/** [CK11] What was judged, failures first, each with its measure. */
export const FindingList = ({ findings }: { findings: readonly Finding[] }) => {
  const { t, i18n } = useTranslation(['check', 'failure'])
  const shown = findings
    .filter((finding) => finding.outcome === 'pass' || finding.outcome === 'fail')
    .sort((a, b) => rank[a.outcome] - rank[b.outcome])
  return (
    <ul className="lg:grid lg:grid-cols-2 lg:gap-x-12">
      {shown.map((finding) => {
        const measured = measuredText(finding, t, i18n.language)
        return (
          <li
            key={`${finding.check} ${finding.stepId ?? ''}`}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 border-b border-line py-2.5"
          >
            <span>
              {t(`check:${finding.check}`)}
              {finding.reason && finding.outcome === 'fail' && (
                <span className="text-ink-soft"> · {t(`failure:${finding.reason}.title`)}</span>
              )}
            </span>
            <span className="ml-auto flex flex-wrap items-baseline justify-end gap-x-4">
              {measured && <span className="tabular text-sm text-ink-faint">{measured}</span>}
              <Status meaning={findingMeaning[finding.outcome]}>{t(`check:outcome.${finding.outcome}`)}</Status>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** What the software does not judge, folded away: who waits for a reviewer may want to know what is looked at. */
export const UnjudgedList = ({ findings, aPersonLooks }: { findings: readonly Finding[]; aPersonLooks: boolean }) => {
  const { t } = useTranslation(['seller', 'check'])
  const unsure = findings.filter((finding) => finding.outcome === 'unsure')
  if (unsure.length === 0) return null
  return (
    <details className="border-t border-line pt-3">
      <summary className="min-h-8 text-ink-soft">
        {aPersonLooks
          ? t('result.forPerson', { count: unsure.length })
          : t('result.notJudged', { count: unsure.length })}
      </summary>
      <ul className="mt-2 grid gap-x-6 gap-y-1 text-[0.9375rem] text-ink-soft sm:grid-cols-2 lg:grid-cols-3">
        {unsure.map((finding) => (
          <li key={`${finding.check} ${finding.stepId ?? ''}`}>{t(`check:${finding.check}`)}</li>
        ))}
      </ul>
    </details>
  )
}
