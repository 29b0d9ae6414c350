import { useTranslation } from 'react-i18next'
import type { SellerBadge } from '#contracts/badge.ts'
import { badgePicture, badgeSnippets } from '../../kit/badge-snippets.ts'
import { Card } from '../../kit/card.tsx'
import { Snippet } from '../../kit/snippet.tsx'
import { Status } from '../../kit/status.tsx'
import { dateText } from '../../kit/time-text.ts'

type BadgeCardProps = { badge: SellerBadge | null; seller: string }

/** [RE3] What buyers are shown, how it comes onto the shop's page, and what makes it fall. */
export const BadgeCard = ({ badge, seller }: BadgeCardProps) => {
  const { t, i18n } = useTranslation('seller')
  if (!badge) return null
  return (
    <Card title={t('badge.title')}>
      <div className="grid gap-4">
        {badge.why === null ? (
          <>
            <Status meaning="good">
              {badge.lastDay === null
                ? t('badge.noEnd')
                : t('badge.validUntil', { day: dateText(badge.lastDay, i18n.language) })}
            </Status>
            <p className="max-w-read">{t('badge.lead')}</p>
            <Previews url={badge.url} seller={seller} />
            <Snippets url={badge.url} seller={seller} />
            <p className="max-w-read text-ink-soft">{t('badge.falls')}</p>
          </>
        ) : (
          <div className="grid gap-1">
            <Status meaning="needs-you">
              {t('badge.ended', { day: badge.endedOn ? dateText(badge.endedOn, i18n.language) : '' })}
            </Status>
            <p className="max-w-read">{t(`badge.end.${badge.why}`)}</p>
          </div>
        )}
        <a href={badge.url} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-2">
          {t('badge.page')}
        </a>
      </div>
    </Card>
  )
}

type Shown = { url: string; seller: string }

/** Each on the ground it is meant for, whatever this page looks like. */
const Previews = (badge: Shown) => {
  const { t } = useTranslation('seller')
  return (
    <div className="flex flex-wrap gap-3">
      {(['light', 'dark'] as const).map((theme) => (
        <figure key={theme} className="grid gap-1.5">
          <div style={{ colorScheme: theme }} className="rounded-control border border-line bg-canvas p-3">
            <img src={badgePicture(badge, theme)} width={248} height={56} alt="" className="max-w-full" />
          </div>
          <figcaption className="text-sm text-ink-soft">
            {theme === 'light' ? t('badge.previewLight') : t('badge.previewDark')}
          </figcaption>
        </figure>
      ))}
    </div>
  )
}

const Snippets = (badge: Shown) => {
  const { t } = useTranslation('seller')
  const { frame, picture } = badgeSnippets(badge)
  return (
    <div className="grid gap-4">
      <Snippet label={t('badge.frame')} text={frame} />
      <Snippet label={t('badge.picture')} text={picture} />
    </div>
  )
}
