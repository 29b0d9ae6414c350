import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withoutComments } from './code-text.ts'
import { importGraph, reachableFiles } from './import-graph.ts'
import { isTestFile, roomOf } from './room-rules.ts'
import { projectRoot, typeScriptFiles } from './source-files.ts'

/**
 * [DV2] Sellers come with Chrome 110 and Firefox 115. The compiler knows newer libraries, since the server uses them, and
 * the build translates syntax but adds no functions; so their names are looked for here, in all that a browser loads.
 */
const tooNew: Record<string, RegExp> = {
  'Promise.withResolvers': /\bPromise\.withResolvers\b/,
  'Promise.try': /\bPromise\.try\b/,
  'Object.groupBy, Map.groupBy': /\b(Object|Map)\.groupBy\b/,
  'Array.fromAsync': /\bArray\.fromAsync\b/,
  'URL.canParse, URL.parse': /\bURL\.(canParse|parse)\b/,
  'AbortSignal.any': /\bAbortSignal\.any\b/,
  'Set methods': /\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/,
  'Uint8Array base64 and hex': /\.(toBase64|toHex|fromBase64|fromHex)\(/,
  'Intl.Segmenter (Firefox)': /\bIntl\.Segmenter\b/,
  'Iterator helpers': /\.(values|keys|entries)\(\)\s*\.(map|filter|take|drop|flatMap|reduce|toArray|some|every|find)\(/,
}

const files = typeScriptFiles('src')
const loaded = reachableFiles(
  importGraph(files),
  files.filter((file) => roomOf(file) === 'web' && !isTestFile(file)),
)

test('[DV2] the browser code calls nothing that Chrome 110 or Firefox 115 lacks', () => {
  const wrong = [...loaded].sort().flatMap((file) => {
    const source = withoutComments(file, readFileSync(join(projectRoot, file), 'utf8'))
    return Object.keys(tooNew)
      .filter((name) => tooNew[name]?.test(source))
      .map((name) => `${file}: ${name}`)
  })
  expect(wrong).toEqual([])
  // It reads hundreds of files, which takes a machine with much to do longer than a unit test may.
}, 120_000)

test('the patterns find what they look for', () => {
  const samples = ['await Promise.withResolvers()', 'Object.groupBy(a, b)', 'map.values().map(f)', 'bytes.toBase64()']
  for (const sample of samples) expect(Object.values(tooNew).some((it) => it.test(sample))).toBe(true)
  for (const fine of ['[...map.values()].map(f)', 'Object.entries(a).map(f)']) {
    expect(Object.values(tooNew).some((it) => it.test(fine))).toBe(false)
  }
})
