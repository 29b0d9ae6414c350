import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import type { IconName } from '../../kit/icon.tsx'
import { Tag } from '../../kit/status.tsx'
import { instantText } from '../../kit/time-text.ts'
import type { Restriction } from '../api/seller-queries.ts'
import { useHome } from '../frame/use-home.ts'
import { NotFoundPage } from './root-page.tsx'

type Section = { icon: IconName; capabilities: Restriction['capability'][]; adds: Restriction['capability'] | null }

const sections: Record<string, Section> = {
  orders: { icon: 'list', capabilities: ['orders'], adds: null },
  products: {
    icon: 'box',
    capabilities: ['product_listing', 'product_visibility', 'search_ranking'],
    adds: 'product_listing',
  },
  finance: { icon: 'money', capabilities: ['withdrawal', 'finance', 'funds'], adds: 'withdrawal' },
}

/** The marketplace's own pages, as far as a verification changes them: what is paused says so, and since when. */
export const SectionPage = () => {
  const { section: name } = useParams({ from: '/signed-in/centre/centre/$section' })
  const { t, i18n } = useTranslation(['seller', 'common'])
  const { restrictions } = useHome()
  const section = sections[name]
  if (!section) return <NotFoundPage />
  const paused = restrictions.filter((one) => section.capabilities.includes(one.capability) && one.state !== 'lifted')
  const addPaused = section.adds !== null && paused.some((one) => one.capability === section.adds)
  return (
    <div className="grid gap-5">
      <div className="flex items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">{t(`section.${name}.title`)}</h1>
        {section.adds &&
          (addPaused ? (
            <Button look="primary" icon="lock" disabled>
              {t(`section.${name}.add`)}
            </Button>
          ) : (
            <Tag meaning="good">{t(`section.${name}.open`)}</Tag>
          ))}
      </div>
      {paused.map((one) => (
        <Banner
          key={one.id}
          meaning="blocked"
          icon="lock"
          title={t('section.restricted', { capability: t(`common:capability.${one.capability}`) })}
        >
          {t('section.restrictedWhy', { since: instantText(one.since, i18n.language) })}
        </Banner>
      ))}
      <EmptyState icon={section.icon} title={t(`section.${name}.empty`)}>
        {t(`section.${name}.why`)}
      </EmptyState>
    </div>
  )
}
