import type { z } from 'zod'
import type { deskBadgesView, SellerBadge } from '#contracts/badge.ts'
import { dayIn } from '#domain/case/attempts.ts'
import type { App } from '../app.ts'
import type { BadgeRow, NoBadge } from '../restrictions/badges.ts'
import { iso, isoOrNull } from './instants.ts'

/** [RE3] What seller and staff are shown of a badge alike: more of why it fell than the public is. */
export const badgeOf = (app: App, badge: BadgeRow): SellerBadge => {
  const isOver = badge.untilMs !== null && badge.untilMs <= app.clock.nowMs()
  const why = badge.fallen?.why ?? (isOver ? 'document-expired' : null)
  const zone = app.programs.get(badge.program)?.zone ?? 'UTC'
  // A document is good for the whole of its last day, so what ends at midnight ended the day before.
  const lastDay = badge.untilMs === null ? null : dayIn(zone, badge.untilMs - 1)
  const fellOn = badge.fallen && badge.fallen.why !== 'document-expired' ? dayIn(zone, badge.fallen.atMs) : null
  return {
    id: badge.id,
    url: new URL(`/badge/${badge.id}`, app.settings.publicUrl).href,
    site: badge.site,
    status: why === null ? 'valid' : why === 'document-expired' ? 'expired' : 'revoked',
    issuedAt: iso(badge.issuedAtMs),
    validUntil: isoOrNull(badge.untilMs),
    endedAt: isoOrNull(badge.fallen?.atMs ?? (isOver ? badge.untilMs : null)),
    lastDay,
    endedOn: why === 'document-expired' ? lastDay : fellOn,
    why,
  }
}

export const deskBadgesOf = (
  app: App,
  badges: readonly BadgeRow[],
  none: NoBadge | null,
): z.input<typeof deskBadgesView> => ({
  badges: badges.map((badge) => ({
    ...badgeOf(app, badge),
    caseId: badge.caseId,
    verifiedAt: iso(badge.verifiedAtMs),
  })),
  none,
})
