import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { siteName } from '#domain/site-name.ts'
import { Card } from '../../kit/card.tsx'
import type { Meaning } from '../../kit/status.tsx'
import { dateText, instantText } from '../../kit/time-text.ts'
import { Timeline } from '../../kit/timeline.tsx'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { ownZone } from '../../kit/zoned.ts'

type Entry = SellerCase['history'][number]

const meanings: Partial<Record<string, Meaning>> = {
  'case-passed': 'good',
  'case-restored': 'good',
  'restriction-lifted': 'good',
  'attempt-failed': 'blocked',
  'case-banned': 'blocked',
  'call-missed': 'needs-you',
  'account-locked': 'blocked',
  'restriction-applied': 'blocked',
  'deadline-missed': 'needs-you',
  'support-suggested': 'needs-you',
}

/** What happened, newest first; what an event says of itself stands in a smaller line. */
export const CaseHistory = ({ verification }: { verification: SellerCase }) => {
  const { t } = useTranslation(['seller', 'history'])
  const detail = useHistoryDetail(verification.call?.zone)
  const entries = verification.history
    .map((entry, index) => ({
      id: String(index),
      at: entry.at,
      title: t(`history:${wordsFor(entry)}`),
      detail: detail(entry),
      ...(meanings[entry.type] ? { meaning: meanings[entry.type] as Meaning } : {}),
    }))
    .reverse()
  return (
    <Card title={t('case.history')}>
      <Timeline entries={entries} />
    </Card>
  )
}

/** Several things move a deadline, and it matters to the seller which; a call that was moved was booked before. */
const wordsFor = ({ type, params }: Entry): string => {
  if (params.fromSite !== undefined) return `${type}-elsewhere`
  if (type === 'deadline-moved' && (params.why === 'locked' || params.why === 'no-slot')) return `${type}-${params.why}`
  return type === 'call-booked' && params.moved === 'true' ? 'call-moved' : type
}

/** The words for what an event carries. Unknown members are left out: they are for staff. */
const useHistoryDetail = (siteZone = ownZone()) => {
  const { t, i18n } = useTranslation(['seller', 'common', 'failure', 'device'])
  const zones = useZoneWords()
  return ({ type, params }: Entry): string => {
    const say: Record<string, (value: string) => string> = {
      capability: (value) => t(`common:capability.${value}`),
      reasons: (value) =>
        value
          .split(',')
          .filter(Boolean)
          .map((code) => t(`failure:${code}.title`))
          .join(t('listComma')),
      why: (value) => (value ? t(`void.${value}`, '') : ''),
      way: (value) => t(`offline.way.${value}.title`),
      until: (value) => t('result.lockedUntil', { at: instantText(value, i18n.language) }),
      dueAt: (value) => t('result.reviewBy', { at: instantText(value, i18n.language) }),
      deadlineAt: (value) => `${t('case.deadline')} ${instantText(value, i18n.language)}`,
      startAt: (value) => zones.both(value, siteZone),
      by: (value) => (type === 'call-cancelled' ? t(`call.cancelledBy.${value}`) : ''),
      banReason: (value) => t(`common:banReason.${value}`),
      appeal: (value) => t(`appeal.outcome.${value}`),
      fields: (value) =>
        value
          .split(',')
          .map((field) => t(`common:field.${field}`))
          .join(t('listComma')),
      badgeUntil: (value) => t('badge.validUntil', { day: dateText(value, i18n.language) }),
      badgeEnd: (value) => t(`badge.end.${value}`),
      fromSite: (value) => siteName(i18n.language, value),
      side: (value) => t(`call.missedBy.${value}`),
      ok: (value) => (value === 'true' ? t('device:passed') : t('device:failed')),
    }
    return Object.entries(params)
      .map(([name, value]) => say[name]?.(String(value)) ?? '')
      .filter(Boolean)
      .join(' · ')
  }
}
