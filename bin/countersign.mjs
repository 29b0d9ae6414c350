#!/usr/bin/env node
// The one way in, behind `npm start`, every `npm run …` and `npx countersign …`. It depends on nothing but Node 18, since
// it runs before anything is installed: it brings the right Node, then the packages, and hands over.
import { ensureDependencies } from './launcher/dependencies.mjs'
import { buildWeb, fetchModels } from './launcher/prepare.mjs'
import { becomeNode, enterRuntime } from './launcher/runtime.mjs'
import { fail } from './launcher/say.mjs'

const [command, ...rest] = process.argv.slice(2)

/**
 * What `run NAME` runs, once the packages are there.
 * @type {Record<string, string[]>}
 */
const scripts = {
  check: ['test/run/check.ts'],
  test: ['test/run/test.ts'],
  'test-full': ['test/run/test.ts', '--full'],
  bench: ['bench/run.ts'],
  dev: ['test/run/dev.ts'],
  format: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.'],
}

async function main() {
  await enterRuntime()
  await ensureDependencies()
  if (command === 'start') {
    await Promise.all([fetchModels(), buildWeb()])
    becomeNode(['src/main/cli.ts', 'serve', ...rest])
  } else if (command === 'run') {
    const [name = '', ...args] = rest
    if (name === 'build') return buildWeb({ force: args.includes('--force') })
    const script = scripts[name]
    if (script === undefined)
      fail(`There is no script "${name}". There are: build, ${Object.keys(scripts).join(', ')}.`)
    becomeNode([...script, ...args])
  } else {
    becomeNode(['src/main/cli.ts', ...process.argv.slice(2)])
  }
}

main().catch((error) => fail(error instanceof Error ? error.message : String(error)))
