import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type BadgeStanding, badgePicture, fitting, paletteOf } from './badge-picture.ts'

const colour = paletteOf(readFileSync(new URL('../../web/kit/tokens.css', import.meta.url), 'utf8'))
const picture = async (standing: BadgeStanding, text: string, theme: 'light' | 'dark' = 'light') =>
  String(await badgePicture({ standing, theme, says: text, about: text, title: text }, colour))

/** Well-formed as far as our pictures go: tags nest, values are quoted, and no bare `<` or `&` is left. */
const isWellFormed = (xml: string): boolean => {
  const open: string[] = []
  const rest = xml.replace(/<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/g, (_, end, name, _values, single) => {
    if (end) return open.pop() === name ? '' : '<'
    if (!single) open.push(name)
    return ''
  })
  return open.length === 0 && !rest.includes('<') && !/&(?!(amp|lt|gt|quot|#39);)/.test(xml)
}

describe('[RE3] the picture of a badge', () => {
  test('is well-formed, whatever a shop or a site is called', async () => {
    const names = ['kapok-home', '"><script>alert(1)</script>', "a & b's <b>", '店铺\u0000\u0007\ud800', ']]>&#x0;', '']
    for (const standing of ['valid', 'revoked', 'expired', 'other-shop'] as const)
      for (const name of names) {
        const xml = await picture(standing, name)
        expect(isWellFormed(xml), xml).toBe(true)
        expect(xml).not.toContain('<script')
        // biome-ignore lint/suspicious/noControlCharactersInRegex: XML holds none of these.
        expect(xml).not.toMatch(/[\u0000-\u001f\ud800-\udfff]/)
      }
    expect(isWellFormed('<svg><g></svg></g>')).toBe(false)
    expect(isWellFormed('<svg>&nbsp;</svg>')).toBe(false)
  })

  test('has the kit’s colours of its theme, and differs between them', async () => {
    const [light, dark] = [await picture('valid', 'a'), await picture('valid', 'a', 'dark')]
    expect(light).toContain(`fill="${colour('good', 'light')}"`)
    expect(dark).toContain(`fill="${colour('good', 'dark')}"`)
    expect(light).not.toBe(dark)
    for (const name of ['surface', 'ink', 'ink-soft', 'good', 'good-line', 'blocked', 'blocked-line', 'line-strong'])
      expect(['#000000', '#ffffff'].includes(colour(name, 'dark')), name).toBe(false)
  })

  test('speaks to whoever does not see it, and not by colour alone', async () => {
    const signs = await Promise.all((['valid', 'revoked', 'other-shop'] as const).map((one) => picture(one, 'Says so')))
    for (const xml of signs)
      expect(xml).toMatch(/role="img" aria-labelledby="([\w-]+)"><title id="\1">Says so<\/title>/)
    expect(new Set(signs.map((xml) => /<path d="([^"]+)"/.exec(xml)?.[1])).size).toBe(3)
  })

  test('cuts what would run out of it', () => {
    expect(fitting('short')).toBe('short')
    expect(fitting('x'.repeat(200))).toMatch(/^x{28}…$/)
    expect([...fitting('店'.repeat(50))].length).toBeLessThan(16)
  })
})
