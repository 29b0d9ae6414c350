import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import type { Counts } from './counts.ts'

/**
 * Counts a run for the last line of `npm test`. Vitest counts tests only; a file that does not load, a hook of a whole
 * file that throws and an error nobody awaited are failures too, so each of them counts as one failed test here.
 * Written to the file named by COUNTERSIGN_COUNTS, for the runner that started Vitest.
 */
export class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const path = process.env.COUNTERSIGN_COUNTS
    if (path === undefined) return
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(countRun(modules, unhandledErrors)))
  }
}

function countRun(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Counts {
  const counts: Counts = {
    passed: 0,
    failed: unhandledErrors.length,
    skipped: 0,
    files: modules.length,
    skippedNames: [],
  }
  for (const module of modules) {
    let failedTests = 0
    for (const test of module.children.allTests()) {
      const state = test.result().state
      if (state === 'passed') counts.passed++
      else if (state === 'failed') failedTests++
      else {
        counts.skipped++
        counts.skippedNames.push(`${module.relativeModuleId} > ${test.fullName}`)
      }
    }
    // The module itself failed while none of its tests did: it did not load, or a hook of the file threw.
    counts.failed += failedTests === 0 && module.state() === 'failed' ? 1 : failedTests
  }
  return counts
}
