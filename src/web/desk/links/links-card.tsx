import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LinkedShop, LinkGraph } from '#contracts/desk-links.ts'
import { siteName } from '#domain/site-name.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { Table } from '../../kit/table.tsx'
import { statusMeaning } from '../cases/case-words.ts'
import { caseAddress, DeskLink, sellerAddress } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { useMay } from '../frame/use-me.ts'
import { LinkGraphPicture } from './link-graph-picture.tsx'
import { linksQuery } from './link-queries.ts'
import { LookAlikes } from './look-alikes.tsx'
import { RuleOnLinks } from './rule-on-links.tsx'
import { RulingsList } from './rulings-list.tsx'

/** [TR3] [SI1] Whom a shop is linked with and why, and what staff has ruled about it. */
export const LinksCard = ({ sellerId }: { sellerId: string }) => {
  const { t } = useTranslation('links')
  const { data, error, refetch } = useQuery(linksQuery(sellerId))
  const mayRule = useMay('rule-links')
  const again = () => void refetch()
  if (error)
    return (
      <Card title={t('title')}>
        <DeskProblem error={error} onRetry={again} />
      </Card>
    )
  if (!data)
    return (
      <Card title={t('title')}>
        <Skeleton lines={4} />
      </Card>
    )
  const isAlone = data.shops.length < 2
  return (
    <Card title={t('title')}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <p className="max-w-read text-sm text-ink-soft">{isAlone ? t('none') : t('lead')}</p>
        {data.isCut && <p className="text-sm">{t('cut')}</p>}
        {!isAlone && (
          <>
            <LinkGraphPicture graph={data} />
            <p className="text-sm text-ink-soft">{t('graph.keys')}</p>
            <Shops graph={data} />
          </>
        )}
        {data.crowds.length > 0 && (
          <ul className="grid gap-1 text-sm">
            {data.crowds.map(({ value, kind }) => (
              <li key={value}>{t('crowd', { kind: t(`kind.${kind}`), count: data.hubAbove })}</li>
            ))}
          </ul>
        )}
        <LookAlikes graph={data} />
        <RulingsList rulings={data.rulings} mayRule={mayRule} onDone={again} />
        {mayRule && <RuleOnLinks graph={data} onDone={again} />}
      </div>
    </Card>
  )
}

/** A longer list pushes what can be done about it out of sight. */
const fewShops = 10

const Shops = ({ graph }: { graph: LinkGraph }) => {
  const { t, i18n } = useTranslation(['links', 'desk'])
  const [isWhole, setWhole] = useState(false)
  // Who has a case is what somebody looks for; the rest of a long list is asked for.
  const others = graph.shops
    .filter(({ sellerId }) => sellerId !== graph.sellerId)
    .sort((one, other) => Number(other.newestCase !== null) - Number(one.newestCase !== null))
  const shown = isWhole ? others : others.slice(0, fewShops)
  return (
    <>
      <Table
        caption={t('links:title')}
        rows={shown}
        rowKey={(shop) => shop.sellerId}
        stacks
        columns={[
          {
            id: 'shop',
            head: t('links:shop'),
            cell: (shop) => (
              <>
                <DeskLink
                  to={sellerAddress(shop.sellerId)}
                  className="font-medium text-accent underline underline-offset-2"
                >
                  {shop.sellerId}
                </DeskLink>
                <span className="block text-sm text-ink-soft">{siteName(i18n.language, shop.site)}</span>
              </>
            ),
          },
          { id: 'belongs', head: t('links:belongs'), cell: (shop) => <Belongs shop={shop} /> },
          { id: 'why', head: t('links:why'), cell: (shop) => <Why shop={shop} graph={graph} /> },
          {
            id: 'status',
            head: t('links:status'),
            cell: ({ newestCase }) =>
              newestCase ? (
                <DeskLink to={caseAddress(newestCase.id)}>
                  <Tag meaning={statusMeaning(newestCase.status)}>{t(`desk:status.${newestCase.status}`)}</Tag>
                </DeskLink>
              ) : (
                t('links:noCase')
              ),
          },
        ]}
      />
      {shown.length < others.length && (
        <div>
          <Button onClick={() => setWhole(true)}>{t('links:showAll', { count: others.length })}</Button>
        </div>
      )}
    </>
  )
}

const Belongs = ({ shop }: { shop: LinkedShop }) => {
  const { t } = useTranslation('links')
  return (
    <>
      {shop.distance === null
        ? t('onlyShown')
        : t(shop.distance === 1 ? 'direct' : 'distance', { count: shop.distance })}
      {shop.sameEntity && <span className="block text-sm text-ink-soft">{t('sameEntity')}</span>}
      {shop.samePerson && <span className="block text-sm text-ink-soft">{t('samePerson')}</span>}
    </>
  )
}

/** What a shop shares with the one that is looked at, and else with those in between. */
const Why = ({ shop, graph }: { shop: LinkedShop; graph: LinkGraph }) => {
  const { t } = useTranslation('links')
  const own = graph.ties.filter(({ a, b }) => a === shop.sellerId || b === shop.sellerId)
  const direct = own.filter(({ a, b }) => a === graph.sellerId || b === graph.sellerId)
  const ties = direct.length > 0 ? direct : own.filter(({ strength }) => strength === 'certain').slice(0, 3)
  const alike = graph.lookAlikes.find(({ other }) => other.sellerId === shop.sellerId)
  const isRuled = (ruled: 'merge' | 'split') =>
    graph.rulings.some(
      ({ type, a, b, withdrawn }) => type === ruled && !withdrawn && (a === shop.sellerId || b === shop.sellerId),
    )
  return (
    <ul className="grid gap-0.5">
      {alike && <li>{t('faces.why', { similarity: alike.similarity01.toFixed(2) })}</li>}
      {isRuled('merge') && <li>{t('mergedByStaff')}</li>}
      {isRuled('split') && <li>{t('splitByStaff')}</li>}
      {ties.map((tie) => (
        <li key={`${tie.value} ${tie.a} ${tie.b}`}>
          {t(`kind.${tie.kind}`)}
          {direct.length === 0 && ` (${t('with', { shop: tie.a === shop.sellerId ? tie.b : tie.a })})`}
          {tie.strength !== 'certain' && (
            <span className="text-sm text-ink-soft"> · {t(`strength.${tie.strength}`)}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
