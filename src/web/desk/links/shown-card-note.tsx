import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Status } from '../../kit/status.tsx'
import { DeskLink, sellerAddress } from '../frame/desk-link.tsx'
import { linksQuery } from './link-queries.ts'

/** [SC3] Says to whoever looks at a run that the same card belongs to, or was shown in, other accounts. It decides nothing. */
export const ShownCardNote = ({ sellerId }: { sellerId: string }) => {
  const { t } = useTranslation('links')
  const { data } = useQuery(linksQuery(sellerId))
  const others = new Set(
    (data?.ties ?? []).flatMap(({ a, b, kind, strength }) => {
      if (kind !== 'card-shown' || strength === 'ruled-out') return []
      if (a === sellerId) return [b]
      return b === sellerId ? [a] : []
    }),
  )
  if (others.size === 0) return null
  return (
    <section className="grid gap-1.5" aria-labelledby="shown-card-title">
      <h2 id="shown-card-title" className="text-base font-semibold">
        <Status meaning="needs-you">{t('shownCard.title')}</Status>
      </h2>
      <p className="text-sm">{t('shownCard.body')}</p>
      <ul className="flex flex-wrap gap-x-3">
        {[...others].sort().map((other) => (
          <li key={other}>
            <DeskLink to={sellerAddress(other)} className="text-accent underline underline-offset-2">
              {other}
            </DeskLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
