import { useTranslation } from 'react-i18next'
import type { EntityShop } from '#contracts/desk-entity.ts'
import { siteName } from '#domain/site-name.ts'
import { Card } from '../../kit/card.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { caseAddress, DeskLink } from '../frame/desk-link.tsx'
import { statusMeaning } from './case-words.ts'

/** [SI1] The entity's shops on other sites, and how each stands. Left out where there are none. */
export const EntityCard = ({ shops }: { shops: readonly EntityShop[] }) => {
  const { t, i18n } = useTranslation('desk')
  if (shops.length === 0) return null
  return (
    <Card title={t('entity.title')}>
      <p className="mb-2 text-sm text-ink-soft">{t('entity.lead')}</p>
      <Table
        caption={t('entity.title')}
        rows={[...shops]}
        rowKey={(shop) => shop.sellerId}
        empty=""
        columns={[
          {
            id: 'shop',
            head: t('entity.shop'),
            cell: (shop) =>
              shop.newestCase ? (
                <DeskLink
                  to={caseAddress(shop.newestCase.id)}
                  className="font-medium text-accent underline underline-offset-2"
                >
                  {shop.sellerId}
                </DeskLink>
              ) : (
                shop.sellerId
              ),
          },
          { id: 'site', head: t('entity.site'), cell: (shop) => siteName(i18n.language, shop.site) },
          {
            id: 'status',
            head: t('entity.status'),
            cell: (shop) =>
              shop.newestCase ? (
                <Tag meaning={statusMeaning(shop.newestCase.status)}>
                  {t(`status.${shop.newestCase.status}`, { defaultValue: shop.newestCase.status })}
                </Tag>
              ) : (
                t('entity.noCase')
              ),
          },
          {
            id: 'person',
            head: t('entity.person'),
            cell: (shop) => t(shop.samePerson ? 'entity.same' : 'entity.other'),
          },
        ]}
      />
    </Card>
  )
}
