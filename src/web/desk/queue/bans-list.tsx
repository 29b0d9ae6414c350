import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Instant } from '../../kit/time.tsx'
import { bansQuery } from '../calls/desk-queries.ts'
import { caseAddress, DeskLink } from '../frame/desk-link.tsx'
import { useMay } from '../frame/use-me.ts'

/** [RE5] [EV6] Proposed bans and appeals, for those who may settle them. */
export const BansList = () => {
  const { t } = useTranslation('desk')
  const maySettle = useMay('settle-ban')
  const { data } = useQuery({ ...bansQuery, enabled: maySettle })
  if (!maySettle || !data || data.bans.length === 0) return null
  return (
    <section aria-labelledby="bans" className="grid gap-2">
      <h2 id="bans" className="text-sm font-semibold">
        {t('ban.list')}
      </h2>
      <ul className="grid overflow-hidden rounded-card border border-line bg-surface">
        {data.bans.map((ban) => (
          <li key={ban.caseId} className="flex flex-wrap gap-x-4 border-b border-line px-4 py-3 last:border-0">
            <DeskLink to={caseAddress(ban.caseId)} className="font-medium text-accent underline underline-offset-2">
              {ban.sellerId}
            </DeskLink>
            <span>{t(`ban.waits.${ban.waitsFor}`)}</span>
            <Instant at={ban.dueAt} />
          </li>
        ))}
      </ul>
    </section>
  )
}
