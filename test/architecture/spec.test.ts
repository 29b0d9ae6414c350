import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isTestFile } from './room-rules.ts'
import { projectRoot, typeScriptFiles } from './source-files.ts'

/** Rules of `src/domain/SPEC.md`, each a bullet that begins with its id, up to what is said to be not yet done. */
const rules = (() => {
  const kept = readFileSync(join(projectRoot, 'src/domain/SPEC.md'), 'utf8').split('## Not yet')[0] ?? ''
  return [...new Set([...kept.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(([, id = '']) => id))]
})()

test('every rule of the domain has a test beside the code that carries its id in its title', () => {
  expect(rules.length).toBeGreaterThan(20)
  const titles = typeScriptFiles('src/domain')
    .filter(isTestFile)
    .map((path) => readFileSync(join(projectRoot, path), 'utf8'))
    .join('\n')
  expect(rules.filter((id) => !titles.includes(`[${id}]`))).toEqual([])
})
