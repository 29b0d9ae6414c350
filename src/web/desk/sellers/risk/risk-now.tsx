import { useTranslation } from 'react-i18next'
import type { RiskTimeline } from '#contracts/desk-risk.ts'
import { Tag } from '../../../kit/status.tsx'
import { Instant } from '../../../kit/time.tsx'
import { DeskLink, ruleVersionAddress } from '../../frame/desk-link.tsx'
import { RuleLine } from './rule-line.tsx'
import { useRiskWords } from './use-risk-words.ts'

type Standing = NonNullable<RiskTimeline['now']>['decisions'][number]

/** As the seller stands now, with the rules that make up the score. */
export const RiskNow = ({ standing, decidedAt }: { standing: Standing; decidedAt: string }) => {
  const { t } = useTranslation('risk')
  const words = useRiskWords()
  const { score, opensAt, outcome, contributions, program, version } = standing
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="tabular text-3xl font-semibold">{words.number(score)}</span>
        <span className="text-ink-soft">
          {opensAt === null ? t('timeline.points') : t('timeline.ofPoints', { score: words.number(opensAt) })}
        </span>
        <Tag meaning={outcome === 'none' ? 'good' : 'needs-you'}>{t(`timeline.now.${outcome}`)}</Tag>
        <span className="text-sm text-ink-soft">
          {t('timeline.asOf')} <Instant at={decidedAt} />
          {' · '}
          <DeskLink to={ruleVersionAddress(program, version)} className="text-accent underline underline-offset-2">
            {t('timeline.version', { version })}
          </DeskLink>
        </span>
      </div>
      {contributions.length === 0 ? (
        <p className="text-ink-soft">{t('timeline.nothingSeen')}</p>
      ) : (
        <ul className="grid gap-1.5" aria-label={t('timeline.madeUpOf')}>
          {contributions.map((rule) => (
            <RuleLine key={rule.rule} rule={rule} />
          ))}
        </ul>
      )}
    </div>
  )
}
