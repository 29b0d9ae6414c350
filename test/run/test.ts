import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#test/architecture/source-files.ts'
import { prepareMedia } from '#test/media/prepare-media.ts'
import { buildWeb, fetchModels } from '../../bin/launcher/prepare.mjs'
import { runNode } from './child-run.ts'
import { type Counts, countsExitCode, countsLine } from './counts.ts'
import { ensureTools, skipsAllowed } from './system-packages.ts'

/**
 * `npm test [-- FILTER…]`: brings what tests need, runs every kind of test and ends with one line that says what it came
 * to. `--full` adds the long ones. A missing browser or database server is a failure, since a test that silently does not
 * run is worse than none; COUNTERSIGN_ALLOW_SKIPS=1 lets a person without them run the rest.
 */
const arguments_ = process.argv.slice(2)
const full = arguments_.includes('--full')
const filters = arguments_.filter((it) => it !== '--full')
const say = (text: string) => console.log(`── ${text}`)

const counts = await runAll()
for (const name of counts.skippedNames) console.log(`skipped: ${name}`)
console.log(countsLine(counts))
process.exitCode = countsExitCode(counts)

async function runAll(): Promise<Counts> {
  const missing = ensureTools(say, full)
  if (missing.length > 0 && !skipsAllowed()) {
    return failure(`missing: ${missing.map((it) => it.name).join(', ')}. COUNTERSIGN_ALLOW_SKIPS=1 runs the rest.`)
  }
  const leftOut = missing.some((it) => it.debianPackage === 'chromium') ? ['browser'] : []
  if (leftOut.length > 0) say(`NOT RUN, since there is no Chromium: ${leftOut.join(', ')}`)
  try {
    say('model weights and pages')
    await fetchModels()
    await buildWeb()
    say('footage of simulated sellers')
    await prepareMedia(say)
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error))
  }
  const kinds = ['unit', 'ports', 'scenarios', 'attacks', 'media', 'browser', ...(full ? ['full'] : [])]
  return runVitest(kinds.filter((kind) => !leftOut.includes(kind)))
}

async function runVitest(kinds: readonly string[]): Promise<Counts> {
  const countsPath = join(projectRoot, '.cache', `test-counts-${process.pid}.json`)
  const projects = kinds.flatMap((kind) => ['--project', kind])
  const end = await runNode(['node_modules/vitest/vitest.mjs', 'run', '--update=none', ...projects, ...filters], {
    // A quarter of an hour on an idle machine; one that does other things too shall still come to its end.
    timeoutMs: (full ? 6 * 60 : 70) * 60_000,
    env: { COUNTERSIGN_COUNTS: countsPath },
  })
  if (!existsSync(countsPath)) return failure(end.timedOut ? 'the tests took too long' : 'the test runner broke off')
  const counts = JSON.parse(readFileSync(countsPath, 'utf8')) as Counts
  rmSync(countsPath, { force: true })
  // Vitest saw a failure that no test shows, e.g. a filter that matched nothing or a hook of the whole run.
  if (end.code !== 0 && counts.failed === 0) return { ...counts, failed: 1 }
  return counts
}

function failure(reason: string): Counts {
  say(`FAILED: ${reason}`)
  return { passed: 0, failed: 1, skipped: 0, files: 0, skippedNames: [] }
}
