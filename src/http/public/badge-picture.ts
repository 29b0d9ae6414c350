import { html, raw } from 'hono/html'
import type { Markup } from './page-frame.ts'

/** [RE3] `other-shop`: a badge that is shown where it does not belong. */
export type BadgeStanding = 'valid' | 'revoked' | 'expired' | 'other-shop'
export type BadgeTheme = 'light' | 'dark'

export type PictureFacts = {
  standing: BadgeStanding
  theme: BadgeTheme
  /** The bold line and the one below it. */
  says: string
  about: string
  /** Read aloud in place of the picture. */
  title: string
}

export type Palette = (name: string, theme: BadgeTheme) => string

/** The kit's colours for a picture, which knows no style sheet: each is written there as a pair of light and dark, first of all as usual. */
export const paletteOf = (colours: string): Palette => {
  const pairs = new Map<string, Record<BadgeTheme, string>>()
  for (const [, name = '', light = '', dark = ''] of colours.matchAll(
    /--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g,
  ))
    if (!pairs.has(name)) pairs.set(name, { light, dark })
  return (name, theme) => pairs.get(name)?.[theme] ?? (theme === 'light' ? '#000000' : '#ffffff')
}

const tones: Record<BadgeStanding, string> = {
  valid: 'good',
  revoked: 'ink-soft',
  expired: 'ink-soft',
  'other-shop': 'blocked',
}

/** A tick, a stroke for what is over, a mark of exclamation: none speaks by its colour alone. */
const signs: Record<BadgeStanding, string> = {
  valid: 'M20 29.5l6 6 11-13',
  revoked: 'M21 28.5h14',
  expired: 'M21 28.5h14',
  'other-shop': 'M28 19v12M28 36.5v.5',
}

export const pictureSize = { widthPx: 248, heightPx: 56 }

/** Letters that fit in the lower line; a Chinese character takes the room of two. */
const lineUnits = 29

/** Without what XML cannot hold, whatever a site or shop is called. */
const clean = (text: string): string => text.replace(/[^\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')

/** What is too long ends in an ellipsis. */
export const fitting = (text: string): string => {
  const letters = [...clean(text)]
  let units = 0
  const end = letters.findIndex((letter) => {
    units += letter > '\u2e80' ? 2 : 1
    return units > lineUnits
  })
  return end === -1 ? letters.join('') : `${letters.slice(0, end - 1).join('')}…`
}

const font = raw(
  'font-family="system-ui,-apple-system,Segoe UI,Roboto,PingFang SC,Microsoft YaHei,Noto Sans CJK SC,sans-serif"',
)

const edges: Record<BadgeStanding, string> = {
  valid: 'good-line',
  revoked: 'line-strong',
  expired: 'line-strong',
  'other-shop': 'blocked-line',
}

/** The badge as a picture that stands alone: no script, no style, nothing from elsewhere. */
export const badgePicture = ({ standing, theme, says, about, title }: PictureFacts, colour: Palette): Markup => {
  const { widthPx, heightPx } = pictureSize
  const surface = colour('surface', theme)
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" role="img" aria-labelledby="countersign-badge"><title id="countersign-badge">${clean(title)}</title><rect x="0.5" y="0.5" width="${widthPx - 1}" height="${heightPx - 1}" rx="10" fill="${surface}" stroke="${colour(edges[standing], theme)}"/><circle cx="28" cy="28" r="17" fill="${colour(tones[standing], theme)}"/><path d="${signs[standing]}" fill="none" stroke="${surface}" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/><g ${font}><text x="56" y="24.5" font-size="14.5" font-weight="700" fill="${colour('ink', theme)}">${clean(says)}</text><text x="56" y="42" font-size="12" fill="${colour('ink-soft', theme)}">${fitting(about)}</text></g></svg>`
}
