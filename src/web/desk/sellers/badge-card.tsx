import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskBadges } from '#contracts/badge.ts'
import { badgeSnippets } from '../../kit/badge-snippets.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { request } from '../../kit/request.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Snippet } from '../../kit/snippet.tsx'
import { type Meaning, Tag } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'
import { dateText } from '../../kit/time-text.ts'
import { toast } from '../../kit/toast.tsx'
import { ActionForm } from '../cases/action-form.tsx'
import { caseAddress, DeskLink } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { useMay } from '../frame/use-me.ts'

type Badge = DeskBadges['badges'][number]

const api = (sellerId: string) => `/desk/api/sellers/${encodeURIComponent(sellerId)}`
const badgesQuery = (sellerId: string) =>
  queryOptions({
    queryKey: ['seller', sellerId, 'badges'],
    queryFn: ({ signal }) => request<DeskBadges>(`${api(sellerId)}/badges`, { signal }),
  })

/** [RE3] What buyers are shown of a seller, every badge there was, and the way to take the one that stands. */
export const BadgeCard = ({ sellerId }: { sellerId: string }) => {
  const { t } = useTranslation('board')
  const { data, error, refetch } = useQuery(badgesQuery(sellerId))
  if (data?.none === 'not-offered' && data.badges.length === 0) return null
  const standing = data?.badges.find((one) => one.why === null)
  const fallen = data?.badges.filter((one) => one.why !== null) ?? []
  return (
    <Card title={t('badge.title')}>
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={3} />}
      {data && (
        <div className="grid gap-4">
          {data.none && <p className="max-w-read">{t(`badge.none.${data.none}`)}</p>}
          {standing && <Standing badge={standing} sellerId={sellerId} onTaken={() => void refetch()} />}
          {fallen.length > 0 && (
            <div className="grid gap-2">
              {standing && <h3 className="font-semibold">{t('badge.earlier')}</h3>}
              <ul className="grid gap-3">
                {fallen.map((badge) => (
                  <li key={badge.id} className="grid gap-1">
                    <BadgeFacts badge={badge} />
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
    </Card>
  )
}

const meanings: Record<Badge['status'], Meaning> = { valid: 'good', revoked: 'blocked', expired: 'needs-you' }

const BadgeFacts = ({ badge }: { badge: Badge }) => {
  const { t, i18n } = useTranslation(['board', 'desk'])
  const day = (date: string | null) => (date === null ? t('badge.noEnd') : dateText(date, i18n.language))
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Tag meaning={meanings[badge.status]}>{t(`badge.status.${badge.status}`)}</Tag>
        {badge.why && <span>{t(`desk:history.badgeEnd.${badge.why}`)}</span>}
        <span className="text-ink-soft">
          {badge.why ? `${t('badge.ended')} ${day(badge.endedOn)}` : `${t('badge.validUntil')} ${day(badge.lastDay)}`}
        </span>
      </p>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-soft">
        <span>
          {t('badge.issued')} <Instant at={badge.issuedAt} />
        </span>
        <a href={badge.url} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-2">
          {t('badge.page')}
        </a>
        <DeskLink to={caseAddress(badge.caseId)} className="text-accent underline underline-offset-2">
          {t('badge.case')}
        </DeskLink>
      </p>
    </>
  )
}

type StandingProps = { badge: Badge; sellerId: string; onTaken: () => void }

const Standing = ({ badge, sellerId, onTaken }: StandingProps) => {
  const { t } = useTranslation('board')
  const mayTake = useMay('take-badge')
  const [asked, setAsked] = useState(false)
  return (
    <div className="grid gap-3">
      <div className="grid gap-1">
        <BadgeFacts badge={badge} />
      </div>
      <Snippet label={t('badge.snippet')} text={badgeSnippets({ url: badge.url, seller: sellerId }).frame} />
      {mayTake && !asked && (
        <div>
          <Button onClick={() => setAsked(true)}>{t('badge.revoke.open')}</Button>
        </div>
      )}
      {mayTake && asked && (
        <ActionForm
          name={`badge.${badge.id}`}
          look="danger"
          longest={4000}
          label={t('badge.revoke.note')}
          go={t('badge.revoke.go')}
          send={(note) =>
            request(`${api(sellerId)}/badge/revoke`, { method: 'POST', json: { badgeId: badge.id, note } })
          }
          onDone={() => {
            toast(t('badge.revoke.done'), 'good')
            setAsked(false)
            onTaken()
          }}
          onBack={() => setAsked(false)}
        >
          {t('badge.revoke.body')}
        </ActionForm>
      )}
    </div>
  )
}
