/** Where a badge is shown: its public page, and the shop whose page it is meant for. */
type ShownBadge = { url: string; seller: string }

const size = 'width="248" height="56"'

/** The address of a badge's picture, by the address of its page. */
export const badgePicture = ({ url, seller }: ShownBadge, theme: 'light' | 'dark'): string => {
  const { origin, pathname } = new URL(url)
  const id = pathname.split('/').at(-1) ?? ''
  return `${origin}/v1/badges/${id}.svg?${new URLSearchParams({ shop: seller, theme })}`
}

const escaped = (address: string): string => address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/**
 * [RE3] What is copied into a shop's page. Both name the shop, so that the badge says so on the page of another; neither claims
 * anything by itself: when we cannot be reached, nothing is shown that says "verified".
 */
export const badgeSnippets = (badge: ShownBadge): { frame: string; picture: string } => {
  const shop = new URLSearchParams({ shop: badge.seller })
  const framed = escaped(`${badge.url}/embed?${shop}`)
  const [light, dark] = [escaped(badgePicture(badge, 'light')), escaped(badgePicture(badge, 'dark'))]
  return {
    frame: `<iframe src="${framed}" ${size} title="Countersign" style="border:0" loading="lazy" referrerpolicy="no-referrer" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`,
    picture: `<a href="${escaped(`${badge.url}?${shop}`)}" target="_blank" rel="noopener"><picture><source media="(prefers-color-scheme: dark)" srcset="${dark}"><img src="${light}" ${size} alt="Countersign" referrerpolicy="no-referrer"></picture></a>`,
  }
}
