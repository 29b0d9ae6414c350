import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { LinkGraph, LookAlikeView } from '#contracts/desk-links.ts'
import { Button } from '../../kit/button.tsx'
import { Status } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'
import { frameAddress } from '../calls/desk-queries.ts'
import { DeskLink, sellerAddress } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { linksQuery, openLookAlike } from './link-queries.ts'

const two = (value: number): string => value.toFixed(2)

/** [SC3] Shops whose sellers look alike to a machine, each with both pictures for people to judge by. */
export const LookAlikes = ({ graph, level = 3 }: { graph: LinkGraph; level?: 2 | 3 }) => {
  const { t } = useTranslation('links')
  const { lookAlikes, facesCompared } = graph
  if (lookAlikes.length === 0 && !facesCompared) return null
  const Title = level === 2 ? 'h2' : 'h3'
  return (
    <section className="grid gap-2" aria-labelledby="look-alikes-title">
      <Title id="look-alikes-title" className="text-base font-semibold">
        {lookAlikes.length > 0 ? <Status meaning="needs-you">{t('faces.title')}</Status> : t('faces.titleNone')}
      </Title>
      {lookAlikes.length > 0 && <p className="max-w-read text-sm">{t('faces.body')}</p>}
      <ul className="grid gap-3">
        {lookAlikes.map((alike) => (
          <li key={alike.other.sellerId} className="grid gap-2 border-t border-line pt-3">
            <LookAlike alike={alike} />
          </li>
        ))}
      </ul>
      {facesCompared && (
        <p className="max-w-read text-sm text-ink-soft">
          {t('faces.compared', { count: facesCompared.with })}
          {facesCompared.skipped > 0 && ` ${t('faces.skipped', { count: facesCompared.skipped })}`}
          {facesCompared.leftOut > 0 && ` ${t('faces.leftOut', { count: facesCompared.leftOut })}`}
        </p>
      )}
    </section>
  )
}

const LookAlike = ({ alike }: { alike: LookAlikeView }) => {
  const { t } = useTranslation('links')
  const { own, other } = alike
  const pictures = useMutation({ mutationFn: () => openLookAlike(own.sellerId, other.sellerId) })
  return (
    <>
      <p>
        <DeskLink to={sellerAddress(other.sellerId)} className="font-medium text-accent underline underline-offset-2">
          {other.sellerId}
        </DeskLink>{' '}
        {t('faces.similarity', {
          similarity: two(alike.similarity01),
          alike: two(alike.alike01),
          card: two(alike.cardLimit01),
        })}
        {alike.isSplit && <span className="text-sm text-ink-soft"> · {t('splitByStaff')}</span>}
      </p>
      <p className="text-sm text-ink-soft">
        {t('faces.noticed')} <Instant at={alike.noticedAt} /> · {t('faces.keptUntil')} <Instant at={alike.keptUntil} />
      </p>
      {pictures.error && <DeskProblem error={pictures.error} />}
      {pictures.data ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <Picture sellerId={own.sellerId} frameId={pictures.data.own} />
          <Picture sellerId={other.sellerId} frameId={pictures.data.other} />
        </div>
      ) : own.hasPicture || other.hasPicture ? (
        <div>
          <Button busy={pictures.isPending} onClick={() => pictures.mutate()}>
            {t('faces.open')}
          </Button>
          <p className="mt-1 text-sm text-ink-soft">{t('faces.openNoted')}</p>
        </div>
      ) : (
        <p className="text-sm text-ink-soft">{t('faces.gone')}</p>
      )}
    </>
  )
}

const Picture = ({ sellerId, frameId }: { sellerId: string; frameId: string | null }) => {
  const { t } = useTranslation('links')
  return (
    <figure className="grid content-start gap-1">
      {frameId === null ? (
        <p className="rounded-control border border-line bg-sunken p-3 text-sm text-ink-soft">{t('faces.gone')}</p>
      ) : (
        <img
          src={frameAddress(frameId)}
          alt={t('faces.picture', { shop: sellerId })}
          className="w-full rounded-control border border-line"
        />
      )}
      <figcaption className="text-sm text-ink-soft">{sellerId}</figcaption>
    </figure>
  )
}

/** [SC3] For whoever looks at a run: the same, where there is something to say. It decides nothing. */
export const LookAlikeNote = ({ sellerId }: { sellerId: string }) => {
  const { data } = useQuery(linksQuery(sellerId))
  if (!data || data.lookAlikes.every(({ isSplit }) => isSplit)) return null
  return <LookAlikes graph={data} level={2} />
}
