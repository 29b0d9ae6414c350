import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isLanguage, languages, loadWords, namespaces, type Words } from '#locales/catalogue.ts'

const folders = ['seller', 'kit'].map((room) => join(import.meta.dirname, '..', room))
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && !path.includes('gallery'))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(folder, path), 'utf8') })),
)

/**
 * Keys that the code asks for by name, with the namespaces of the file for those that name none. A key with a part
 * worked out at run time counts up to that part.
 */
const asked = files.flatMap(({ path, text }) => {
  const own = [...text.matchAll(/useTranslation\((?:'(\w+)'|\[([^\]]*)\])/g)].flatMap(([, one, several]) =>
    one ? [one] : [...(several ?? '').matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
  )
  return [...text.matchAll(/\bt\(\s*(?:'([^']+)'|`([^`]+)`)/g)].map(([, plain, pieced]) => {
    const key = plain ?? (pieced ?? '').replace(/\$\{.*$/s, '')
    const named = /^(\w+):(.*)$/.exec(key)
    return { path, namespaces: named ? [named[1] ?? ''] : own, key: named ? (named[2] ?? '') : key, open: !plain }
  })
})

const keysOf = (words: Words, prefix = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key.replace(/_(one|other)$/, '')] : keysOf(value, `${prefix}${key}.`),
  )

test('every word that the seller pages ask for exists in both languages', async () => {
  expect(asked.length).toBeGreaterThan(150)
  for (const language of languages) {
    const known = new Map<string, string[]>()
    for (const namespace of namespaces) known.set(namespace, keysOf(await loadWords(language, namespace)))
    const missing = asked.filter(
      (ask) =>
        !ask.namespaces.some((namespace) =>
          known.get(namespace)?.some((key) => (ask.open ? key.startsWith(ask.key) : key === ask.key)),
        ),
    )
    expect(missing.map(({ path, key }) => `${path}: ${key}`)).toEqual([])
  }
  expect(isLanguage('xx')).toBe(false)
})

test('no word of the seller is left over', async () => {
  // A key that is worked out from its first letter would stand for every word.
  const used = (namespace: string) => asked.filter((ask) => ask.namespaces.includes(namespace) && ask.key !== '')
  for (const namespace of ['seller', 'device', 'capture'] as const) {
    const keys = [...new Set(keysOf(await loadWords('en', namespace)))]
    const left = keys.filter(
      (key) => !used(namespace).some((ask) => (ask.open ? key.startsWith(ask.key) : key === ask.key)),
    )
    expect({ namespace, left }).toEqual({ namespace, left: [] })
  }
})
