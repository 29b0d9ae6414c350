import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const normal = css.slice(0, css.indexOf('@media'))

const colours = (theme: 'light' | 'dark'): Map<string, string> => {
  const found = new Map<string, string>()
  for (const [, name = '', light = '', dark = ''] of normal.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g))
    found.set(name, theme === 'light' ? light : dark)
  for (const [, name = '', value = ''] of normal.matchAll(/--(lens[\w-]*): (#\w{6})/g)) found.set(name, value)
  return found
}

/** Relative luminance after WCAG 2.2. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const contrast = (one: string, other: string): number => {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['canvas', 'surface', 'sunken', 'raised']
const texts: [ink: string, grounds: string[]][] = [
  ['ink', [...grounds, 'accent-wash', 'good-wash', 'needs-wash', 'blocked-wash']],
  ['ink-soft', [...grounds, 'good-wash', 'needs-wash', 'blocked-wash', 'accent-wash']],
  ['ink-faint', grounds],
  ['accent', [...grounds, 'accent-wash']],
  ['good', [...grounds, 'good-wash']],
  ['needs', [...grounds, 'needs-wash']],
  ['blocked', [...grounds, 'blocked-wash']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-blocked', ['blocked']],
  ['lens-ink', ['lens']],
  ['lens-soft', ['lens']],
  ['lens-good', ['lens']],
  ['lens-needs', ['lens']],
  ['lens-blocked', ['lens']],
]
const borders: [line: string, grounds: string[]][] = [
  ['line-strong', ['surface', 'canvas', 'raised']],
  ['focus', grounds],
]

test('the arithmetic agrees with known pairs', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
})

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  const colour = (name: string): string => {
    const value = colours(theme).get(name)
    if (!value) throw new Error(`no colour ${name}`)
    return value
  }
  const tooWeak = (pairs: [string, string[]][], least: number) =>
    pairs.flatMap(([ink, on]) =>
      on
        .map((ground) => ({ pair: `${ink} on ${ground}`, ratio: contrast(colour(ink), colour(ground)) }))
        .filter(({ ratio }) => ratio < least)
        .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`),
    )

  test('text is readable: 4.5:1', () => {
    expect(tooWeak(texts, 4.5)).toEqual([])
  })
  test('controls can be seen: 3:1', () => {
    expect(tooWeak(borders, 3)).toEqual([])
  })
})
